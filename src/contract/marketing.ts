// Campaigns: a message to every consenting member who can be reached, in their own language.
import { z } from 'zod';
import { campaignContent, campaignTexts } from './campaign-content.ts';
import { campaignPlan, campaignPlanSent, campaignStatus } from './campaign-shape.ts';
import { route } from './route.ts';
import { campaignId, instant, language, line } from './words.ts';

const count = z.int().min(0);
export const campaign = z.object({
  campaignId,
  name: z.string(),
  content: campaignContent,
  status: campaignStatus,
  audience: count.nullable(),
  createdBy: z.string(),
  createdAt: instant,
  /** Send it along with a change: a campaign that somebody has changed meanwhile answers `campaign_changed`. */
  changedAt: instant,
  launchedAt: instant.nullable(),
  finishedAt: instant.nullable(),
  /** Why it paused by itself: bot_refused, messages_rejected, no_answers. Null: the staff paused it. */
  pauseReason: z.string().nullable(),
  ...campaignPlan.shape,
});
export type Campaign = z.output<typeof campaign>;

export const campaignPreview = z.object({
  texts: z.array(
    z.object({
      language,
      /** As sent to an invented reader, in the small markup `<b>`, `<i>`, `<code>`, `<a href>`; all else is escaped. */
      text: z.string(),
      /** The labels of the buttons under it. */
      buttons: z.array(z.string()),
      /** Not written in this language: its readers get the text of another. */
      fallback: z.boolean(),
    }),
  ),
});
export type CampaignPreview = z.output<typeof campaignPreview>;

const params = z.strictObject({ campaignId });
const name = line(100).meta({ description: 'For the staff; members never see it.', examples: ['Сир тижня'] });
/** What it says: one text for everybody, or all that a campaign can say. */
const said = {
  texts: campaignTexts.optional(),
  content: z
    .record(z.string().max(40), z.unknown())
    .optional()
    .meta({ description: 'Goes before `texts`. What is wrong in it is told by its place.' }),
};
export const marketingRoutes = {
  listCampaigns: route({
    method: 'GET',
    url: '/api/marketing/campaigns',
    summary: 'Every campaign, newest first',
    reply: z.object({ campaigns: z.array(campaign) }),
  }),
  createCampaign: route({
    method: 'POST',
    url: '/api/marketing/campaigns',
    summary: 'Write a new campaign',
    body: z.strictObject({ name, ...said, ...campaignPlanSent.shape }),
    reply: campaign,
    statuses: [201],
  }),
  readCampaign: route({
    method: 'GET',
    url: '/api/marketing/campaigns/:campaignId',
    summary: 'One campaign',
    params,
    reply: campaign,
  }),
  changeCampaign: route({
    method: 'PATCH',
    url: '/api/marketing/campaigns/:campaignId',
    summary: 'Change a campaign that has not been launched',
    params,
    body: z.strictObject({ changedAt: instant, name: name.optional(), ...said, ...campaignPlanSent.shape }),
    reply: campaign,
  }),
  previewCampaign: route({
    method: 'GET',
    url: '/api/marketing/campaigns/:campaignId/preview',
    summary: 'What readers of each language would see, with an invented name and balance',
    params,
    reply: campaignPreview,
  }),
  testCampaign: route({
    method: 'POST',
    url: '/api/marketing/campaigns/:campaignId/test',
    summary: 'Send it to one phone: your own, which must have a card',
    params,
    body: z.strictObject({
      phone: z
        .string()
        .trim()
        .min(5)
        .max(32)
        .meta({ examples: ['+380671234567'] }),
      language: language.optional(),
    }),
    reply: z.object({ queued: z.literal(true) }),
  }),
};
