// Cards in the wallets of phones.
// Describes the tables of /migrations for typed queries; constraints and indexes are told there, once.
import { boolean, pgTable, primaryKey, smallint, text, timestamp } from 'drizzle-orm/pg-core';
import type { MemberId } from '#src/lib/id.ts';

export const walletPass = pgTable(
  'wallet_pass',
  {
    memberId: text('member_id').$type<MemberId>().notNull(),
    cardNumber: text('card_number').notNull(),
    madeAt: timestamp('made_at', { withTimezone: true, mode: 'date' }).notNull(),
    changedAt: timestamp('changed_at', { withTimezone: true, mode: 'date' }).notNull(),
    staleSince: timestamp('stale_since', { withTimezone: true, mode: 'date' }),
    leasedUntil: timestamp('leased_until', { withTimezone: true, mode: 'date' }),
    attempts: smallint('attempts').default(0).notNull(),
    inGoogle: boolean('in_google').default(false).notNull(),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.cardNumber] })],
);

export const passDevice = pgTable(
  'pass_device',
  {
    memberId: text('member_id').$type<MemberId>().notNull(),
    cardNumber: text('card_number').notNull(),
    deviceId: text('device_id').notNull(),
    pushToken: text('push_token').notNull(),
    registeredAt: timestamp('registered_at', { withTimezone: true, mode: 'date' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.cardNumber, table.deviceId] })],
);
