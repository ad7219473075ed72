// The catalogue of rewards and what was ordered from it.
// Describes the tables of /migrations for typed queries; constraints and indexes are told there, once.
import { sql } from 'drizzle-orm';
import { boolean, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { MemberId, OrderId, RewardId, RuleId, StoreId } from '#src/lib/id.ts';
import { moment, whole } from './columns.ts';

export const reward = pgTable('reward', {
  rewardId: text('reward_id').$type<RewardId>().primaryKey(),
  names: jsonb('names').notNull(),
  descriptions: jsonb('descriptions').default({}).notNull(),
  pictureId: text('picture_id'),
  currency: text('currency').default('points').notNull(),
  price: whole('price').notNull(),
  stock: integer('stock'),
  memberLimit: integer('member_limit'),
  tierKeys: text('tier_keys').array().default(sql`'{}'`).notNull(),
  ordersFrom: moment('orders_from'),
  ordersUntil: moment('orders_until'),
  storeIds: text('store_ids').array().$type<StoreId[]>().default(sql`'{}'`).notNull(),
  preparation: text('preparation').$type<'at_once' | 'ahead'>().default('at_once').notNull(),
  pickUpDays: integer('pick_up_days').default(14).notNull(),
  status: text('status').$type<'draft' | 'on' | 'off'>().default('draft').notNull(),
  version: integer('version').default(1).notNull(),
  ruleId: text('rule_id').$type<RuleId>(),
  createdBy: text('created_by').notNull(),
  createdAt: moment('created_at').notNull(),
  changedAt: moment('changed_at').notNull(),
});

export const rewardRequest = pgTable(
  'reward_request',
  {
    askedBy: text('asked_by').notNull(),
    requestKey: text('request_key').notNull(),
    rewardId: text('reward_id').$type<RewardId>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.askedBy, table.requestKey] })],
);

export const rewardOrder = pgTable(
  'reward_order',
  {
    memberId: text('member_id').$type<MemberId>().notNull(),
    orderId: text('order_id').$type<OrderId>().notNull(),
    rewardId: text('reward_id').$type<RewardId>().notNull(),
    currency: text('currency').notNull(),
    price: whole('price').notNull(),
    storeId: text('store_id').$type<StoreId>(),
    code: text('code').notNull(),
    orderKey: text('order_key').notNull(),
    status: text('status')
      .$type<'ordered' | 'ready' | 'handed_over' | 'undone' | 'cancelled' | 'expired'>()
      .default('ordered')
      .notNull(),
    orderedAt: moment('ordered_at').notNull(),
    undoUntil: moment('undo_until').notNull(),
    undoOpen: boolean('undo_open').default(true).notNull(),
    readyAt: moment('ready_at'),
    pickUpUntil: moment('pick_up_until'),
    warnedAt: moment('warned_at'),
    settledAt: moment('settled_at'),
    settledBy: text('settled_by'),
    settledStoreId: text('settled_store_id').$type<StoreId>(),
    reason: text('reason').$type<'sold_out' | 'damaged' | 'asked' | 'mistake' | 'other'>(),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.orderId] })],
);
