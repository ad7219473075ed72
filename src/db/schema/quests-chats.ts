// Groups of the staff that look at photos of quests.
// Describes the tables of /migrations for typed queries; constraints and indexes are told there, once.
import { pgTable, text } from 'drizzle-orm/pg-core';
import type { DeliveryId, IdentityId, PlayerId, StaffId } from '#src/lib/id.ts';
import { moment } from './columns.ts';

export const staffChat = pgTable('staff_chat', {
  identityId: text('identity_id').$type<IdentityId>().primaryKey(),
  title: text('title').notNull(),
  connectedBy: text('connected_by').$type<StaffId>().notNull(),
  connectedAt: moment('connected_at').notNull(),
  disconnectedAt: moment('disconnected_at'),
});

export const staffChatCode = pgTable('staff_chat_code', {
  madeBy: text('made_by').$type<StaffId>().primaryKey(),
  codeHash: text('code_hash').notNull(),
  expiresAt: moment('expires_at').notNull(),
});

export const questReviewPost = pgTable('quest_review_post', {
  deliveryId: text('delivery_id').$type<DeliveryId>().primaryKey(),
  identityId: text('identity_id').$type<IdentityId>().notNull(),
  playerId: text('player_id').$type<PlayerId>().notNull(),
  attemptKey: text('attempt_key').notNull(),
  postedAt: moment('posted_at').notNull(),
  pressed: text('pressed').$type<'right' | 'wrong'>(),
  pressedReason: text('pressed_reason').$type<'blurred' | 'notIt' | 'notOwn' | 'repeated'>(),
  pressedBy: text('pressed_by'),
  pressedName: text('pressed_name'),
  pressedAt: moment('pressed_at'),
  shows: text('shows').$type<'waiting' | 'decided' | 'gone'>().default('waiting').notNull(),
});
