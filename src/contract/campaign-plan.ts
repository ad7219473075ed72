// From the draft to the last message: what a campaign would do, its launch, the brakes, and how far it has come.
import { z } from 'zod';
import { campaignStatus, SEND_MODES } from './campaign-shape.ts';
import { route } from './route.ts';
import { campaignId, instant } from './words.ts';

const count = z.int().min(0);
const params = z.strictObject({ campaignId });
export const campaignProgress = z.object({
  campaignId,
  status: campaignStatus,
  pauseReason: z.string().nullable(),
  /** How many members it is for; it grows while `expanding`. */
  audience: count,
  queued: count,
  sending: count,
  sent: count,
  failed: count,
  /** Perhaps arrived: the messenger's answer did not come. Never sent again. */
  unknown: count,
  skipped: count,
  /** Why they were skipped: consent, unreachable, erased, stopped. */
  skippedBy: z.record(z.string(), count),
  /** Left alone, to compare with. */
  control: count,
  delivered: count,
  seen: count,
  /** Of the queued: held until the quiet hours are over, and until their readers come to the chat. */
  held: z.object({ quietHours: count, visit: count }),
  /** Further tries by another way; the figures above are of the first. */
  steps: z.array(
    z.object({ step: z.int(), queued: count, sent: count, failed: count, unknown: count, skipped: count }),
  ),
  /** When the next of them may be written; null: none is to come, or it is not known yet. */
  nextStepAt: instant.nullable(),
});
export type CampaignProgress = z.output<typeof campaignProgress>;

const byMessenger = z.object({ telegram: count, viber: count });
const seconds = z.number().min(0);

export const campaignEstimate = z.object({
  /** Who fits, agreed and has a messenger, those who will be left alone included. */
  audience: count,
  /** Expected: chance decides at launch. */
  control: count,
  /** Who would be written to: less those left alone and those who have had enough messages. */
  reached: count,
  byMessenger,
  byLanguage: z.object({ uk: count, ru: count, en: count }),
  /** Have had as many messages as the programme, or they themselves, allow. */
  capped: count,
  /** Fit, and get nothing. */
  passedOver: z.object({ consent: count, unreachable: count }),
  /** In Viber, wrote within 24 hours: free of charge. */
  inSession: count,
  /** At the messengers' limits; both work side by side. */
  seconds: z.object({ telegram: seconds, viber: seconds }),
  /** Telegram's paid broadcast. */
  paid: z.object({ seconds, stars: count }),
  /** ISO 4217, of the prices. */
  priceCurrency: z.string(),
  options: z.array(
    z.object({
      mode: z.enum(SEND_MODES),
      reach: count,
      /** Messages that Viber takes money for, and what they cost in millionths of the currency. */
      priced: count,
      priceMicros: count,
    }),
  ),
  /** With a step by SMS: what it costs at most, when nobody reacts before. Null: its price is not known. */
  sms: z.object({ people: count, parts: count, priceMicros: count.nullable() }).nullable(),
  /** How many people it takes to see a tenth more buyers; null without a control group. */
  needed: count.nullable(),
  /** More people than that need a second person to agree; null: nobody has to. */
  approvalPeople: count.nullable(),
});
export type CampaignEstimate = z.output<typeof campaignEstimate>;

export const waitingCampaign = z.object({
  campaignId,
  name: z.string(),
  /** When it was asked about; what it is by now its estimate says. */
  audience: count,
  agreedAudience: count.nullable().meta({
    description: 'How many people somebody had agreed to, once many more fitted when its time came.',
  }),
  askedAt: instant,
  askedBy: z.string().meta({ description: 'Their name.' }),
  /** Whoever reads this has written it or asked for it, and so cannot agree. */
  mine: z.boolean(),
  changedAt: instant,
});
export type WaitingCampaign = z.output<typeof waitingCampaign>;

export const calendarEntry = z.object({
  campaignId,
  name: z.string(),
  status: campaignStatus,
  /** When it began or is to begin. */
  from: instant,
  /** When it ended or is to end; null: it has no end yet. */
  until: instant.nullable(),
  /** Whom it is for; null until it is launched. */
  people: count.nullable(),
});
export type CalendarEntry = z.output<typeof calendarEntry>;

