// Receipts, their lines, keys and returns, and those that wait: for the member's word, a sale, a claim or their end.
// Describes the tables of /migrations for typed queries; constraints and indexes are told there, once.
import { sql } from 'drizzle-orm';
import { boolean, jsonb, pgTable, primaryKey, smallint, text } from 'drizzle-orm/pg-core';
import type {
  BurnRequestId,
  HoldId,
  MemberId,
  ReceiptId,
  ReturnId,
  StaffId,
  StoreId,
  TillId,
} from '#src/lib/id.ts';
import { moment, whole } from './columns.ts';

/** What a receipt moved of each currency but points, and the account after it. */
export type Moved = Record<string, { amount: number; balance: number }>;

export const receipt = pgTable(
  'receipt',
  {
    memberId: text('member_id').$type<MemberId>().notNull(),
    receiptId: text('receipt_id').$type<ReceiptId>().notNull(),
    storeId: text('store_id').$type<StoreId>().notNull(),
    tillId: text('till_id').$type<TillId>(),
    externalId: text('external_id').notNull(),
    number: text('number').notNull(),
    amountMinor: whole('amount_minor').notNull(),
    moneyCurrency: text('money_currency').default('UAH').notNull(),
    earned: whole('earned').notNull(),
    burnt: whole('burnt').notNull(),
    balanceAfter: whole('balance_after').notNull(),
    acceptedBy: text('accepted_by').notNull(),
    occurredAt: moment('occurred_at').notNull(),
    recordedAt: moment('recorded_at').notNull(),
    state: text('state')
      .$type<'closed' | 'partly_returned' | 'returned' | 'cancelled'>()
      .default('closed')
      .notNull(),
    discountMinor: whole('discount_minor').default(sql`0`).notNull(),
    returnedMinor: whole('returned_minor').default(sql`0`).notNull(),
    told: jsonb('told').default({}).notNull(),
    moved: jsonb('moved').$type<Moved>(),
    rating: smallint('rating'),
    ratedAt: moment('rated_at'),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.receiptId] })],
);

export const receiptLine = pgTable(
  'receipt_line',
  {
    memberId: text('member_id').$type<MemberId>().notNull(),
    receiptId: text('receipt_id').$type<ReceiptId>().notNull(),
    lineNo: smallint('line_no').notNull(),
    sku: text('sku').notNull(),
    name: text('name').notNull(),
    category: text('category').notNull(),
    quantityMilli: whole('quantity_milli').notNull(),
    priceMinor: whole('price_minor').notNull(),
    discountMinor: whole('discount_minor').default(sql`0`).notNull(),
    amountMinor: whole('amount_minor').notNull(),
    brand: text('brand').default('').notNull(),
    excluded: boolean('excluded').default(false).notNull(),
    ourDiscountMinor: whole('our_discount_minor').default(sql`0`).notNull(),
    returnedMilli: whole('returned_milli').default(sql`0`).notNull(),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.receiptId, table.lineNo] })],
);

export const receiptKey = pgTable(
  'receipt_key',
  {
    storeId: text('store_id').$type<StoreId>().notNull(),
    externalId: text('external_id').notNull(),
    memberId: text('member_id').$type<MemberId>().notNull(),
    receiptId: text('receipt_id').$type<ReceiptId>().notNull(),
    inputHash: text('input_hash').notNull(),
  },
  (table) => [primaryKey({ columns: [table.storeId, table.externalId] })],
);

export const receiptReturn = pgTable(
  'receipt_return',
  {
    memberId: text('member_id').$type<MemberId>().notNull(),
    returnId: text('return_id').$type<ReturnId>().notNull(),
    receiptId: text('receipt_id').$type<ReceiptId>().notNull(),
    storeId: text('store_id').$type<StoreId>().notNull(),
    externalId: text('external_id').notNull(),
    inputHash: text('input_hash').notNull(),
    amountMinor: whole('amount_minor').notNull(),
    takenBack: whole('taken_back').notNull(),
    givenBack: whole('given_back').notNull(),
    owed: whole('owed').notNull(),
    cancels: boolean('cancels').default(false).notNull(),
    acceptedBy: text('accepted_by').notNull(),
    occurredAt: moment('occurred_at').notNull(),
    recordedAt: moment('recorded_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.returnId] })],
);

export const receiptReturnLine = pgTable(
  'receipt_return_line',
  {
    memberId: text('member_id').$type<MemberId>().notNull(),
    returnId: text('return_id').$type<ReturnId>().notNull(),
    lineNo: smallint('line_no').notNull(),
    quantityMilli: whole('quantity_milli').notNull(),
    amountMinor: whole('amount_minor').notNull(),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.returnId, table.lineNo] })],
);

export const waitingReturn = pgTable(
  'waiting_return',
  {
    storeId: text('store_id').$type<StoreId>().notNull(),
    externalId: text('external_id').notNull(),
    receiptExternalId: text('receipt_external_id').notNull(),
    input: jsonb('input').notNull(),
    recordedAt: moment('recorded_at').notNull(),
    refused: text('refused'),
  },
  (table) => [primaryKey({ columns: [table.storeId, table.externalId] })],
);

export const openReceipt = pgTable(
  'open_receipt',
  {
    storeId: text('store_id').$type<StoreId>().notNull(),
    externalId: text('external_id').notNull(),
    memberId: text('member_id').$type<MemberId>(),
    state: text('state').$type<'open' | 'cancelled'>().default('open').notNull(),
    input: jsonb('input').notNull(),
    holdId: text('hold_id').$type<HoldId>(),
    openedAt: moment('opened_at').notNull(),
    changedAt: moment('changed_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.storeId, table.externalId] })],
);

export const anonymousReceipt = pgTable(
  'anonymous_receipt',
  {
    storeId: text('store_id').$type<StoreId>().notNull(),
    externalId: text('external_id').notNull(),
    claimCode: text('claim_code').notNull(),
    input: jsonb('input').notNull(),
    inputHash: text('input_hash').notNull(),
    occurredAt: moment('occurred_at').notNull(),
    recordedAt: moment('recorded_at').notNull(),
    claimUntil: moment('claim_until').notNull(),
    claimedBy: text('claimed_by').$type<MemberId>(),
    claimedAt: moment('claimed_at'),
  },
  (table) => [primaryKey({ columns: [table.storeId, table.externalId] })],
);

export const burnRequest = pgTable(
  'burn_request',
  {
    memberId: text('member_id').$type<MemberId>().notNull(),
    burnRequestId: text('burn_request_id').$type<BurnRequestId>().notNull(),
    status: text('status')
      .$type<'waiting' | 'accepted' | 'refused' | 'failed' | 'expired'>()
      .default('waiting')
      .notNull(),
    points: whole('points').notNull(),
    storeId: text('store_id').$type<StoreId>().notNull(),
    tillId: text('till_id').$type<TillId>(),
    staffId: text('staff_id').$type<StaffId>().notNull(),
    receipt: jsonb('receipt').notNull(),
    refusal: jsonb('refusal'),
    receiptId: text('receipt_id').$type<ReceiptId>(),
    askedAt: moment('asked_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    settledAt: moment('settled_at'),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.burnRequestId] })],
);
