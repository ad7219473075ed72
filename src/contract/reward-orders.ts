// Rewards and gifts that members fetch, for tills of other makers: found by their code, and handed over once.
import { z } from 'zod';
import { ORDER_STATUSES, orderId, rewardId } from './rewards.ts';
import { route } from './route.ts';
import { instant, memberId, points, storeId } from './words.ts';

const orderExample = {
  orderId: 'ord_06bv2k3h9q4w8x0y7z1d',
  status: 'ready',
  rewardId: 'rwd_06bv2k3h9q4w8x0y7z1e',
  rewardName: 'Горнятко',
  memberId: 'mem_06bv2k3h9q4w8x0y7z1a',
  price: 0,
  currency: 'points',
  storeIds: [],
  orderedAt: '2026-11-21T14:05:00.000Z',
  readyAt: '2026-11-21T14:05:00.000Z',
  pickUpUntil: '2026-12-21T22:00:00.000Z',
  settledAt: null,
} as const;

const rewardOrder = z.object({
  orderId,
  status: z.enum(ORDER_STATUSES).meta({ description: '`ready`: can be handed over. `ordered`: not yet.' }),
  rewardId,
  rewardName: z.string().meta({ description: 'In the language that was asked for, or the shop’s.' }),
  memberId,
  price: points.meta({ description: 'What was paid for it: 0 for a gift, of a rule or of a quest.' }),
  currency: z.string().meta({ description: 'The kind of points.' }),
  storeIds: z.array(z.string()).meta({ description: 'Where it can be fetched; empty: in every store.' }),
  orderedAt: instant,
  readyAt: instant.nullable(),
  pickUpUntil: instant.nullable().meta({ description: 'It can be fetched before this moment.' }),
  settledAt: instant.nullable().meta({ description: 'When it was handed over, or came to nothing.' }),
});
export type RewardOrder = z.output<typeof rewardOrder>;

const shown = z
  .strictObject({
    storeId,
    code: z
      .string()
      .trim()
      .min(6)
      .max(40)
      .meta({ description: 'The code that the member shows in the chat, typed or scanned.' }),
  })
  .meta({ examples: [{ storeId: 'str_khreshchatyk12', code: 'K7M-4A9' }] });

export const rewardOrderRoutes = {
  listRewardOrders: route({
    method: 'GET',
    url: '/api/v1/members/:memberId/reward-orders',
    summary: 'What a member can fetch',
    description:
      'Rewards that they have ordered and gifts that they were given, also by a rule that no receipt asked. Without their ' +
      'codes, which only the member has. Needs the scope `receipts:write`.',
    params: z.strictObject({ memberId }),
    reply: z.object({ orders: z.array(rewardOrder) }).meta({ examples: [{ orders: [orderExample] }] }),
  }),
  findRewardOrder: route({
    method: 'POST',
    url: '/api/v1/reward-orders/find',
    summary: 'The reward or gift behind a code',
    description:
      'Nothing is changed. 404 `order_not_found` when no order has it or, for a key of one store, another store hands it over. Needs the scope `receipts:write`.',
    body: shown,
    reply: rewardOrder.meta({ examples: [orderExample] }),
  }),
  handOverRewardOrder: route({
    method: 'POST',
    url: '/api/v1/reward-orders/:orderId/hand-over',
    summary: 'The member has it',
    description:
      'The code proves that they are there. The same again is harmless; another key or store gets 409 `order_settled`. ' +
      'Needs the scope `receipts:write`.',
    params: z.strictObject({ orderId }),
    body: shown,
    reply: rewardOrder.meta({
      examples: [{ ...orderExample, status: 'handed_over', settledAt: '2026-11-22T09:30:00.000Z' }],
    }),
  }),
};
