// The shop: its programme, tiers, stores, tills and products.
// Describes the tables of /migrations for typed queries; constraints and indexes are told there, once.
import { sql } from 'drizzle-orm';
import { bigint, integer, pgTable, primaryKey, smallint, text, timestamp } from 'drizzle-orm/pg-core';
import type { StoreId, TillId } from '#src/lib/id.ts';

export const programme = pgTable('programme', {
  programmeId: smallint('programme_id').default(1).primaryKey(),
  shopName: text('shop_name').notNull(),
  brandColour: text('brand_colour').notNull(),
  accentColour: text('accent_colour').notNull(),
  moneyCurrency: text('money_currency').default('UAH').notNull(),
  defaultLanguage: text('default_language').$type<'uk' | 'ru' | 'en'>().default('uk').notNull(),
  timeZone: text('time_zone').default('Europe/Kyiv').notNull(),
  pointValueMinor: bigint('point_value_minor', { mode: 'bigint' }).default(sql`100`).notNull(),
  maxBurnBp: integer('max_burn_bp').default(5000).notNull(),
  welcomePoints: bigint('welcome_points', { mode: 'bigint' }).default(sql`0`).notNull(),
  pendingHours: integer('pending_hours').default(0).notNull(),
  pointsLifeMonths: integer('points_life_months').default(12),
  burnWaitHours: integer('burn_wait_hours').default(72).notNull(),
  termsVersion: text('terms_version').default('1').notNull(),
  termsUrl: text('terms_url').default('').notNull(),
  supportPhone: text('support_phone').default('').notNull(),
});

export const store = pgTable('store', {
  storeId: text('store_id').$type<StoreId>().primaryKey(),
  name: text('name').notNull(),
  city: text('city').notNull(),
  address: text('address').notNull(),
  timeZone: text('time_zone').default('Europe/Kyiv').notNull(),
  closedAt: timestamp('closed_at', { withTimezone: true, mode: 'date' }),
});

export const product = pgTable('product', {
  sku: text('sku').primaryKey(),
  name: text('name').notNull(),
  category: text('category').notNull(),
  priceMinor: bigint('price_minor', { mode: 'bigint' }).notNull(),
});

export const tier = pgTable('tier', {
  tierKey: text('tier_key').primaryKey(),
  position: smallint('position').notNull(),
  fromTurnoverMinor: bigint('from_turnover_minor', { mode: 'bigint' }).notNull(),
  earnBp: integer('earn_bp').notNull(),
});

export const till = pgTable(
  'till',
  {
    storeId: text('store_id').$type<StoreId>().notNull(),
    tillId: text('till_id').$type<TillId>().notNull(),
    name: text('name').notNull(),
  },
  (table) => [primaryKey({ columns: [table.storeId, table.tillId] })],
);
