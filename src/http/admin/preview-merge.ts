import type { MergePreview } from '#src/contract/points.ts';
import { listCards } from '#src/core/cards/read-card.ts';
import { listOtherBalances } from '#src/core/ledger/list-balances.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { debtOf, shownBalance } from '#src/core/ledger/shown-balance.ts';
import { listIdentities } from '#src/core/members/ensure-identity.ts';
import { readJoinedConsents } from '#src/core/members/join-consents.ts';
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

/** What would go over, what the other has, and what they agree to. Throws Refusal `merge_with_itself`, `member_not_found`, `member_erased`. */
export async function previewMerge(db: Reader, { from, into, at }: Pair): Promise<MergePreview> {
  if (from === into) throw new Refusal('merge_with_itself');
  // Whoever is not there or has left is no part of a merge.
  await Promise.all([readMember(db, from), readMember(db, into)]);
  const [fromFound, intoFound, moves, has, held, heldAlready, consent, tierKey] = await Promise.all([
    findMasked(db, from),
    findMasked(db, into),
    listPoints(db, { memberId: from, at }),
    listPoints(db, { memberId: into, at }),
    countHeld(db, from),
    countHeld(db, into),
    readJoinedConsents(db, { from, into }),
    tierAfter(db, { from, into, at }),
  ]);
  const points = moves.flatMap(({ currency, names, booked }) => {
    const already = has.find((each) => each.currency === currency)?.booked ?? 0n;
    if (booked === 0n && already === 0n) return [];
    const [goes, stays, both] = [told(booked), told(already), told(booked + already)];
    const own = { amount: goes.points, debt: goes.debt, has: stays.points, hasDebt: stays.debt };
    return [{ currency, names, ...own, after: both.points, debtAfter: both.debt }];
  });
  return { from: fromFound, into: intoFound, points, ...held, has: heldAlready, consent, tierKey };
}

async function countHeld(db: Reader, memberId: MemberId): Promise<MergePreview['has']> {
  const [{ turnoverMinor }, cards, chats, { receipts }] = await Promise.all([
    readMember(db, memberId),
    listCards(db, memberId),
    listIdentities(db, memberId),
    readStanding(db, memberId),
  ]);
  return { cards: cards.length, chats: chats.length, receipts, turnoverMinor: Number(turnoverMinor) };
}

/** What an account as it is booked holds, or else what is owed: in words, however the programme shows a debt. */
function told(booked: bigint): { points: number; debt: number } {
  const { balance, debt } = shownBalance(booked, { returnPolicy: 'debt' });
  return { points: Number(balance), debt: Number(debt) };
}

interface Booked extends Pick<MergePreview['points'][number], 'currency' | 'names'> {
  /** Below zero when more is owed than is there. */
  booked: bigint;
}

/** What they have of every kind, nothing of it too. */
async function listPoints(db: Reader, { memberId, at }: { memberId: MemberId; at: Date }): Promise<Booked[]> {
  const [points, others, currencies] = await Promise.all([
    readBalance(db, memberId, at),
    listOtherBalances(db, memberId),
    listCurrencies(db),
  ]);
  const owed = debtOf(points);
  const all = [{ currency: 'points', balance: owed > 0n ? -owed : points.balance }, ...others];
  return currencies.map((currency) => ({
    currency: currency.currency,
    names: namesShown(currency),
    booked: all.find((each) => each.currency === currency.currency)?.balance ?? 0n,
  }));
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
