// Receipts, their lines and keys, and burns that wait for the member.
// Describes the tables of /migrations for typed queries; constraints and indexes are told there, once.
import { sql } from 'drizzle-orm';
import { bigint, jsonb, pgTable, primaryKey, smallint, text, timestamp } from 'drizzle-orm/pg-core';
import type { BurnRequestId, MemberId, ReceiptId, StaffId, StoreId, TillId } from '#src/lib/id.ts';

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
  },
  (table) => [primaryKey({ columns: [table.memberId, table.receiptId, table.lineNo] })],
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
  },
  (table) => [primaryKey({ columns: [table.memberId, table.receiptId] })],
);
