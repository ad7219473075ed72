// What the receipts of a member come to, and by which settings and cut points.
// Describes the tables of /migrations for typed queries; constraints and indexes are told there, once.
import { boolean, date, doublePrecision, integer, jsonb, pgTable, smallint, text } from 'drizzle-orm/pg-core';
import type { MemberId } from '#src/lib/id.ts';
import { moment, whole } from './columns.ts';

export type LifeCycle = 'registered' | 'new' | 'stalled' | 'regular' | 'lapsing' | 'lost' | 'reactivated';

export const memberStats = pgTable('member_stats', {
  memberId: text('member_id').$type<MemberId>().primaryKey(),
  days: integer('days').default(0).notNull(),
  daysEver: integer('days_ever').default(0).notNull(),
  netMinor: whole('net_minor').default(0n).notNull(),
  firstDay: date('first_day'),
  previousDay: date('previous_day'),
  lastDay: date('last_day'),
  medianMinor: whole('median_minor'),
  medianLines: integer('median_lines'),
  r: smallint('r').default(0).notNull(),
  f: smallint('f').default(0).notNull(),
  m: smallint('m').default(0).notNull(),
  lifeCycle: text('life_cycle').$type<LifeCycle>().default('registered').notNull(),
  receiptSize: text('receipt_size'),
  favouriteCategory: text('favourite_category'),
  dueOn: date('due_on'),
});

export const analyticsSettings = pgTable('analytics_settings', {
  onlyRow: boolean('only_row').default(true).primaryKey(),
  newDays: smallint('new_days').default(30).notNull(),
  lapsingDays: smallint('lapsing_days').default(60).notNull(),
  lostDays: smallint('lost_days').default(120).notNull(),
  fixedCuts: jsonb('fixed_cuts').$type<FixedCuts>(),
  version: integer('version').default(1).notNull(),
  changedBy: text('changed_by'),
  changedAt: moment('changed_at'),
  admittedOn: date('admitted_on'),
  busyMs: integer('busy_ms').default(0).notNull(),
  restUntil: moment('rest_until'),
});

/** R in days, F in purchase days, M in minor units; each the lower one first. */
export type FixedCuts = Record<'r' | 'f' | 'm', [number, number]>;

export const rfmRun = pgTable('rfm_run', {
  runNo: integer('run_no').primaryKey().generatedAlwaysAsIdentity(),
  runOn: date('run_on').notNull(),
  settingsVersion: integer('settings_version').notNull(),
  madeAt: moment('made_at').notNull(),
  isFixed: boolean('is_fixed').notNull(),
  buyers: integer('buyers').notNull(),
  r1: doublePrecision('r1'),
  r2: doublePrecision('r2'),
  f1: doublePrecision('f1'),
  f2: doublePrecision('f2'),
  m1: doublePrecision('m1'),
  m2: doublePrecision('m2'),
  size1: doublePrecision('size1'),
  size2: doublePrecision('size2'),
  scoredTo: text('scored_to').default('').notNull(),
  rescored: integer('rescored').default(0).notNull(),
  finishedAt: moment('finished_at'),
});
