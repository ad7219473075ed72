// The shop: its programme, currencies, tiers, stores, tills, products and their categories.
// Describes the tables of /migrations for typed queries; constraints and indexes are told there, once.
import { sql } from 'drizzle-orm';
import {
  boolean,
  doublePrecision,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
} from 'drizzle-orm/pg-core';
import type { MemberId, StoreId, TillId } from '#src/lib/id.ts';
import { moment, whole } from './columns.ts';

export const programme = pgTable('programme', {
  programmeId: smallint('programme_id').default(1).primaryKey(),
  shopName: text('shop_name').notNull(),
  brandColour: text('brand_colour').notNull(),
  accentColour: text('accent_colour').notNull(),
  moneyCurrency: text('money_currency').default('UAH').notNull(),
  defaultLanguage: text('default_language').$type<'uk' | 'ru' | 'en'>().default('uk').notNull(),
  timeZone: text('time_zone').default('Europe/Kyiv').notNull(),
  pointValueMinor: whole('point_value_minor').default(sql`100`).notNull(),
  maxBurnBp: integer('max_burn_bp').default(5000).notNull(),
  welcomePoints: whole('welcome_points').default(sql`0`).notNull(),
  burnWaitHours: integer('burn_wait_hours').default(72).notNull(),
  termsVersion: text('terms_version').default('1').notNull(),
  termsUrl: text('terms_url').default('').notNull(),
  supportPhone: text('support_phone').default('').notNull(),
  returnPolicy: text('return_policy').$type<'debt' | 'negative'>().default('debt').notNull(),
  tierBasis: text('tier_basis').$type<'spend' | 'points'>().default('spend').notNull(),
  tierPeriod: text('tier_period').$type<'always' | 'year' | 'months'>().default('always').notNull(),
  tierCountingSince: moment('tier_counting_since'),
  tierCountedTo: text('tier_counted_to').$type<MemberId>(),
  tierMonths: integer('tier_months').default(12).notNull(),
  tierGraceDays: integer('tier_grace_days').default(30).notNull(),
  tierDowngrade: text('tier_downgrade')
    .$type<'never' | 'one_down' | 'by_standing'>()
    .default('never')
    .notNull(),
  adjustmentLimit: whole('adjustment_limit').default(sql`500`).notNull(),
  giftDayLimit: whole('gift_day_limit').default(sql`500`).notNull(),
  giftDays: integer('gift_days').default(7).notNull(),
  claimDays: integer('claim_days').default(14).notNull(),
  returnsAnywhere: boolean('returns_anywhere').default(false).notNull(),
  telegramPaidPerSecond: smallint('telegram_paid_per_second'),
  viberBroadcast: boolean('viber_broadcast').default(true).notNull(),
});

/** What the programme promised before its terms were changed. */
export const programmeTerms = pgTable('programme_terms', {
  untilAt: moment('until_at').primaryKey(),
  terms: jsonb('terms').notNull(),
});

export const tier = pgTable('tier', {
  tierKey: text('tier_key').primaryKey(),
  position: smallint('position').notNull(),
  fromTurnoverMinor: whole('from_turnover_minor').notNull(),
  earnBp: integer('earn_bp').notNull(),
  benefits: jsonb('benefits').default({}).notNull(),
});

export const currency = pgTable('currency', {
  currency: text('currency').primaryKey(),
  kind: text('kind').$type<'points' | 'stickers' | 'partner'>().notNull(),
  names: jsonb('names').default({}).notNull(),
  pending: text('pending').$type<'none' | 'hours' | 'days' | 'action'>().default('none').notNull(),
  pendingAmount: integer('pending_amount').default(0).notNull(),
  pendingAction: text('pending_action'),
  expiry: text('expiry')
    .$type<'never' | 'rolling' | 'calendar' | 'inactivity'>()
    .default('rolling')
    .notNull(),
  expiryMonths: integer('expiry_months').default(12).notNull(),
  expiryMonthDay: text('expiry_month_day').default('12-31').notNull(),
  capReceipt: whole('cap_receipt'),
  capDay: whole('cap_day'),
  capBalance: whole('cap_balance'),
  position: smallint('position').default(0).notNull(),
  closedAt: moment('closed_at'),
});

export const store = pgTable('store', {
  storeId: text('store_id').$type<StoreId>().primaryKey(),
  name: text('name').notNull(),
  city: text('city').notNull(),
  address: text('address').notNull(),
  timeZone: text('time_zone').default('Europe/Kyiv').notNull(),
  lat: doublePrecision('lat'),
  lon: doublePrecision('lon'),
  closedAt: moment('closed_at'),
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

export const product = pgTable('product', {
  sku: text('sku').primaryKey(),
  name: text('name').notNull(),
  category: text('category').notNull(),
  priceMinor: whole('price_minor').notNull(),
  brand: text('brand').default('').notNull(),
});

export const category = pgTable('category', {
  category: text('category').primaryKey(),
  excluded: boolean('excluded').default(false).notNull(),
  changedBy: text('changed_by'),
  changedAt: moment('changed_at'),
});
