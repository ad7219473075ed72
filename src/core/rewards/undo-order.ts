import type { Tx } from '#src/db/client.ts';
import type { MemberId, OrderId } from '#src/lib/id.ts';
import { readBalance } from '../ledger/read-balance.ts';
import { lockStandings } from '../members/lock-standings.ts';
import { Refusal } from '../refusal.ts';
import { type OrderWithReward, readOwnOrder } from './find-order.ts';
import { giveOrderBack } from './give-order-back.ts';

/**
 * The member takes an order back within its minutes; points and piece return. Again is the same. Throws Refusal
 * `order_not_found`, `order_settled` {status}, `undo_over`.
 */
export async function undoOrder(
  tx: Tx,
  { memberId, orderId, at }: { memberId: MemberId; orderId: OrderId; at: Date },
): Promise<OrderWithReward & { balance: bigint }> {
  await lockStandings(tx, memberId);
  const { order, reward } = await readOwnOrder(tx, { memberId, orderId });
  if (order.status === 'undone') {
    const { balance } = await readBalance(tx, memberId, at, order.currency);
    return { order, reward, balance };
  }
  if (order.undoUntil <= at && (order.status === 'ordered' || order.status === 'ready'))
    throw new Refusal('undo_over');
  const back = await giveOrderBack(tx, order, { status: 'undone', by: memberId, at });
  if (!back) throw new Refusal('order_settled', { status: order.status });
  return { order: back.order, reward, balance: back.balance };
}
