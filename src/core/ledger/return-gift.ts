// Gifts that nobody took: back to the giver, each lot with the expiry it had, however long ago that was.
import { and, asc, eq, lte } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { gift } from '#src/db/schema/ledger.ts';
import type { MemberId } from '#src/lib/id.ts';
import { recordEvent } from '../events/record-event.ts';
import { lockStandings } from '../members/lock-standings.ts';
import { memberNow } from '../members/member-now.ts';
import { Refusal } from '../refusal.ts';
import { drawnLots } from './drawn-lots.ts';
import type { Points } from './points.ts';
import { postTransfer } from './post-transfer.ts';
import { type Gift, type GiftName, readGift, settleGift } from './read-gift.ts';
import { readTransfer } from './read-transfer.ts';

/**
 * The giver takes a gift back that nobody has accepted. Harmless when it came back already. Returns their balance.
 * Throws Refusal `gift_not_found` (also when it is another's), `gift_settled` {status: 'accepted'}.
 */
export async function cancelGift(
  tx: Tx,
  { memberId, at, ...name }: GiftName & { memberId: MemberId; at: Date },
): Promise<{ gift: Gift; outcome: 'cancelled' | 'replayed'; balance: Points | null }> {
  const found = await readGift(tx, name);
  if ((await memberNow(tx, found.memberId)) !== memberId) throw new Refusal('gift_not_found');
  const back = await giveBack(tx, found, { status: 'cancelled', at });
  if (back) return { gift: found, outcome: 'cancelled', balance: back.balance };
  const { status } = await readGift(tx, { giftId: found.giftId });
  if (status === 'accepted') throw new Refusal('gift_settled', { status });
  return { gift: found, outcome: 'replayed', balance: null };
}

/** Gives up to `limit` gifts back that were not accepted in time, and says so. Returns how many. */
export async function returnGifts(tx: Tx, at: Date, limit: number): Promise<number> {
  const due = await tx
    .select()
    .from(gift)
    .where(and(eq(gift.status, 'waiting'), lte(gift.expiresAt, at)))
    // In the order of their givers, in which everybody locks accounts.
    .orderBy(asc(gift.memberId), asc(gift.expiresAt))
    .limit(limit);
  await lockStandings(tx, ...new Set(await Promise.all(due.map((each) => memberNow(tx, each.memberId)))));
  for (const each of due) {
    const back = await giveBack(tx, each, { status: 'returned', at });
    if (!back) continue;
    const data = { giftId: each.giftId, amount: each.amount.toString(), currency: each.currency };
    await recordEvent(tx, { memberId: back.to, happened: { kind: 'gift.returned', data }, at });
  }
  return due.length;
}

/** Null when the gift waits no more. */
async function giveBack(
  tx: Tx,
  { memberId: giver, giftId, amount, currency }: Gift,
  { status, at }: { status: 'returned' | 'cancelled'; at: Date },
): Promise<{ to: MemberId; balance: Points } | null> {
  const to = await memberNow(tx, giver);
  await lockStandings(tx, to);
  if (!(await settleGift(tx, { giftId, memberId: giver }, { status, at }))) return null;
  const { transferId } = await readTransfer(tx, { memberId: giver, key: `gift:${giftId}` });
  const { balance } = await postTransfer(tx, {
    memberId: to,
    kind: 'gift',
    currency,
    amount,
    account: 'moved',
    key: `gift-back:${giftId}`,
    lots: await drawnLots(tx, { memberId: giver, transferId }),
    reverses: transferId,
    reason: { giftId, [status]: true },
    occurredAt: at,
    recordedAt: at,
  });
  return { to, balance };
}
