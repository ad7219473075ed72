// What members get for points: the catalogue, for marketers and admins, and orders, for them and for tills.
import { z } from 'zod';
import { pictureId } from './pictures.ts';
import { route } from './route.ts';
import { idOf, instant, language, memberId, points, storeId } from './words.ts';

export const rewardId = idOf('rwd', 'The reward.');
export const orderId = idOf('ord', 'The order of a reward.');

/** One text in each language; one language is enough, the others then read it. */
const texts = (most: number) =>
  z.strictObject({
    uk: z.string().trim().max(most).default(''),
    ru: z.string().trim().max(most).default(''),
    en: z.string().trim().max(most).default(''),
  });
export const NAME_MOST = 60;
export const DESCRIPTION_MOST = 600;

export const PREPARATIONS = ['at_once', 'ahead'] as const;
export const ORDER_STATUSES = ['ordered', 'ready', 'handed_over', 'undone', 'cancelled', 'expired'] as const;
export const CANCEL_REASONS = ['sold_out', 'damaged', 'asked', 'mistake', 'other'] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

const terms = {
  names: texts(NAME_MOST),
  descriptions: texts(DESCRIPTION_MOST),
  pictureId: pictureId.nullable(),
  currency: z.string().max(31),
  price: z.int().min(1).max(100_000_000),
  memberLimit: z.int().min(1).max(1_000).nullable(),
  tierKeys: z.array(z.string().max(31)).max(50),
  ordersFrom: instant.nullable(),
  ordersUntil: instant.nullable(),
  storeIds: z.array(storeId).max(500),
  preparation: z.enum(PREPARATIONS),
  pickUpDays: z.int().min(1).max(365),
};
const stock = z.int().min(0).max(1_000_000);
/** Made by the form once: pressing twice does it once. */
const requestKey = z.string().regex(/^[\w-]{8,64}$/);

const counts = z.object({
  /** Open ones: made and not yet fetched. */
  open: z.int(),
  handedOver: z.int(),
  /** Undone, cancelled and not fetched. */
  givenBack: z.int(),
  /** Points that open and fetched orders took, of the reward's currency. */
  points,
});

export const reward = z.object({
  ...terms,
  rewardId,
  /** Null: as many as are asked for. */
  stock: stock.nullable(),
  status: z.enum(['draft', 'on', 'off']),
  version: z.int(),
  changedAt: instant,
  counts,
});
export type Reward = z.output<typeof reward>;

export const order = z.object({
  orderId,
  code: z.string().meta({ examples: ['K7M-4A9'] }),
  status: z.enum(ORDER_STATUSES),
  rewardId,
  /** In the language of the member of staff. */
  rewardName: z.string(),
  pictureId: pictureId.nullable(),
  memberId,
  shownName: z.string().meta({ description: 'First name and initial.' }),
  price: points,
  currency: z.string(),
  /** Where it is to be fetched; empty: in every store. */
  stores: z.array(z.string()),
  orderedAt: instant,
  readyAt: instant.nullable(),
  /** It is good before this moment. */
  pickUpUntil: instant.nullable(),
  settledAt: instant.nullable(),
  settledBy: z.string().nullable(),
  reason: z.enum(CANCEL_REASONS).nullable(),
});
export type Order = z.output<typeof order>;

const rewardParams = z.strictObject({ rewardId });
const orderParams = z.strictObject({ orderId });
const pickUpCode = z.string().trim().min(6).max(40);

export const rewardRoutes = {
  listRewards: route({
    method: 'GET',
    url: '/api/marketing/rewards',
    summary: 'The whole catalogue with what became of it',
    reply: z.object({
      rewards: z.array(reward),
      tiers: z.array(z.string()),
      stores: z.array(z.object({ storeId, name: z.string(), city: z.string() })),
      currencies: z.array(z.object({ currency: z.string(), name: z.string() })),
      fallback: language,
    }),
  }),
  createReward: route({
    method: 'POST',
    url: '/api/marketing/rewards',
    summary: 'A draft, which nobody sees until it is shown',
    body: z.strictObject({ ...terms, stock: stock.nullable(), requestKey }),
    reply: reward,
    statuses: [201],
  }),
  changeReward: route({
    method: 'PUT',
    url: '/api/marketing/rewards/:rewardId',
    summary: 'Change its terms; refused when somebody else did meanwhile',
    params: rewardParams,
    body: z.strictObject({ ...terms, version: z.int().min(1) }),
    reply: reward,
  }),
  restockReward: route({
    method: 'POST',
    url: '/api/marketing/rewards/:rewardId/stock',
    summary: 'Add to what can be ordered or take from it; null: as many as are asked for',
    params: rewardParams,
    body: z.strictObject({ by: z.int().min(-1_000_000).max(1_000_000).nullable(), requestKey }),
    reply: reward,
  }),
  showReward: route({
    method: 'POST',
    url: '/api/marketing/rewards/:rewardId/show',
    summary: 'Show it to members',
    params: rewardParams,
    reply: reward,
  }),
  hideReward: route({
    method: 'POST',
    url: '/api/marketing/rewards/:rewardId/hide',
    summary: 'Take it out of members’ sight; what was ordered stays ordered',
    params: rewardParams,
    reply: reward,
  }),
  findOrders: route({
    method: 'GET',
    url: '/api/marketing/reward-orders',
    summary: 'Orders, newest first; 50 at a time',
    query: z.strictObject({
      status: z.enum(['open', ...ORDER_STATUSES]).optional(),
      rewardId: rewardId.optional(),
      storeId: storeId.optional(),
      code: z.string().trim().max(40).optional(),
      before: instant.optional(),
    }),
    reply: z.object({ orders: z.array(order), more: z.boolean() }),
  }),
  readyOrder: route({
    method: 'POST',
    url: '/api/marketing/reward-orders/:orderId/ready',
    summary: 'It can be fetched; the member is told',
    params: orderParams,
    reply: order,
  }),
  handOverOrder: route({
    method: 'POST',
    url: '/api/marketing/reward-orders/:orderId/hand-over',
    summary: 'The member has it',
    params: orderParams,
    reply: order,
  }),
  cancelOrder: route({
    method: 'POST',
    url: '/api/marketing/reward-orders/:orderId/cancel',
    summary: 'Call it off; points go back and the member is told why',
    params: orderParams,
    body: z.strictObject({ reason: z.enum(CANCEL_REASONS) }),
    reply: order,
  }),
};

export const tillRewardRoutes = {
  findOrder: route({
    method: 'POST',
    url: '/api/till/rewards/find',
    summary: 'The order behind a pick-up code, typed or scanned',
    body: z.strictObject({ code: pickUpCode, storeId }),
    reply: order,
  }),
  listOrders: route({
    method: 'GET',
    url: '/api/till/rewards',
    summary: 'Open orders that are fetched in this store',
    query: z.strictObject({ storeId }),
    reply: z.object({ orders: z.array(order) }),
  }),
  readyOrder: route({
    method: 'POST',
    url: '/api/till/rewards/:orderId/ready',
    summary: 'It can be fetched; the member is told',
    params: orderParams,
    body: z.strictObject({ storeId }),
    reply: order,
  }),
  handOverOrder: route({
    method: 'POST',
    url: '/api/till/rewards/:orderId/hand-over',
    summary: 'The member has it; the code again proves that they are there',
    params: orderParams,
    body: z.strictObject({ storeId, code: pickUpCode }),
    reply: order,
  }),
};
