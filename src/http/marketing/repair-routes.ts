// Changing, taking back and correcting what a campaign has sent.
import type { FastifyInstance } from 'fastify';
import { campaignRepairRoutes } from '#src/contract/campaign-repairs.ts';
import { readCampaign } from '#src/core/campaigns/read-campaign.ts';
import { listRepairs } from '#src/core/campaigns/repair/list-repairs.ts';
import { countConcerned, startRepair, stopRepair } from '#src/core/campaigns/repair/start-repair.ts';
import { readStaffNames } from '#src/core/staff/read-staff-names.ts';
import { recordAudit } from '#src/core/staff/record-audit.ts';
import { transaction } from '#src/db/client.ts';
import type { CampaignId, RepairId } from '#src/lib/id.ts';
import type { HttpDeps } from '../deps.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { serve } from '../serve.ts';
import { campaignIdOf } from './tell-campaign.ts';

/** Inside of the marketing group, which says who may come in. */
export function campaignRepairGroup(app: FastifyInstance, { database, clock, poke }: HttpDeps): void {
  const { db } = database;

  async function tell(campaignId: CampaignId) {
    const [concerned, repairs] = await Promise.all([
      countConcerned(db, campaignId, clock.now()),
      listRepairs(db, campaignId),
    ]);
    const names = await readStaffNames(
      db,
      repairs.map(({ createdBy }) => createdBy),
    );
    return {
      concerned,
      repairs: repairs.map(({ createdBy, createdAt, finishedAt, ...repair }) => ({
        ...repair,
        createdBy: names.get(createdBy) ?? createdBy,
        createdAt: createdAt.toISOString(),
        finishedAt: finishedAt?.toISOString() ?? null,
      })),
    };
  }

  serve(app, campaignRepairRoutes.listRepairs, async ({ params }) => {
    const campaignId = campaignIdOf(params);
    await readCampaign(db, campaignId);
    return await tell(campaignId);
  });

  serve(app, campaignRepairRoutes.startRepair, async ({ params, body, request }) => {
    const campaignId = campaignIdOf(params);
    const { staffId: actor } = signedIn(request);
    const at = clock.now();
    await transaction(db, async (tx) => {
      const repairId = await startRepair(tx, { campaignId, ...body, createdBy: actor, at });
      const detail = { repairId, kind: body.kind };
      await recordAudit(tx, { actor, action: 'campaign.repair', subject: campaignId, detail, at });
    });
    poke?.();
    return await tell(campaignId);
  });

  serve(app, campaignRepairRoutes.stopRepair, async ({ params, request }) => {
    const campaignId = campaignIdOf(params);
    // The schema has seen its shape.
    const repairId = params.repairId as RepairId;
    const { staffId: actor } = signedIn(request);
    const at = clock.now();
    await transaction(db, async (tx) => {
      await stopRepair(tx, { campaignId, repairId, at });
      await recordAudit(tx, {
        actor,
        action: 'campaign.repairStop',
        subject: campaignId,
        detail: { repairId },
        at,
      });
    });
    return await tell(campaignId);
  });
}
