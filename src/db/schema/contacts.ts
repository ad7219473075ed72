// How often and when members may be written to.
// Describes the tables of /migrations for typed queries; constraints and indexes are told there, once.
import { pgTable, smallint, text, time } from 'drizzle-orm/pg-core';
import type { MemberId } from '#src/lib/id.ts';
import { moment } from './columns.ts';

export const contactPolicy = pgTable('contact_policy', {
  policyId: smallint('policy_id').default(1).primaryKey(),
  perDay: smallint('per_day'),
  perWeek: smallint('per_week'),
  quietFrom: time('quiet_from'),
  quietTo: time('quiet_to'),
  controlPercent: smallint('control_percent').default(0).notNull(),
  controlSalt: text('control_salt').default('1').notNull(),
});

export const memberContact = pgTable('member_contact', {
  memberId: text('member_id').$type<MemberId>().primaryKey(),
  recent: moment('recent').array().default([]).notNull(),
  perWeek: smallint('per_week'),
  topics: text('topics').array(),
  hoursFrom: time('hours_from'),
  hoursTo: time('hours_to'),
  changedAt: moment('changed_at'),
});
