// Offers and their versions, the coupons that members hold, and every code there is.
// Describes the tables of /migrations for typed queries; constraints and indexes are told there, once.
import { sql } from 'drizzle-orm';
import { bigint, boolean, integer, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import type { CouponId, MemberId, OfferId, ReceiptId } from '#src/lib/id.ts';

export const offer = pgTable('offer', {
  offerId: text('offer_id').$type<OfferId>().primaryKey(),
  name: text('name').notNull(),
  status: text('status').$type<'draft' | 'live' | 'paused' | 'ended'>().default('draft').notNull(),
  draft: jsonb('draft'),
  version: integer('version').default(0).notNull(),
  stock: bigint('stock', { mode: 'bigint' }),
  taken: bigint('taken', { mode: 'bigint' }).default(sql`0`).notNull(),
  lowAt: timestamp('low_at', { withTimezone: true, mode: 'date' }),
  spentAt: timestamp('spent_at', { withTimezone: true, mode: 'date' }),
  againAt: timestamp('again_at', { withTimezone: true, mode: 'date' }),
  createdBy: text('created_by').notNull(),
  createdAt: timestamp('created_at', { withTimezone: true, mode: 'date' }).notNull(),
  changedAt: timestamp('changed_at', { withTimezone: true, mode: 'date' }).notNull(),
});

export const offerVersion = pgTable(
  'offer_version',
  {
    offerId: text('offer_id').$type<OfferId>().notNull(),
    version: integer('version').notNull(),
    name: text('name').notNull(),
    content: jsonb('content').notNull(),
    publishedBy: text('published_by').notNull(),
    publishedAt: timestamp('published_at', { withTimezone: true, mode: 'date' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.offerId, table.version] })],
);

export const coupon = pgTable(
  'coupon',
  {
    memberId: text('member_id').$type<MemberId>().notNull(),
    couponId: text('coupon_id').$type<CouponId>().notNull(),
    offerId: text('offer_id').$type<OfferId>().notNull(),
    version: integer('version').notNull(),
    code: text('code').notNull(),
    status: text('status').$type<'issued' | 'taken' | 'used' | 'expired' | 'withdrawn'>().notNull(),
    issuedAt: timestamp('issued_at', { withTimezone: true, mode: 'date' }).notNull(),
    takenAt: timestamp('taken_at', { withTimezone: true, mode: 'date' }),
    usedAt: timestamp('used_at', { withTimezone: true, mode: 'date' }),
    receiptId: text('receipt_id').$type<ReceiptId>(),
    savedMinor: bigint('saved_minor', { mode: 'bigint' }).default(sql`0`).notNull(),
    earned: bigint('earned', { mode: 'bigint' }).default(sql`0`).notNull(),
    returnedAt: timestamp('returned_at', { withTimezone: true, mode: 'date' }),
    expiresAt: timestamp('expires_at', { withTimezone: true, mode: 'date' }),
    endedAt: timestamp('ended_at', { withTimezone: true, mode: 'date' }),
    issueKey: text('issue_key'),
    issuedBy: text('issued_by').notNull(),
    movedFrom: text('moved_from').$type<MemberId>(),
    toTell: boolean('to_tell').default(false).notNull(),
    warnedAt: timestamp('warned_at', { withTimezone: true, mode: 'date' }),
    toldAt: timestamp('told_at', { withTimezone: true, mode: 'date' }),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.couponId] })],
);

export const couponCode = pgTable('coupon_code', {
  code: text('code').primaryKey(),
  offerId: text('offer_id').$type<OfferId>().notNull(),
  place: bigint('place', { mode: 'bigint' }).generatedAlwaysAsIdentity(),
  memberId: text('member_id').$type<MemberId>(),
  couponId: text('coupon_id').$type<CouponId>(),
});
