// Cards and the numbers that lead to them.
// Describes the tables of /migrations for typed queries; constraints and indexes are told there, once.
import { pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { CardId, MemberId } from '#src/lib/id.ts';
import { moment } from './columns.ts';

export const cardNumber = pgTable('card_number', {
  cardNumber: text('card_number').primaryKey(),
  memberId: text('member_id').$type<MemberId>().notNull(),
  cardId: text('card_id').$type<CardId>().notNull(),
});

export const usedCardCode = pgTable(
  'used_card_code',
  {
    memberId: text('member_id').$type<MemberId>().notNull(),
    nonce: text('nonce').notNull(),
    usedAt: moment('used_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.nonce] })],
);

export const usedCardLink = pgTable(
  'used_card_link',
  {
    memberId: text('member_id').$type<MemberId>().notNull(),
    nonce: text('nonce').notNull(),
    expiresAt: moment('expires_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.nonce] })],
);

export const cardPicture = pgTable(
  'card_picture',
  {
    cardNumber: text('card_number').notNull(),
    look: text('look').notNull(),
    bot: text('bot').notNull(),
    fileId: text('file_id').notNull(),
    storedAt: moment('stored_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.cardNumber, table.look, table.bot] })],
);

export const card = pgTable(
  'card',
  {
    memberId: text('member_id').$type<MemberId>().notNull(),
    cardId: text('card_id').$type<CardId>().notNull(),
    cardNumber: text('card_number').notNull(),
    kind: text('kind').$type<'virtual' | 'plastic'>().notNull(),
    status: text('status').$type<'active' | 'blocked'>().default('active').notNull(),
    issuedAt: moment('issued_at').notNull(),
    blockedAt: moment('blocked_at'),
    blockedReason: text('blocked_reason'),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.cardId] })],
);
