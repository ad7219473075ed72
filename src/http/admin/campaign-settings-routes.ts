// What admins lay down for all campaigns.
import type { FastifyInstance } from 'fastify';
import { campaignPlanRoutes } from '#src/contract/campaign-plan.ts';
import { changeCampaignSettings, readCampaignSettings } from '#src/core/campaigns/campaign-settings.ts';
import { transaction } from '#src/db/client.ts';
import type { HttpDeps } from '../deps.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { serve } from '../serve.ts';

/** Inside of the group of the admins. */
export function serveCampaignSettings(app: FastifyInstance, { database: { db }, clock }: HttpDeps): void {
  serve(app, campaignPlanRoutes.changeCampaignSettings, async ({ body, request }) => {
    const change = { ...body, actor: signedIn(request).staffId, at: clock.now() };
    await transaction(db, (tx) => changeCampaignSettings(tx, change));
    return await readCampaignSettings(db);
  });
}
