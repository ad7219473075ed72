import type { MergePreview } from '#src/contract/points.ts';
import { listCards } from '#src/core/cards/read-card.ts';
import { listOtherBalances } from '#src/core/ledger/list-balances.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { listIdentities } from '#src/core/members/ensure-identity.ts';
import { readMember } from '#src/core/members/read-member.ts';
import { readStanding } from '#src/core/members/read-standing.ts';
import { reachedTier } from '#src/core/members/tier-standing.ts';
import { Refusal } from '#src/core/refusal.ts';
import { listCurrencies } from '#src/core/stores/list-currencies.ts';
import { listTiers, readProgramme } from '#src/core/stores/read-programme.ts';
import type { Reader } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { namesShown } from './currency-shown.ts';
import { findMasked } from './member-page.ts';

interface Pair {
  from: MemberId;
  into: MemberId;
  at: Date;
}

/** What would go over. Throws Refusal `merge_with_itself`, `member_not_found`, `member_erased`. */
export async function previewMerge(db: Reader, { from, into, at }: Pair): Promise<MergePreview> {
  if (from === into) throw new Refusal('merge_with_itself');
  const [gone] = await Promise.all([readMember(db, from), readMember(db, into)]);
  const [fromFound, intoFound, points, cards, chats, { receipts }, tierKey] = await Promise.all([
    findMasked(db, from),
    findMasked(db, into),
    listPoints(db, { memberId: from, at }),
    listCards(db, from),
    listIdentities(db, from),
    readStanding(db, from),
    tierAfter(db, { from, into, at }),
  ]);
  return {
    from: fromFound,
    into: intoFound,
    points,
    cards: cards.length,
    chats: chats.length,
    receipts,
    turnoverMinor: Number(gone.turnoverMinor),
    tierKey,
  };
}

async function listPoints(
  db: Reader,
  { memberId, at }: { memberId: MemberId; at: Date },
): Promise<MergePreview['points']> {
  const [{ balance }, others, currencies] = await Promise.all([
    readBalance(db, memberId, at),
    listOtherBalances(db, memberId),
    listCurrencies(db),
  ]);
  const all = [{ currency: 'points', balance }, ...others];
  return currencies.flatMap((currency) => {
    const own = all.find((each) => each.currency === currency.currency)?.balance ?? 0n;
    const { currency: code } = currency;
    return own > 0n ? [{ currency: code, names: namesShown(currency), amount: Number(own) }] : [];
  });
}

/** The highest tier that both together reach, and never a lower one than the other has. */
async function tierAfter(db: Reader, { from, into, at }: Pair): Promise<string> {
  const [programme, tiers, gone, stays, one, other] = await Promise.all([
    readProgramme(db),
    listTiers(db),
    readMember(db, from),
    readMember(db, into),
    readStanding(db, from),
    readStanding(db, into),
  ]);
  const months: Record<string, number> = { ...one.months };
  for (const [month, value] of Object.entries(other.months)) months[month] = (months[month] ?? 0) + value;
  const totalMinor = programme.tierBasis === 'spend' ? gone.turnoverMinor + stays.turnoverMinor : null;
  const reached = reachedTier({ months, totalMinor, programme, tiers, at });
  const place = (key: string) => tiers.findIndex((each) => each.tierKey === key);
  return place(reached) > place(stays.tierKey) ? reached : stays.tierKey;
}
