// Accounts, transfers, entries and lots. Written only by the SQL functions of the ledger.
// Describes the tables of /migrations for typed queries; constraints and indexes are told there, once.
import { sql } from 'drizzle-orm';
import { bigint, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import type { LotId, MemberId, ReceiptId, TransferId } from '#src/lib/id.ts';

export const lotUse = pgTable(
  'lot_use',
  {
    memberId: text('member_id').$type<MemberId>().notNull(),
    transferId: text('transfer_id').$type<TransferId>().notNull(),
    lotId: text('lot_id').$type<LotId>().notNull(),
    amount: bigint('amount', { mode: 'bigint' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.transferId, table.lotId] })],
);

export const account = pgTable(
  'account',
  {
    memberId: text('member_id').$type<MemberId>().notNull(),
    currency: text('currency').default('points').notNull(),
    balance: bigint('balance', { mode: 'bigint' }).default(sql`0`).notNull(),
    floor: bigint('floor', { mode: 'bigint' }).default(sql`0`).notNull(),
    version: bigint('version', { mode: 'bigint' }).default(sql`0`).notNull(),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.currency] })],
);

export const lot = pgTable(
  'lot',
  {
    memberId: text('member_id').$type<MemberId>().notNull(),
    lotId: text('lot_id').$type<LotId>().notNull(),
    currency: text('currency').default('points').notNull(),
    amount: bigint('amount', { mode: 'bigint' }).notNull(),
    remaining: bigint('remaining', { mode: 'bigint' }).notNull(),
    activeAt: timestamp('active_at', { withTimezone: true, mode: 'date' }).notNull(),
    expiresAt: timestamp('expires_at', { withTimezone: true, mode: 'date' }),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.lotId] })],
);

export const entry = pgTable(
  'entry',
  {
    memberId: text('member_id').$type<MemberId>().notNull(),
    transferId: text('transfer_id').$type<TransferId>().notNull(),
    account: text('account')
      .$type<'member' | 'issued' | 'burnt' | 'expired' | 'adjusted' | 'moved'>()
      .notNull(),
    currency: text('currency').default('points').notNull(),
    amount: bigint('amount', { mode: 'bigint' }).notNull(),
    balanceAfter: bigint('balance_after', { mode: 'bigint' }),
    version: bigint('version', { mode: 'bigint' }),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.transferId, table.account] })],
);

export const transfer = pgTable(
  'transfer',
  {
    memberId: text('member_id').$type<MemberId>().notNull(),
    transferId: text('transfer_id').$type<TransferId>().notNull(),
    currency: text('currency').default('points').notNull(),
    kind: text('kind')
      .$type<'earn' | 'burn' | 'welcome' | 'expire' | 'adjust' | 'move' | 'reverse'>()
      .notNull(),
    amount: bigint('amount', { mode: 'bigint' }).notNull(),
    idempotencyKey: text('idempotency_key').notNull(),
    inputHash: text('input_hash').notNull(),
    receiptId: text('receipt_id').$type<ReceiptId>(),
    reverses: text('reverses').$type<TransferId>(),
    reason: jsonb('reason').default({}).notNull(),
    occurredAt: timestamp('occurred_at', { withTimezone: true, mode: 'date' }).notNull(),
    recordedAt: timestamp('recorded_at', { withTimezone: true, mode: 'date' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.transferId] })],
);
