// Cards in the wallets of phones.
// Describes the tables of /migrations for typed queries; constraints and indexes are told there, once.
import { boolean, pgTable, primaryKey, smallint, text } from 'drizzle-orm/pg-core';
import type { MemberId } from '#src/lib/id.ts';
import { moment } from './columns.ts';

export const walletPass = pgTable(
  'wallet_pass',
  {
    memberId: text('member_id').$type<MemberId>().notNull(),
    cardNumber: text('card_number').notNull(),
    madeAt: moment('made_at').notNull(),
    changedAt: moment('changed_at').notNull(),
    staleSince: moment('stale_since'),
    leasedUntil: moment('leased_until'),
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
    registeredAt: moment('registered_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.cardNumber, table.deviceId] })],
);
