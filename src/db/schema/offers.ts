// Offers and their versions, the coupons that members hold, and every code there is.
// Describes the tables of /migrations for typed queries; constraints and indexes are told there, once.
import { sql } from 'drizzle-orm';
import { boolean, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { CouponId, MemberId, OfferId, ReceiptId } from '#src/lib/id.ts';
import { moment, whole } from './columns.ts';

export const offer = pgTable('offer', {
  offerId: text('offer_id').$type<OfferId>().primaryKey(),
  name: text('name').notNull(),
  status: text('status').$type<'draft' | 'live' | 'paused' | 'ended'>().default('draft').notNull(),
  draft: jsonb('draft'),
  version: integer('version').default(0).notNull(),
  stock: whole('stock'),
  taken: whole('taken').default(sql`0`).notNull(),
  lowAt: moment('low_at'),
  spentAt: moment('spent_at'),
  againAt: moment('again_at'),
  createdBy: text('created_by').notNull(),
  createdAt: moment('created_at').notNull(),
  changedAt: moment('changed_at').notNull(),
});

export const offerVersion = pgTable(
  'offer_version',
  {
    offerId: text('offer_id').$type<OfferId>().notNull(),
    version: integer('version').notNull(),
    name: text('name').notNull(),
    content: jsonb('content').notNull(),
    publishedBy: text('published_by').notNull(),
    publishedAt: moment('published_at').notNull(),
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
    issuedAt: moment('issued_at').notNull(),
    takenAt: moment('taken_at'),
    usedAt: moment('used_at'),
    receiptId: text('receipt_id').$type<ReceiptId>(),
    savedMinor: whole('saved_minor').default(sql`0`).notNull(),
    earned: whole('earned').default(sql`0`).notNull(),
    returnedAt: moment('returned_at'),
    expiresAt: moment('expires_at'),
    endedAt: moment('ended_at'),
    issueKey: text('issue_key'),
    issuedBy: text('issued_by').notNull(),
    movedFrom: text('moved_from').$type<MemberId>(),
    toTell: boolean('to_tell').default(false).notNull(),
    warnedAt: moment('warned_at'),
    toldAt: moment('told_at'),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.couponId] })],
);

export const couponCode = pgTable('coupon_code', {
  code: text('code').primaryKey(),
  offerId: text('offer_id').$type<OfferId>().notNull(),
  place: whole('place').generatedAlwaysAsIdentity(),
  memberId: text('member_id').$type<MemberId>(),
  couponId: text('coupon_id').$type<CouponId>(),
});
