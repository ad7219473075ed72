// From the draft to the last message: what a campaign would do, its launch, the brakes, and how far it has come.
import { z } from 'zod';
import { campaignStatus } from './marketing.ts';
import { route } from './route.ts';
import { campaignId } from './words.ts';

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
});
export type CampaignProgress = z.output<typeof campaignProgress>;

export const campaignEstimate = z.object({
  /** Consenting members with a messenger that can be written to: each gets one message. */
  audience: count,
  byMessenger: z.object({ telegram: count, viber: count }),
});
export type CampaignEstimate = z.output<typeof campaignEstimate>;

const act = (word: string, summary: string) =>
  route({
    method: 'POST',
    url: `/api/marketing/campaigns/:campaignId/${word}`,
    summary,
    params,
    reply: campaignProgress,
  });

export const campaignPlanRoutes = {
  estimateCampaign: route({
    method: 'GET',
    url: '/api/marketing/campaigns/:campaignId/estimate',
    summary: 'How many members it would reach now',
    params,
    reply: campaignEstimate,
  }),
  launchCampaign: act('launch', 'Freeze the audience and begin to send'),
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
};
