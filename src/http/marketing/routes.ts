// Campaigns, earning rules and rewards, for marketers and admins.
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { type Campaign as CampaignAnswer, marketingRoutes } from '#src/contract/marketing.ts';
import { createCampaign } from '#src/core/campaigns/create-campaign.ts';
import { estimateAudience } from '#src/core/campaigns/estimate-audience.ts';
import { launchCampaign } from '#src/core/campaigns/launch-campaign.ts';
import { pauseCampaign, resumeCampaign, stopCampaign } from '#src/core/campaigns/pause-campaign.ts';
import { previewCampaign } from '#src/core/campaigns/preview-campaign.ts';
import { type Campaign, listCampaigns, readCampaign } from '#src/core/campaigns/read-campaign.ts';
import { readCampaignProgress } from '#src/core/campaigns/read-campaign-progress.ts';
import { sendTest } from '#src/core/campaigns/send-test.ts';
import { updateCampaign } from '#src/core/campaigns/update-campaign.ts';
import { readPhone } from '#src/core/members/phone-number.ts';
import { findMemberByPhone } from '#src/core/members/read-member.ts';
import { Refusal } from '#src/core/refusal.ts';
import { recordAudit } from '#src/core/staff/record-audit.ts';
import { type Tx, transaction } from '#src/db/client.ts';
import type { CampaignId } from '#src/lib/id.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { serve } from '../serve.ts';
import { throttle } from '../throttle.ts';
import { offerGroup } from './offer-routes.ts';
import { rewardGroup } from './reward-routes.ts';
import { type RuleDeps, ruleGroup } from './rule-routes.ts';

const MOST_TESTS = 20;
const TEST_WINDOW_MS = 10 * 60_000;

export async function marketingGroup(app: FastifyInstance, deps: RuleDeps): Promise<void> {
  const { database, clock, known, poke, keyboard } = deps;
  const { db } = database;
  app.addHook('onRequest', app.sameOrigin);
  app.addHook('onRequest', app.allowStaff('marketer', 'admin'));
  await app.register(rateLimit, {
    max: 600,
    timeWindow: 60_000,
    hook: 'preHandler',
    keyGenerator: (r) => r.staff?.staffId ?? r.ip,
  });

  const answer = async (campaignId: CampaignId) => describe(await readCampaign(db, campaignId));

  serve(app, marketingRoutes.listCampaigns, async () => ({
    campaigns: (await listCampaigns(db)).map(describe),
  }));

  serve(app, marketingRoutes.createCampaign, async ({ body, request }) => {
    const { staffId } = signedIn(request);
    const at = clock.now();
    return await answer(
      await transaction(db, async (tx) => {
        const campaignId = await createCampaign(tx, { ...body, createdBy: staffId, at });
        await recordAudit(tx, { actor: staffId, action: 'campaign.create', subject: campaignId, at });
        return campaignId;
      }),
    );
  });

  serve(app, marketingRoutes.readCampaign, ({ params }) => answer(idOf(params)));

  serve(app, marketingRoutes.changeCampaign, async ({ params, body }) => {
    await transaction(db, (tx) => updateCampaign(tx, { campaignId: idOf(params), ...body }));
    return await answer(idOf(params));
  });

  serve(app, marketingRoutes.estimateCampaign, async ({ params }) => {
    await readCampaign(db, idOf(params));
    const { total, byMessenger } = await estimateAudience(db);
    return { audience: total, byMessenger };
  });

  serve(app, marketingRoutes.previewCampaign, async ({ params }) => {
    const { texts } = await readCampaign(db, idOf(params));
    const { programme } = await known();
    const previews = previewCampaign(texts, { fallback: programme.defaultLanguage });
    return {
      texts: previews.map(({ language, fallback, message }) => ({
        language,
        fallback,
        text: message.text,
        buttons: (message.buttons ?? []).flat().map((button) => button.label),
      })),
    };
  });

  serve(app, marketingRoutes.testCampaign, async ({ params, body, request }) => {
    const { staffId } = signedIn(request);
    const at = clock.now();
    await throttle(db, { key: `campaign-test:${staffId}`, limit: MOST_TESTS, windowMs: TEST_WINDOW_MS, at });
    const found = await findMemberByPhone(db, readPhone(body.phone));
    if (!found) throw new Refusal('not_reachable_yourself');
    const { memberId } = found;
    await transaction(db, async (tx) => {
      await sendTest(tx, { campaignId: idOf(params), memberId, at, ...(keyboard && { keyboard }) });
      await recordAudit(tx, {
        actor: staffId,
        action: 'campaign.test',
        subject: params.campaignId,
        detail: { memberId },
        at,
      });
    });
    poke?.();
    return { queued: true as const };
  });

  const acts = {
    launch: [marketingRoutes.launchCampaign, launchCampaign],
    pause: [marketingRoutes.pauseCampaign, pauseCampaign],
    resume: [marketingRoutes.resumeCampaign, resumeCampaign],
    stop: [marketingRoutes.stopCampaign, stopCampaign],
  } as const;
  for (const [name, [told, act]] of Object.entries(acts)) {
    serve(app, told, async ({ params, request }) => {
      const { staffId } = signedIn(request);
      const at = clock.now();
      const campaignId = idOf(params);
      await transaction(db, async (tx: Tx) => {
        await act(tx, { campaignId, at });
        await recordAudit(tx, { actor: staffId, action: `campaign.${name}`, subject: campaignId, at });
      });
      poke?.();
      return { campaignId, ...(await readCampaignProgress(db, campaignId)) };
    });
  }

  serve(app, marketingRoutes.readProgress, async ({ params }) => ({
    campaignId: params.campaignId,
    ...(await readCampaignProgress(db, idOf(params))),
  }));

  offerGroup(app, deps);
  ruleGroup(app, deps);
  rewardGroup(app, deps);
}

function idOf({ campaignId }: { campaignId: string }): CampaignId {
  return campaignId as CampaignId;
}

function describe(row: Campaign): CampaignAnswer {
  return {
    ...row,
    createdAt: row.createdAt.toISOString(),
    launchedAt: row.launchedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}
