// What campaigns have brought, for marketers and admins.
import type { FastifyInstance } from 'fastify';
import { type CampaignResults, campaignResultRoutes } from '#src/contract/campaign-results.ts';
import { changeTerms, countAgain } from '#src/core/campaigns/results/change-terms.ts';
import { listResults, readResults } from '#src/core/campaigns/results/read-results.ts';
import { transaction } from '#src/db/client.ts';
import type { CampaignId } from '#src/lib/id.ts';
import type { HttpDeps } from '../deps.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { serve } from '../serve.ts';
import { campaignIdOf } from './tell-campaign.ts';

/** Inside of the marketing group, which says who may come in. */
export function campaignResultGroup(app: FastifyInstance, { database, clock }: HttpDeps): void {
  const { db } = database;

  const answer = async (campaignId: CampaignId): Promise<CampaignResults> => {
    const results = await readResults(db, campaignId, clock.now());
    return { ...results, ...momentsOf(results) };
  };

  serve(app, campaignResultRoutes.readResults, ({ params }) => answer(campaignIdOf(params)));

  serve(app, campaignResultRoutes.changeTerms, async ({ params, body, request }) => {
    const campaignId = campaignIdOf(params);
    const change = { ...body, campaignId, actor: signedIn(request).staffId, at: clock.now() };
    await transaction(db, (tx) => changeTerms(tx, change));
    return await answer(campaignId);
  });

  serve(app, campaignResultRoutes.countAgain, async ({ params }) => {
    const campaignId = campaignIdOf(params);
    await transaction(db, (tx) => countAgain(tx, campaignId, clock.now()));
    return await answer(campaignId);
  });

  serve(app, campaignResultRoutes.listResults, async () => {
    const rows = await listResults(db, { at: clock.now() });
    return { campaigns: rows.map((row) => ({ ...row, ...momentsOf(row) })) };
  });
}

function momentsOf(row: Record<'launchedAt' | 'until' | 'countedAt', Date | null>) {
  return {
    launchedAt: row.launchedAt?.toISOString() ?? null,
    until: row.until?.toISOString() ?? null,
    countedAt: row.countedAt?.toISOString() ?? null,
  };
}
