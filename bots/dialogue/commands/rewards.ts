// Commands about rewards and orders of them.

import { readBalance } from '#src/core/ledger/read-balance.ts';
import { Refusal } from '#src/core/refusal.ts';
import { listOrdersOf, readOwnOrder } from '#src/core/rewards/find-order.ts';
import { listShownRewards } from '#src/core/rewards/list-shown-rewards.ts';
import { orderReward } from '#src/core/rewards/order-reward.ts';
import { OPEN, type Reward } from '#src/core/rewards/reward-shape.ts';
import { undoOrder } from '#src/core/rewards/undo-order.ts';
import { listStores, type Store } from '#src/core/stores/read-store.ts';
import { isId } from '#src/lib/id.ts';
import type { Command, Outcome } from '../command.ts';
import { storeTag } from '../store-tag.ts';
import { type Doing, provenSpeaker, speaker } from './doing.ts';

const MOST_ORDERS = 20;

type Asked<Name extends Command['do']> = Extract<Command, { do: Name }>;

export async function rewards(doing: Doing, { page }: Asked<'readRewards'>): Promise<Outcome> {
  const member = speaker(doing);
  const { tx, event } = doing;
  const shown = await listShownRewards(tx, { member, at: event.at });
  const orders = await listOrdersOf(tx, member.memberId, MOST_ORDERS);
  return { kind: 'did', did: 'readRewards', page, shown, orders: orders.length };
}

export async function oneReward(doing: Doing, { rewardId, to }: Asked<'readReward'>): Promise<Outcome> {
  const member = speaker(doing);
  const { tx, event } = doing;
  const shown = await listShownRewards(tx, { member, at: event.at });
  const found = shown.find(({ reward }) => reward.rewardId === rewardId);
  if (!found) throw new Refusal('reward_not_found');
  return { kind: 'did', did: 'readReward', to, shown: found, stores: await storesOf(doing, found.reward) };
}

export async function order(
  doing: Doing,
  { rewardId, version, key, storeTag: tag }: Asked<'orderReward'>,
): Promise<Outcome> {
  const { memberId } = await provenSpeaker(doing);
  const { tx, event } = doing;
  const { at } = event;
  if (!isId('rwd', rewardId)) throw new Refusal('reward_not_found');
  const stores = await listStores(tx);
  const storeId = stores.find((each) => tag !== null && storeTag(each.storeId) === tag)?.storeId ?? null;
  const asked = { memberId, rewardId, version, storeId, key, at };
  const { outcome, order: made, reward } = await orderReward(tx, asked);
  const { spendable } = await readBalance(tx, memberId, at, made.currency);
  return {
    kind: 'did',
    did: 'orderReward',
    again: outcome === 'replayed',
    order: made,
    reward,
    left: spendable,
    stores,
  };
}

export async function orders(doing: Doing): Promise<Outcome> {
  const { memberId } = speaker(doing);
  const found = await listOrdersOf(doing.tx, memberId, MOST_ORDERS);
  return { kind: 'did', did: 'listOrders', orders: found };
}

export async function oneOrder(doing: Doing, { orderId }: Asked<'readOrder'>): Promise<Outcome> {
  const { memberId } = speaker(doing);
  if (!isId('ord', orderId)) throw new Refusal('order_not_found');
  const found = await readOwnOrder(doing.tx, { memberId, orderId });
  const stores = await listStores(doing.tx);
  return { kind: 'did', did: 'readOrder', isOpen: OPEN.includes(found.order.status), ...found, stores };
}

export async function undo(doing: Doing, { orderId }: Asked<'undoOrder'>): Promise<Outcome> {
  const { memberId } = speaker(doing);
  if (!isId('ord', orderId)) throw new Refusal('order_not_found');
  const { order: undone, reward } = await undoOrder(doing.tx, { memberId, orderId, at: doing.event.at });
  return { kind: 'did', did: 'undoOrder', order: undone, reward };
}

/** The open stores that hand it over. */
async function storesOf({ tx }: Doing, { storeIds }: Reward): Promise<Store[]> {
  const open = await listStores(tx);
  return storeIds.length === 0 ? open : open.filter((each) => storeIds.includes(each.storeId));
}
