// Campaigns, their audiences and chunks of work.
// Describes the tables of /migrations for typed queries; constraints and indexes are told there, once.
import { boolean, integer, jsonb, pgTable, primaryKey, smallint, text } from 'drizzle-orm/pg-core';
import type { CampaignId, DeliveryId, IdentityId, MemberId, OfferId, RepairId } from '#src/lib/id.ts';
import { moment, whole } from './columns.ts';

export const campaign = pgTable('campaign', {
  campaignId: text('campaign_id').$type<CampaignId>().primaryKey(),
  name: text('name').notNull(),
  status: text('status')
    .$type<'draft' | 'waiting' | 'scheduled' | 'expanding' | 'running' | 'paused' | 'stopped' | 'finished'>()
    .default('draft')
    .notNull(),
  audience: integer('audience'),
  expandedTo: text('expanded_to').$type<MemberId>(),
  expandedAt: moment('expanded_at'),
  createdBy: text('created_by').notNull(),
  createdAt: moment('created_at').notNull(),
  changedAt: moment('changed_at').defaultNow().notNull(),
  launchedAt: moment('launched_at'),
  finishedAt: moment('finished_at'),
  pauseReason: text('pause_reason'),
  audienceWhere: jsonb('audience_where'),
  content: jsonb('content').notNull(),
  variants: jsonb('variants')
    .$type<{ key: string; share: number }[]>()
    .default([{ key: 'A', share: 100 }])
    .notNull(),
  controlPercent: smallint('control_percent').default(10).notNull(),
  priority: smallint('priority').default(2).notNull(),
  topics: text('topics').array().default([]).notNull(),
  sendUntil: moment('send_until'),
  holdoutPercent: smallint('holdout_percent'),
  holdoutSalt: text('holdout_salt'),
  sendMode: text('send_mode').$type<'now' | 'sessionFirst' | 'nextVisit'>().default('now').notNull(),
  patienceHours: smallint('patience_hours').default(24).notNull(),
  sendFrom: moment('send_from'),
  steps: jsonb('steps').$type<{ channel: 'other' | 'sms'; afterHours: number }[]>().default([]).notNull(),
  stopOn: text('stop_on')
    .array()
    .$type<('seen' | 'clicked' | 'wrote' | 'bought')[]>()
    .default(['clicked', 'wrote', 'bought'])
    .notNull(),
  smsContent: jsonb('sms_content'),
  awaitsSteps: boolean('awaits_steps').default(false).notNull(),
  wokenTo: moment('woken_to'),
  askedBy: text('asked_by'),
  askedAt: moment('asked_at'),
  decidedBy: text('decided_by'),
  decidedAt: moment('decided_at'),
  agreedAudience: integer('agreed_audience'),
  attributionDays: smallint('attribution_days').default(14).notNull(),
  marginPercent: smallint('margin_percent').default(25).notNull(),
  costMinor: whole('cost_minor').default(0n).notNull(),
});

export const campaignResult = pgTable('campaign_result', {
  campaignId: text('campaign_id').$type<CampaignId>().primaryKey(),
  countedAt: moment('counted_at'),
  groups: jsonb('groups'),
  outcomes: jsonb('outcomes'),
  nextAt: moment('next_at'),
});

export const campaignSettings = pgTable('campaign_settings', {
  settingsId: smallint('settings_id').default(1).primaryKey(),
  approvalPeople: integer('approval_people'),
  priceCurrency: text('price_currency').default('EUR').notNull(),
  viberPriceMicros: integer('viber_price_micros').default(19_600).notNull(),
  smsPriceMicros: integer('sms_price_micros'),
});

export const campaignChunk = pgTable(
  'campaign_chunk',
  {
    campaignId: text('campaign_id').$type<CampaignId>().notNull(),
    chunkNo: integer('chunk_no').notNull(),
    messenger: text('messenger').$type<'telegram' | 'viber' | 'sms'>().notNull(),
    firstSeq: integer('first_seq').notNull(),
    nextSeq: integer('next_seq').notNull(),
    lastSeq: integer('last_seq').notNull(),
    notBefore: moment('not_before'),
    workerNo: integer('worker_no'),
    done: boolean('done').default(false).notNull(),
    step: smallint('step').default(1).notNull(),
    nextStepAt: moment('next_step_at'),
    followed: boolean('followed').default(false).notNull(),
    flight: integer('flight').array().default([]).notNull(),
  },
  (table) => [primaryKey({ columns: [table.campaignId, table.chunkNo] })],
);

export const campaignDelivery = pgTable(
  'campaign_delivery',
  {
    campaignId: text('campaign_id').$type<CampaignId>().notNull(),
    deliverySeq: integer('delivery_seq').notNull(),
    memberId: text('member_id').$type<MemberId>().notNull(),
    identityId: text('identity_id').$type<IdentityId>(),
    status: text('status')
      .$type<'queued' | 'sending' | 'sent' | 'failed' | 'unknown' | 'skipped' | 'control'>()
      .default('queued')
      .notNull(),
    reason: text('reason'),
    attempts: smallint('attempts').default(0).notNull(),
    notBefore: moment('not_before'),
    workerNo: integer('worker_no'),
    externalMessageId: text('external_message_id'),
    settledAt: moment('settled_at'),
    deliveredAt: moment('delivered_at'),
    seenAt: moment('seen_at'),
    step: smallint('step').default(1).notNull(),
    variant: smallint('variant').default(0).notNull(),
    picked: smallint('picked').array(),
    offers: text('offers').array().$type<OfferId[]>(),
    clickedAt: moment('clicked_at'),
    counted: boolean('counted').default(false).notNull(),
    cell: smallint('cell'),
  },
  (table) => [primaryKey({ columns: [table.campaignId, table.deliverySeq] })],
);

export const campaignClick = pgTable(
  'campaign_click',
  {
    memberId: text('member_id').$type<MemberId>().notNull(),
    campaignId: text('campaign_id').$type<CampaignId>().notNull(),
    place: smallint('place').notNull(),
    offerId: text('offer_id').$type<OfferId>(),
    times: integer('times').notNull(),
    firstAt: moment('first_at').notNull(),
    lastAt: moment('last_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.campaignId, table.place] })],
);

export const campaignRepair = pgTable('campaign_repair', {
  repairId: text('repair_id').$type<RepairId>().primaryKey(),
  campaignId: text('campaign_id').$type<CampaignId>().notNull(),
  kind: text('kind').$type<'edit' | 'withdraw' | 'correct'>().notNull(),
  content: jsonb('content'),
  status: text('status').$type<'running' | 'stopped' | 'finished'>().default('running').notNull(),
  nextSeq: integer('next_seq').default(1).notNull(),
  people: integer('people').notNull(),
  createdBy: text('created_by').notNull(),
  createdAt: moment('created_at').notNull(),
  finishedAt: moment('finished_at'),
});

export const campaignRepairMessage = pgTable(
  'campaign_repair_message',
  {
    repairId: text('repair_id').$type<RepairId>().notNull(),
    deliverySeq: integer('delivery_seq').notNull(),
    deliveryId: text('delivery_id').$type<DeliveryId>(),
    outcome: text('outcome').$type<'done' | 'failed' | 'unknown' | 'skipped'>(),
    reason: text('reason'),
  },
  (table) => [primaryKey({ columns: [table.repairId, table.deliverySeq] })],
);
