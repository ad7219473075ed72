// Members who bring friends.
// Describes the tables of /migrations for typed queries; constraints and indexes are told there, once.
import { sql } from 'drizzle-orm';
import { boolean, integer, pgTable, smallint, text } from 'drizzle-orm/pg-core';
import type { MemberId, ReceiptId } from '#src/lib/id.ts';
import { moment, whole } from './columns.ts';

export const friendProgramme = pgTable('friend_programme', {
  programmeId: smallint('programme_id').default(1).primaryKey(),
  isOn: boolean('is_on').default(false).notNull(),
  inviterPoints: whole('inviter_points').default(sql`50`).notNull(),
  friendPoints: whole('friend_points').default(sql`50`).notNull(),
  minimumMinor: whole('minimum_minor').default(sql`20000`).notNull(),
  pendingDays: integer('pending_days').default(14).notNull(),
  monthLimit: integer('month_limit').default(5).notNull(),
  budget: whole('budget'),
  spent: whole('spent').default(sql`0`).notNull(),
  changedBy: text('changed_by'),
  changedAt: moment('changed_at'),
});

export const inviteCode = pgTable('invite_code', {
  memberId: text('member_id').$type<MemberId>().primaryKey(),
  code: text('code').notNull(),
});

export const friendship = pgTable('friendship', {
  memberId: text('member_id').$type<MemberId>().primaryKey(),
  inviterId: text('inviter_id').$type<MemberId>().notNull(),
  status: text('status').$type<'joined' | 'rewarded' | 'refused'>().default('joined').notNull(),
  refusal: text('refusal').$type<'self' | 'known' | 'budget'>(),
  showsName: boolean('shows_name').default(false).notNull(),
  joinedAt: moment('joined_at').notNull(),
  receiptId: text('receipt_id').$type<ReceiptId>(),
  rewardedAt: moment('rewarded_at'),
  activeAt: moment('active_at'),
  inviterPoints: whole('inviter_points').default(sql`0`).notNull(),
  friendPoints: whole('friend_points').default(sql`0`).notNull(),
});

export const seenBefore = pgTable('seen_before', {
  word: text('word').primaryKey(),
  memberId: text('member_id').$type<MemberId>().notNull(),
  seenAt: moment('seen_at').notNull(),
});
