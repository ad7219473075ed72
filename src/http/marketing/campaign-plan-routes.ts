// Campaigns on their way: the estimate, the launch, the brakes and the progress.
import type { FastifyInstance } from 'fastify';
import { campaignPlanRoutes } from '#src/contract/campaign-plan.ts';
import { estimateAudience } from '#src/core/campaigns/estimate-audience.ts';
import { launchCampaign } from '#src/core/campaigns/launch-campaign.ts';
import { pauseCampaign, resumeCampaign, stopCampaign } from '#src/core/campaigns/pause-campaign.ts';
import { readCampaign } from '#src/core/campaigns/read-campaign.ts';
import { readCampaignProgress } from '#src/core/campaigns/read-campaign-progress.ts';
import { recordAudit } from '#src/core/staff/record-audit.ts';
import { type Tx, transaction } from '#src/db/client.ts';
import type { HttpDeps } from '../deps.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { serve } from '../serve.ts';
import { campaignIdOf } from './tell-campaign.ts';

/** Inside of the marketing group, which says who may come in. */
export function campaignPlanGroup(app: FastifyInstance, { database, clock, poke }: HttpDeps): void {
  const { db } = database;

  serve(app, campaignPlanRoutes.estimateCampaign, async ({ params }) => {
    await readCampaign(db, campaignIdOf(params));
    const { total, byMessenger } = await estimateAudience(db);
    return { audience: total, byMessenger };
  });

  const acts = {
    launch: [campaignPlanRoutes.launchCampaign, launchCampaign],
    pause: [campaignPlanRoutes.pauseCampaign, pauseCampaign],
    resume: [campaignPlanRoutes.resumeCampaign, resumeCampaign],
    stop: [campaignPlanRoutes.stopCampaign, stopCampaign],
  } as const;
  for (const [name, [told, act]] of Object.entries(acts)) {
    serve(app, told, async ({ params, request }) => {
      const { staffId } = signedIn(request);
      const at = clock.now();
      const campaignId = campaignIdOf(params);
      await transaction(db, async (tx: Tx) => {
        await act(tx, { campaignId, at });
        await recordAudit(tx, { actor: staffId, action: `campaign.${name}`, subject: campaignId, at });
      });
      poke?.();
      return { campaignId, ...(await readCampaignProgress(db, campaignId)) };
    });
  }

  serve(app, campaignPlanRoutes.readProgress, async ({ params }) => ({
    campaignId: params.campaignId,
    ...(await readCampaignProgress(db, campaignIdOf(params))),
  }));
}
