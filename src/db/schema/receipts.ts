// Receipts, their lines, keys and returns, and those that wait: for the member's word, a sale, a claim or their end.
// Describes the tables of /migrations for typed queries; constraints and indexes are told there, once.
import { sql } from 'drizzle-orm';
import { bigint, boolean, jsonb, pgTable, primaryKey, smallint, text, timestamp } from 'drizzle-orm/pg-core';
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

export const receipt = pgTable(
  'receipt',
  {
    memberId: text('member_id').$type<MemberId>().notNull(),
    receiptId: text('receipt_id').$type<ReceiptId>().notNull(),
    storeId: text('store_id').$type<StoreId>().notNull(),
    tillId: text('till_id').$type<TillId>(),
    externalId: text('external_id').notNull(),
    number: text('number').notNull(),
    amountMinor: bigint('amount_minor', { mode: 'bigint' }).notNull(),
    moneyCurrency: text('money_currency').default('UAH').notNull(),
    earned: bigint('earned', { mode: 'bigint' }).notNull(),
    burnt: bigint('burnt', { mode: 'bigint' }).notNull(),
    balanceAfter: bigint('balance_after', { mode: 'bigint' }).notNull(),
    acceptedBy: text('accepted_by').notNull(),
    occurredAt: timestamp('occurred_at', { withTimezone: true, mode: 'date' }).notNull(),
    recordedAt: timestamp('recorded_at', { withTimezone: true, mode: 'date' }).notNull(),
    state: text('state')
      .$type<'closed' | 'partly_returned' | 'returned' | 'cancelled'>()
      .default('closed')
      .notNull(),
    discountMinor: bigint('discount_minor', { mode: 'bigint' }).default(sql`0`).notNull(),
    returnedMinor: bigint('returned_minor', { mode: 'bigint' }).default(sql`0`).notNull(),
    told: jsonb('told').default({}).notNull(),
    rating: smallint('rating'),
    ratedAt: timestamp('rated_at', { withTimezone: true, mode: 'date' }),
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
    quantityMilli: bigint('quantity_milli', { mode: 'bigint' }).notNull(),
    priceMinor: bigint('price_minor', { mode: 'bigint' }).notNull(),
    discountMinor: bigint('discount_minor', { mode: 'bigint' }).default(sql`0`).notNull(),
    amountMinor: bigint('amount_minor', { mode: 'bigint' }).notNull(),
    brand: text('brand').default('').notNull(),
    excluded: boolean('excluded').default(false).notNull(),
    ourDiscountMinor: bigint('our_discount_minor', { mode: 'bigint' }).default(sql`0`).notNull(),
    returnedMilli: bigint('returned_milli', { mode: 'bigint' }).default(sql`0`).notNull(),
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
    amountMinor: bigint('amount_minor', { mode: 'bigint' }).notNull(),
    takenBack: bigint('taken_back', { mode: 'bigint' }).notNull(),
    givenBack: bigint('given_back', { mode: 'bigint' }).notNull(),
    owed: bigint('owed', { mode: 'bigint' }).notNull(),
    cancels: boolean('cancels').default(false).notNull(),
    acceptedBy: text('accepted_by').notNull(),
    occurredAt: timestamp('occurred_at', { withTimezone: true, mode: 'date' }).notNull(),
    recordedAt: timestamp('recorded_at', { withTimezone: true, mode: 'date' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.returnId] })],
);

export const receiptReturnLine = pgTable(
  'receipt_return_line',
  {
    memberId: text('member_id').$type<MemberId>().notNull(),
    returnId: text('return_id').$type<ReturnId>().notNull(),
    lineNo: smallint('line_no').notNull(),
    quantityMilli: bigint('quantity_milli', { mode: 'bigint' }).notNull(),
    amountMinor: bigint('amount_minor', { mode: 'bigint' }).notNull(),
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
    recordedAt: timestamp('recorded_at', { withTimezone: true, mode: 'date' }).notNull(),
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
    openedAt: timestamp('opened_at', { withTimezone: true, mode: 'date' }).notNull(),
    changedAt: timestamp('changed_at', { withTimezone: true, mode: 'date' }).notNull(),
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
    occurredAt: timestamp('occurred_at', { withTimezone: true, mode: 'date' }).notNull(),
    recordedAt: timestamp('recorded_at', { withTimezone: true, mode: 'date' }).notNull(),
    claimUntil: timestamp('claim_until', { withTimezone: true, mode: 'date' }).notNull(),
    claimedBy: text('claimed_by').$type<MemberId>(),
    claimedAt: timestamp('claimed_at', { withTimezone: true, mode: 'date' }),
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
    points: bigint('points', { mode: 'bigint' }).notNull(),
    storeId: text('store_id').$type<StoreId>().notNull(),
    tillId: text('till_id').$type<TillId>(),
    staffId: text('staff_id').$type<StaffId>().notNull(),
    receipt: jsonb('receipt').notNull(),
    refusal: jsonb('refusal'),
    receiptId: text('receipt_id').$type<ReceiptId>(),
    askedAt: timestamp('asked_at', { withTimezone: true, mode: 'date' }).notNull(),
    expiresAt: timestamp('expires_at', { withTimezone: true, mode: 'date' }).notNull(),
    settledAt: timestamp('settled_at', { withTimezone: true, mode: 'date' }),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.burnRequestId] })],
);
