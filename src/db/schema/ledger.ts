// Accounts, transfers, entries, lots and holds; gifts, adjustments and merges. Points are written
// only by the SQL functions of the ledger.
// Describes the tables of /migrations for typed queries; constraints and indexes are told there, once.
import { sql } from 'drizzle-orm';
import { boolean, date, jsonb, pgTable, primaryKey, smallint, text } from 'drizzle-orm/pg-core';
import type {
  AdjustmentId,
  GiftId,
  HoldId,
  LotId,
  MemberId,
  MergeId,
  ReceiptId,
  TransferId,
} from '#src/lib/id.ts';
import { moment, whole } from './columns.ts';

export const account = pgTable(
  'account',
  {
    memberId: text('member_id').$type<MemberId>().notNull(),
    currency: text('currency').default('points').notNull(),
    balance: whole('balance').default(sql`0`).notNull(),
    version: whole('version').default(sql`0`).notNull(),
    owed: whole('owed').default(sql`0`).notNull(),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.currency] })],
);

export const transfer = pgTable(
  'transfer',
  {
    memberId: text('member_id').$type<MemberId>().notNull(),
    transferId: text('transfer_id').$type<TransferId>().notNull(),
    currency: text('currency').default('points').notNull(),
    kind: text('kind')
      .$type<
        | 'earn'
        | 'burn'
        | 'welcome'
        | 'expire'
        | 'adjust'
        | 'move'
        | 'reverse'
        | 'gift'
        | 'stamp'
        | 'reward'
        | 'friend'
        | 'quest'
        | 'challenge'
      >()
      .notNull(),
    amount: whole('amount').notNull(),
    idempotencyKey: text('idempotency_key').notNull(),
    inputHash: text('input_hash').notNull(),
    receiptId: text('receipt_id').$type<ReceiptId>(),
    reverses: text('reverses').$type<TransferId>(),
    reason: jsonb('reason').default({}).notNull(),
    occurredAt: moment('occurred_at').notNull(),
    recordedAt: moment('recorded_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.transferId] })],
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
    amount: whole('amount').notNull(),
    balanceAfter: whole('balance_after'),
    version: whole('version'),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.transferId, table.account] })],
);

export const lot = pgTable(
  'lot',
  {
    memberId: text('member_id').$type<MemberId>().notNull(),
    lotId: text('lot_id').$type<LotId>().notNull(),
    currency: text('currency').default('points').notNull(),
    amount: whole('amount').notNull(),
    remaining: whole('remaining').notNull(),
    activeAt: moment('active_at').notNull(),
    expiresAt: moment('expires_at'),
    held: whole('held').default(sql`0`).notNull(),
    pending: boolean('pending').default(false).notNull(),
    waitsFor: text('waits_for'),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.lotId] })],
);

export const lotUse = pgTable(
  'lot_use',
  {
    memberId: text('member_id').$type<MemberId>().notNull(),
    /** The transfer that drew; or a hold, at whose end a debt was paid. */
    transferId: text('transfer_id').$type<TransferId | HoldId>().notNull(),
    lotId: text('lot_id').$type<LotId>().notNull(),
    amount: whole('amount').notNull(),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.transferId, table.lotId] })],
);

export const hold = pgTable(
  'hold',
  {
    memberId: text('member_id').$type<MemberId>().notNull(),
    holdId: text('hold_id').$type<HoldId>().notNull(),
    currency: text('currency').default('points').notNull(),
    holdKey: text('hold_key').notNull(),
    inputHash: text('input_hash').notNull(),
    amount: whole('amount').notNull(),
    status: text('status').$type<'open' | 'captured' | 'voided' | 'expired'>().default('open').notNull(),
    captured: whole('captured').default(sql`0`).notNull(),
    transferId: text('transfer_id').$type<TransferId>(),
    askedBy: text('asked_by').notNull(),
    openedAt: moment('opened_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    settledAt: moment('settled_at'),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.holdId] })],
);

export const holdLot = pgTable(
  'hold_lot',
  {
    memberId: text('member_id').$type<MemberId>().notNull(),
    holdId: text('hold_id').$type<HoldId>().notNull(),
    lotId: text('lot_id').$type<LotId>().notNull(),
    amount: whole('amount').notNull(),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.holdId, table.lotId] })],
);

export const gift = pgTable(
  'gift',
  {
    memberId: text('member_id').$type<MemberId>().notNull(),
    giftId: text('gift_id').$type<GiftId>().notNull(),
    currency: text('currency').default('points').notNull(),
    amount: whole('amount').notNull(),
    code: text('code').notNull(),
    toMemberId: text('to_member_id').$type<MemberId>(),
    note: text('note').default('').notNull(),
    status: text('status')
      .$type<'waiting' | 'accepted' | 'returned' | 'cancelled' | 'reversed'>()
      .default('waiting')
      .notNull(),
    givenAt: moment('given_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    settledAt: moment('settled_at'),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.giftId] })],
);

export const adjustment = pgTable(
  'adjustment',
  {
    memberId: text('member_id').$type<MemberId>().notNull(),
    adjustmentId: text('adjustment_id').$type<AdjustmentId>().notNull(),
    currency: text('currency').default('points').notNull(),
    amount: whole('amount').notNull(),
    reason: text('reason')
      .$type<'apology' | 'correction' | 'lost_receipt' | 'contest' | 'fraud' | 'other'>()
      .notNull(),
    note: text('note').default('').notNull(),
    status: text('status')
      .$type<'waiting' | 'posted' | 'refused' | 'reversed'>()
      .default('waiting')
      .notNull(),
    askedBy: text('asked_by').notNull(),
    askedAt: moment('asked_at').notNull(),
    decidedBy: text('decided_by'),
    decidedAt: moment('decided_at'),
    transferId: text('transfer_id').$type<TransferId>(),
    reversedBy: text('reversed_by'),
    reversedAt: moment('reversed_at'),
    requestKey: text('request_key'),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.adjustmentId] })],
);

export const merge = pgTable('merge', {
  mergeId: text('merge_id').$type<MergeId>().primaryKey(),
  fromMemberId: text('from_member_id').$type<MemberId>().notNull(),
  toMemberId: text('to_member_id').$type<MemberId>().notNull(),
  status: text('status').$type<'merged' | 'undone'>().default('merged').notNull(),
  moved: jsonb('moved').notNull(),
  mergedBy: text('merged_by').notNull(),
  mergedAt: moment('merged_at').notNull(),
  undoneBy: text('undone_by'),
  undoneAt: moment('undone_at'),
});

export const expiryWarning = pgTable(
  'expiry_warning',
  {
    memberId: text('member_id').$type<MemberId>().notNull(),
    currency: text('currency').notNull(),
    expiresOn: date('expires_on', { mode: 'string' }).notNull(),
    daysBefore: smallint('days_before').notNull(),
    amount: whole('amount').notNull(),
    warnedAt: moment('warned_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.currency, table.expiresOn, table.daysBefore] })],
);
