// A member's points as the office sees them: of each kind, with the tier, holds, gifts and merges.
import type { AccountShown, Gift, MemberPoints, Merge, TierProgress } from '#src/contract/points.ts';
import { adjustmentRoom } from '#src/core/ledger/adjustment-room.ts';
import { listOtherBalances } from '#src/core/ledger/list-balances.ts';
import { listOpenHolds } from '#src/core/ledger/list-holds.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { listGifts } from '#src/core/ledger/read-gift.ts';
import { listMerges } from '#src/core/ledger/undo-merge.ts';
import { shortName } from '#src/core/members/person-name.ts';
import type { Member } from '#src/core/members/read-member.ts';
import { readNames } from '#src/core/members/read-names.ts';
import { readStanding } from '#src/core/members/read-standing.ts';
import { tierStanding } from '#src/core/members/tier-standing.ts';
import { type Currency, listCurrencies } from '#src/core/stores/list-currencies.ts';
import { listTiers, readProgramme } from '#src/core/stores/read-programme.ts';
import type { Reader } from '#src/db/client.ts';
import { readActorNames } from './actor-names.ts';
import { namesShown } from './currency-shown.ts';

const MOST_GIFTS = 20;

interface Asked {
  member: Member;
  at: Date;
}

/** Read anew each time: what was changed a moment ago is seen. */
export async function readMemberPoints(
  db: Reader,
  { member, viewer, at }: Asked & { viewer: string },
): Promise<MemberPoints> {
  const { memberId } = member;
  const [programme, currencies, others, holds, gifts, merges, actorName] = await Promise.all([
    readProgramme(db),
    listCurrencies(db),
    listOtherBalances(db, memberId),
    listOpenHolds(db, memberId),
    listGifts(db, memberId, MOST_GIFTS),
    listMerges(db, memberId),
    readActorNames(db),
  ]);
  const owned = currencies.filter(
    ({ currency, closedAt }) =>
      currency === 'points' || closedAt === null || others.some((each) => each.currency === currency),
  );
  const met = [
    ...gifts.flatMap((each) => [each.memberId, ...(each.toMemberId ? [each.toMemberId] : [])]),
    ...merges.flatMap((each) => [each.fromMemberId, each.toMemberId]),
  ];
  const roomOf = async ({ currency }: Currency) => {
    const left = await adjustmentRoom(db, { actor: viewer, memberId, currency, programme, at });
    return [currency, Number(left)] as const;
  };
  const [rooms, accounts, tier, names] = await Promise.all([
    Promise.all(owned.map(roomOf)),
    Promise.all(owned.map((currency) => describeAccount(db, { currency, member, at }))),
    describeTier(db, { member, at }),
    readNames(db, met),
  ]);
  return {
    accounts,
    tier,
    holds: holds.map(({ holdId, currency, amount, askedBy, openedAt, expiresAt }) => ({
      holdId,
      currency,
      amount: Number(amount),
      askedBy: actorName(askedBy),
      openedAt: openedAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
    })),
    gifts: gifts.map((each): Gift => {
      const given = each.memberId === memberId;
      const otherId = given ? each.toMemberId : each.memberId;
      return {
        giftId: each.giftId,
        direction: given ? 'given' : 'received',
        currency: each.currency,
        amount: Number(each.amount),
        status: each.status,
        other: otherId && { memberId: otherId, shownName: shortName(names.get(otherId) ?? '') },
        note: each.note,
        givenAt: each.givenAt.toISOString(),
        expiresAt: each.expiresAt.toISOString(),
      };
    }),
    merges: merges.map((each): Merge => {
      const into = each.toMemberId === memberId;
      const otherId = into ? each.fromMemberId : each.toMemberId;
      const name = names.get(otherId) || (into ? each.fromName : '') || '';
      return {
        mergeId: each.mergeId,
        direction: into ? 'into' : 'from',
        other: { memberId: otherId, shownName: shortName(name) || otherId },
        status: each.status,
        mergedBy: actorName(each.mergedBy),
        mergedAt: each.mergedAt.toISOString(),
        undoneAt: each.undoneAt?.toISOString() ?? null,
      };
    }),
    adjustmentRoom: Object.fromEntries(rooms),
  };
}

async function describeAccount(
  db: Reader,
  { currency, member, at }: Asked & { currency: Currency },
): Promise<AccountShown> {
  const { balance, debt, spendable, held, pending, nextExpiry } = await readBalance(
    db,
    member.memberId,
    at,
    currency.currency,
  );
  return {
    currency: currency.currency,
    names: namesShown(currency),
    closed: currency.closedAt !== null,
    balance: Number(balance),
    debt: Number(debt),
    spendable: Number(spendable),
    held: Number(held),
    pending: pending.map(({ amount, activeAt, waitsFor }) => ({
      amount: Number(amount),
      activeAt: activeAt?.toISOString() ?? null,
      waitsFor,
    })),
    nextExpiry: nextExpiry && {
      amount: Number(nextExpiry.amount),
      expiresAt: nextExpiry.expiresAt.toISOString(),
    },
  };
}

/** Null for somebody who is no member any more. */
async function describeTier(db: Reader, { member, at }: Asked): Promise<TierProgress | null> {
  if (member.status !== 'active') return null;
  const [programme, tiers, { months, tierKeptUntil }] = await Promise.all([
    readProgramme(db),
    listTiers(db),
    readStanding(db, member.memberId),
  ]);
  const { tierKey } = member;
  const { tierBasis: basis } = programme;
  const totalMinor = basis === 'spend' ? member.turnoverMinor : null;
  const { value, next, keep } = tierStanding({ months, totalMinor, programme, tiers, at, tierKey });
  const gap = (each: typeof next) =>
    each && { tierKey: each.tierKey, missing: Number(each.missing), by: each.by?.toISOString() ?? null };
  return {
    tierKey,
    basis,
    value: Number(value),
    from: Number(tiers.find((each) => each.tierKey === tierKey)?.fromTurnoverMinor ?? 0n),
    next: gap(next),
    keep: gap(keep),
    keptUntil: tierKeptUntil?.toISOString() ?? null,
  };
}
