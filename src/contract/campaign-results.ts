// What campaigns have brought: against people who were left alone, with intervals that hold 95 times of a hundred.
import { z } from 'zod';
import { route } from './route.ts';
import { amountMinor, campaignId, instant } from './words.ts';

const count = z.int().min(0);
const params = z.strictObject({ campaignId });
const minor = z.number().meta({ description: 'Minor units, may be negative.' });
const difference = z
  .object({ difference: z.number(), low: z.number(), high: z.number(), p: z.number() })
  .nullable();
const money = z.object({ value: z.number(), low: z.number(), high: z.number() });

export const resultVerdict = z.enum([
  'brought',
  'lost',
  'nothingSeen',
  'tooEarly',
  'controlSmall',
  'noControl',
]);
export type ResultVerdict = z.output<typeof resultVerdict>;

/** People of one group together. */
export const resultTotals = z.object({
  people: count,
  sent: count,
  delivered: count,
  seen: count,
  clicked: count,
  buyers: count,
  receipts: count,
  /** Sales less returns since the launch. */
  netMinor: minor,
});
export type ResultTotals = z.output<typeof resultTotals>;

export const resultUplift = z.object({
  /** Those who were to get it, whether they did or not. */
  target: resultTotals,
  /** Those who were left alone. */
  control: resultTotals,
  /** Of the shares of buyers, between -1 and 1. */
  buyers: difference,
  /** How many times the share of buyers is that of those left alone. */
  ratio: z.object({ ratio: z.number(), low: z.number(), high: z.number() }).nullable(),
  /** Of the sales a person, in minor units, those without any included. */
  money: difference,
  extraBuyers: money.nullable(),
  extraNet: money.nullable(),
  verdict: resultVerdict,
  /** Where the difference is sure. */
  seenIn: z.enum(['money', 'buyers']).nullable(),
});
export type ResultUplift = z.output<typeof resultUplift>;

const terms = {
  attributionDays: z
    .int()
    .min(1)
    .max(90)
    .meta({ description: 'Purchases of so many days after the launch count, in both groups.' }),
  marginPercent: z
    .int()
    .min(0)
    .max(100)
    .meta({ description: 'What is left of sales when the goods are paid.' }),
  costMinor: amountMinor.meta({
    description: 'What it cost in all: sending, gifts, design. Discounts are off the sales already.',
  }),
};

const about = {
  campaignId,
  name: z.string(),
  launchedAt: instant.nullable(),
  /** Until when purchases count. */
  until: instant.nullable(),
  isOver: z.boolean(),
  /** As of when; null: not counted yet. */
  countedAt: instant.nullable(),
  ...terms,
  uplift: resultUplift,
  profit: z.object({ margin: money, profit: money, roi: z.number().nullable() }).nullable(),
};
export const campaignLeagueRow = z.object(about);
export type CampaignLeagueRow = z.output<typeof campaignLeagueRow>;

const part = z.object({ part: z.string().nullable(), uplift: resultUplift });
export type ResultPart = z.output<typeof part>;

export const campaignResults = z.object({
  ...about,
  controlPercent: z.number(),
  /** False: the groups are not as chance was to make them (a chi-square test), so nothing of this holds. */
  isFair: z.boolean(),
  outcomes: z.array(
    z.object({
      outcome: z.enum(['sent', 'unknown', 'waiting', 'failed', 'skipped', 'control']),
      reason: z.string().nullable(),
      people: count,
    }),
  ),
  variants: z.object({
    keys: z.array(z.string()),
    each: z.array(z.object({ variant: count, uplift: resultUplift })),
    verdict: z.enum(['better', 'same', 'tooEarly']).nullable(),
    best: count.nullable(),
    next: count.nullable(),
    difference,
  }),
  /** By what people were before the launch: RFM cell such as `331`, language, messenger; null: not known. */
  parts: z.object({ cell: z.array(part), language: z.array(part), messenger: z.array(part) }),
});
export type CampaignResults = z.output<typeof campaignResults>;

export const campaignResultRoutes = {
  readResults: route({
    method: 'GET',
    url: '/api/marketing/campaigns/:campaignId/results',
    summary: 'What a campaign has brought',
    params,
    reply: campaignResults,
  }),
  changeTerms: route({
    method: 'PUT',
    url: '/api/marketing/campaigns/:campaignId/results/terms',
    summary: 'Change by what a campaign is judged; its purchases are counted anew',
    params,
    body: z.strictObject(terms),
    reply: campaignResults,
  }),
  countAgain: route({
    method: 'POST',
    url: '/api/marketing/campaigns/:campaignId/results/count',
    summary: 'Count its purchases again, as when goods have come back since',
    params,
    reply: campaignResults,
  }),
  listResults: route({
    method: 'GET',
    url: '/api/marketing/campaign-results',
    summary: 'All launched campaigns side by side',
    reply: z.object({ campaigns: z.array(campaignLeagueRow) }),
  }),
};
