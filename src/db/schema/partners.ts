// Partners, their terms and prices, what was given on a day, and who asked for which transfer.
// Describes the tables of /migrations for typed queries; constraints and indexes are told there, once.
import { sql } from 'drizzle-orm';
import { boolean, date, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { ApiKeyId, MemberId, PartnerId, TransferId } from '#src/lib/id.ts';
import { moment, whole } from './columns.ts';

export const partner = pgTable('partner', {
  partnerId: text('partner_id').$type<PartnerId>().primaryKey(),
  name: text('name').notNull(),
  contact: text('contact').default('').notNull(),
  status: text('status').$type<'active' | 'suspended'>().default('active').notNull(),
  createdAt: moment('created_at').notNull(),
  suspendedAt: moment('suspended_at'),
});

export const partnerCurrency = pgTable(
  'partner_currency',
  {
    partnerId: text('partner_id').$type<PartnerId>().notNull(),
    currency: text('currency').notNull(),
    isOwner: boolean('is_owner').notNull(),
    mayIssue: boolean('may_issue').notNull(),
    mayRedeem: boolean('may_redeem').notNull(),
    dayCap: whole('day_cap').notNull(),
  },
  (table) => [primaryKey({ columns: [table.partnerId, table.currency] })],
);

export const partnerPrice = pgTable(
  'partner_price',
  {
    partnerId: text('partner_id').$type<PartnerId>().notNull(),
    currency: text('currency').notNull(),
    fromAt: moment('from_at').notNull(),
    issueMinor: whole('issue_minor').notNull(),
    redeemMinor: whole('redeem_minor').notNull(),
  },
  (table) => [primaryKey({ columns: [table.partnerId, table.currency, table.fromAt] })],
);

export const issuingDay = pgTable(
  'issuing_day',
  {
    holder: text('holder').$type<PartnerId | ApiKeyId>().notNull(),
    currency: text('currency').notNull(),
    day: date('day', { mode: 'string' }).notNull(),
    issued: whole('issued').default(sql`0`).notNull(),
    cap: whole('cap'),
    alertedAt: moment('alerted_at'),
  },
  (table) => [primaryKey({ columns: [table.holder, table.currency, table.day] })],
);

export const transferOrigin = pgTable(
  'transfer_origin',
  {
    askedBy: text('asked_by').$type<PartnerId | ApiKeyId>().notNull(),
    askKey: text('ask_key').notNull(),
    inputHash: text('input_hash').notNull(),
    memberId: text('member_id').$type<MemberId>().notNull(),
    transferId: text('transfer_id').$type<TransferId>().notNull(),
    currency: text('currency').notNull(),
    kind: text('kind').$type<'issue' | 'redeem' | 'issueReturn' | 'redeemReturn'>().notNull(),
    partnerId: text('partner_id').$type<PartnerId>(),
    keyId: text('key_id').$type<ApiKeyId>().notNull(),
    reference: text('reference').default('').notNull(),
    returns: text('returns'),
    day: date('day', { mode: 'string' }).notNull(),
    recordedAt: moment('recorded_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.askedBy, table.askKey] })],
);
