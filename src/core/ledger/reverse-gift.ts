// A gift that should not have been: staff take it from the one who accepted it and give it back to the giver.
import { sql } from 'drizzle-orm';
import type { Reader, Tx } from '#src/db/client.ts';
import type { GiftId, LotId, MemberId, TransferId } from '#src/lib/id.ts';
import { lockStandings } from '../members/lock-standings.ts';
import { memberNow } from '../members/member-now.ts';
import { readMember } from '../members/read-member.ts';
import { Refusal } from '../refusal.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { tellAdjusted } from './ask-adjustment.ts';
import { drawnLots } from './drawn-lots.ts';
import { expiredOf, movedOn } from './list-receipt-transfers.ts';
import type { Points } from './points.ts';
import { type NewLot, postTransfer } from './post-transfer.ts';
import { readGift, settleGift } from './read-gift.ts';
import { readTransfer } from './read-transfer.ts';

export interface GiftReversed {
  outcome: 'reversed' | 'replayed';
  /** What went back to the giver; less than the gift where some of it has expired unused. */
  amount: Points;
}

/**
 * Reverses a gift that was accepted, by two transfers that name the first two. The points are taken out of what the gift
 * brought, then out of all others; what is spent already is owed, as with returns of goods. The giver has them again with
 * the expiry that each had. Doing it again is harmless. Throws Refusal `gift_not_found`, `gift_settled` {status} (it was
 * not accepted), `gift_to_oneself` (both are one member by now), `member_erased`.
 */
export async function reverseGift(
  tx: Tx,
  { giftId, actor, at }: { giftId: GiftId; actor: string; at: Date },
): Promise<GiftReversed> {
  const seen = await readGift(tx, { giftId });
  if (!seen.toMemberId) throw new Refusal('gift_settled', { status: seen.status });
  const [giver, taker] = [await memberNow(tx, seen.memberId), await memberNow(tx, seen.toMemberId)];
  if (giver === taker) throw new Refusal('gift_to_oneself');
  await lockStandings(tx, giver, taker);
  const { memberId, toMemberId, amount, currency, status } = await readGift(tx, { giftId });
  if (status === 'reversed') return { outcome: 'replayed', amount: 0n };
  if (status !== 'accepted' || !toMemberId) throw new Refusal('gift_settled', { status });
  for (const each of [giver, taker]) await readMember(tx, each);

  const came = await readTransfer(tx, { memberId: toMemberId, key: `gift-in:${giftId}` });
  const went = await readTransfer(tx, { memberId, key: `gift:${giftId}` });
  const { lotIds, expired } = await followLots(tx, { memberId: toMemberId, transferId: came.transferId });
  const back = amount - expired;
  await settleGift(tx, { giftId, memberId }, { status: 'reversed', at });
  const detail = { memberId: giver, from: taker, amount: back.toString(), currency };
  await recordAudit(tx, { actor, action: 'gift.reverse', subject: giftId, detail, at });
  if (back === 0n) return { outcome: 'reversed', amount: back };

  const common = {
    kind: 'reverse',
    currency,
    account: 'moved',
    reason: { giftId },
    occurredAt: at,
    recordedAt: at,
  } as const;
  const taken = await postTransfer(tx, {
    ...common,
    memberId: taker,
    amount: -back,
    key: `gift-reverse:${giftId}`,
    reverses: came.transferId,
    lotIds,
    canOwe: true,
  });
  const given = await postTransfer(tx, {
    ...common,
    memberId: giver,
    amount: back,
    key: `gift-reverse-back:${giftId}`,
    reverses: went.transferId,
    lots: without(expired, await drawnLots(tx, { memberId, transferId: went.transferId })),
  });
  const told = { reason: 'gift', currency, at };
  await tellAdjusted(tx, { ...told, memberId: taker, amount: -back, balance: taken.balance });
  await tellAdjusted(tx, { ...told, memberId: giver, amount: back, balance: given.balance });
  return { outcome: 'reversed', amount: back };
}

/** The lots of a gain, wherever a merge has taken them since, and what of them has expired unused. */
async function followLots(
  db: Reader,
  { memberId, transferId }: { memberId: MemberId; transferId: TransferId },
): Promise<{ lotIds: LotId[]; expired: Points }> {
  const [row] = await db.execute<{ lot_ids: LotId[]; expired: Points }>(sql`
    with recursive place (member_id, lot_id) as (
      select member_id, lot_id from lot
      where member_id = ${memberId} and split_part(lot_id, '.', 1) = 'lot' || substr(${transferId}, 4)
      ${movedOn})
    select (select jsonb_agg(lot_id) from place) as lot_ids, ${expiredOf} as expired`);
  return { lotIds: row?.lot_ids ?? [], expired: row?.expired ?? 0n };
}

/** What is left of lots when so much of those that end first is gone. */
function without(gone: Points, lots: NewLot[]): NewLot[] {
  let left = gone;
  return lots.flatMap((each) => {
    const cut = left < each.amount ? left : each.amount;
    left -= cut;
    return each.amount > cut ? [{ ...each, amount: each.amount - cut }] : [];
  });
}
