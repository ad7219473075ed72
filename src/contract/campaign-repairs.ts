// A campaign that said something wrong: what can be done about what was sent, and how far that has come.
import { z } from 'zod';
import { campaignTexts } from './campaign-content.ts';
import { route } from './route.ts';
import { campaignId, instant } from './words.ts';

export const REPAIR_KINDS = ['edit', 'withdraw', 'correct'] as const;
const count = z.int().min(0);
const repairId = z.string().regex(/^rpr_[0-9a-z]{20}$/);

export const campaignRepair = z.object({
  repairId,
  /** edit: Telegram shows other words; withdraw: Telegram takes them away; correct: Viber gets another message. */
  kind: z.enum(REPAIR_KINDS),
  status: z.enum(['running', 'stopped', 'finished']),
  /** How many it concerned when it was begun. */
  people: count,
  waiting: count,
  done: count,
  failed: count,
  /** Perhaps done: the messenger's answer did not come. */
  unknown: count,
  /** Nothing could be done: too old, blocked, gone, no answer at the time, or consent taken back. */
  skipped: count,
  createdBy: z.string().meta({ description: 'Their name.' }),
  createdAt: instant,
  finishedAt: instant.nullable(),
});
export type CampaignRepair = z.output<typeof campaignRepair>;

export const campaignRepairs = z.object({
  /** How many messages each would concern now. */
  concerned: z.object({ edit: count, withdraw: count, correct: count }),
  repairs: z.array(campaignRepair),
});
export type CampaignRepairs = z.output<typeof campaignRepairs>;

const params = z.strictObject({ campaignId });

export const campaignRepairRoutes = {
  listRepairs: route({
    method: 'GET',
    url: '/api/marketing/campaigns/:campaignId/repairs',
    summary: 'What was done about messages that said something wrong, and what could be',
    params,
    reply: campaignRepairs,
  }),
  startRepair: route({
    method: 'POST',
    url: '/api/marketing/campaigns/:campaignId/repairs',
    summary: 'Change, take back or correct what a campaign has sent',
    params,
    body: z.strictObject({
      kind: z.enum(REPAIR_KINDS),
      texts: campaignTexts
        .optional()
        .meta({ description: 'For `correct`, and for `edit` of one text for everybody.' }),
      content: z
        .record(z.string().max(40), z.unknown())
        .optional()
        .meta({ description: 'For `edit`: the whole content with other words. Goes before `texts`.' }),
    }),
    reply: campaignRepairs,
  }),
  stopRepair: route({
    method: 'POST',
    url: '/api/marketing/campaigns/:campaignId/repairs/:repairId/stop',
    summary: 'Go no further with it',
    params: z.strictObject({ campaignId, repairId }),
    reply: campaignRepairs,
  }),
};