export const calendar = z.object({
  entries: z.array(calendarEntry),
  /** The programme's own limits on advertising: messages a day and a week, and the hours in which nothing is sent. */
  limits: z.object({
    perDay: count.nullable(),
    perWeek: count.nullable(),
    quietFrom: z.string().nullable(),
    quietTo: z.string().nullable(),
  }),
});
export type Calendar = z.output<typeof calendar>;

const price = z
  .int()
  .min(0)
  .max(10_000_000)
  .meta({
    description: 'In millionths of the currency.',
    examples: [19_600],
  });
export const campaignSettings = z.strictObject({
  approvalPeople: z
    .int()
    .min(0)
    .max(100_000_000)
    .nullable()
    .meta({
      description: 'A campaign to more people than that needs a second person; null: none does.',
      examples: [10_000],
    }),
  priceCurrency: z
    .string()
    .length(3)
    .meta({ description: 'ISO 4217.', examples: ['EUR'] }),
  /** Of a Viber message outside of a session. */
  viberPriceMicros: price,
  /** Of one part of an SMS; null: not known. */
  smsPriceMicros: price.nullable(),
});
export type CampaignSettings = z.output<typeof campaignSettings>;

const act = (word: string, summary: string) =>
  route({
    method: 'POST',
    url: `/api/marketing/campaigns/:campaignId/${word}`,
    summary,
    params,
    reply: campaignProgress,
  });
/** About what was seen: one that somebody has changed since answers `campaign_changed`. */
const seen = { changedAt: instant };
const TOLD_AUDIENCE = '`audience` of the estimate that was shown. Where it is more than a tenth larger now';

export const campaignPlanRoutes = {
  estimateCampaign: route({
    method: 'GET',
    url: '/api/marketing/campaigns/:campaignId/estimate',
    summary: 'Whom it would reach now, how long it takes and what it costs',
    params,
    reply: campaignEstimate,
  }),
  launchCampaign: route({
    ...act('launch', 'Send it: at once, at its time, or when a second person has agreed'),
    body: z.strictObject({
      ...seen,
      expectedAudience: count.meta({
        description: `${TOLD_AUDIENCE}, or a second person would be asked though the estimate did not say so, the answer is \`audience_changed\`.`,
      }),
    }),
  }),
  takeBackCampaign: act('take-back', 'Back to the draft, before it has begun'),
  agreeToCampaign: route({
    ...act('agree', 'Agree to what waits for a second person'),
    body: z.strictObject({
      ...seen,
      expectedAudience: count.meta({ description: `${TOLD_AUDIENCE}, the answer is \`audience_changed\`.` }),
    }),
  }),
  refuseCampaign: route({
    ...act('refuse', 'Send what waits for a second person back to its author'),
    body: z.strictObject(seen),
  }),
  pauseCampaign: act('pause', 'Stop sending for now; what is in flight finishes'),
  resumeCampaign: act('resume', 'Go on sending'),
  stopCampaign: act('stop', 'Stop for good; the rest is skipped'),
  readProgress: route({
    method: 'GET',
    url: '/api/marketing/campaigns/:campaignId/progress',
    summary: 'How far it has come',
    params,
    reply: campaignProgress,
  }),
  listWaitingCampaigns: route({
    method: 'GET',
    url: '/api/marketing/campaign-approvals',
    summary: 'Campaigns that wait for a second person, the oldest first',
    reply: z.object({ campaigns: z.array(waitingCampaign) }),
  }),
  readCalendar: route({
    method: 'GET',
    url: '/api/marketing/calendar',
    summary: 'What goes out when, drafts with a date included',
    query: z.strictObject({ from: instant, until: instant }),
    reply: calendar,
  }),
  readCampaignSettings: route({
    method: 'GET',
    url: '/api/marketing/campaign-settings',
    summary: 'From which size on a second person has to agree, and what messages cost',
    reply: campaignSettings,
  }),
  changeCampaignSettings: route({
    method: 'PATCH',
    url: '/api/admin/campaign-settings',
    summary: 'Change some of them; it counts from the next launch on',
    body: campaignSettings.partial(),
    reply: campaignSettings,
  }),
};
