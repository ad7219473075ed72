// Campaigns on their way: the estimate, the launch, the second person, the brakes and the progress.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { campaignPlanRoutes } from '#src/contract/campaign-plan.ts';
import { smsLength } from '#src/contract/sms-length.ts';
import { readCampaignSettings } from '#src/core/campaigns/campaign-settings.ts';
import { decideCampaign, listWaitingCampaigns } from '#src/core/campaigns/decide-campaign.ts';
import { countPlanned } from '#src/core/campaigns/estimate-campaign.ts';
import { launchCampaign, takeBackCampaign } from '#src/core/campaigns/launch-campaign.ts';
import { listCalendar } from '#src/core/campaigns/list-calendar.ts';
import { pauseCampaign, resumeCampaign, stopCampaign } from '#src/core/campaigns/pause-campaign.ts';
import { priceCampaign } from '#src/core/campaigns/price-campaign.ts';
import { type Campaign, readCampaign } from '#src/core/campaigns/read-campaign.ts';
import { readCampaignProgress } from '#src/core/campaigns/read-campaign-progress.ts';
import { readContactPolicy } from '#src/core/contacts/contact-policy.ts';
import { readStaffNames } from '#src/core/staff/read-staff-names.ts';
import { recordAudit } from '#src/core/staff/record-audit.ts';
import { type Tx, transaction } from '#src/db/client.ts';
import type { CampaignId } from '#src/lib/id.ts';
import type { HttpDeps } from '../deps.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { serve } from '../serve.ts';
import { campaignIdOf } from './tell-campaign.ts';

/** What is done to a campaign, and by whom. */
interface Act {
  campaignId: CampaignId;
  actor: string;
  at: Date;
}

/** Inside of the marketing group, which says who may come in. */
export function campaignPlanGroup(app: FastifyInstance, { database, clock, config, poke }: HttpDeps): void {
  const { db } = database;

  const progressOf = async (campaignId: CampaignId) => {
    const { nextStepAt, ...progress } = await readCampaignProgress(db, campaignId);
    return { campaignId, ...progress, nextStepAt: nextStepAt?.toISOString() ?? null };
  };

  serve(app, campaignPlanRoutes.estimateCampaign, async ({ params }) => {
    const planned = await readCampaign(db, campaignIdOf(params));
    const at = clock.now();
    const [counted, settings] = await Promise.all([countPlanned(db, planned, at), readCampaignSettings(db)]);
    const { priceCurrency, approvalPeople, smsPriceMicros } = settings;
    const priced = priceCampaign(counted, settings);
    return { ...priced, priceCurrency, approvalPeople, sms: smsOf(planned, priced.reached, smsPriceMicros) };
  });

  /** Does something to a campaign and notes who did it. */
  const carryOut = async (
    word: string,
    { act, ...by }: Act & { act: (tx: Tx, by: Act) => Promise<unknown> },
  ) => {
    const { campaignId, actor, at } = by;
    await transaction(db, async (tx: Tx) => {
      await act(tx, by);
      await recordAudit(tx, { actor, action: `campaign.${word}`, subject: campaignId, at });
    });
    poke?.();
    return await progressOf(campaignId);
  };
  const actOf = (params: { campaignId: string }, request: FastifyRequest): Act => ({
    campaignId: campaignIdOf(params),
    actor: signedIn(request).staffId,
    at: clock.now(),
  });

  serve(app, campaignPlanRoutes.launchCampaign, ({ params, body, request }) => {
    const { changedAt, expectedAudience } = body;
    const told = { changedAt: new Date(changedAt), expectedAudience, carriesSms: config.sms !== null };
    const act = (tx: Tx, by: Act) => launchCampaign(tx, { ...by, ...told });
    return carryOut('launch', { ...actOf(params, request), act });
  });

  serve(app, campaignPlanRoutes.agreeToCampaign, ({ params, body, request }) => {
    const { changedAt, expectedAudience } = body;
    const told = { changedAt: new Date(changedAt), expectedAudience, approve: true };
    const act = (tx: Tx, by: Act) => decideCampaign(tx, { ...by, ...told });
    return carryOut('agree', { ...actOf(params, request), act });
  });

  serve(app, campaignPlanRoutes.refuseCampaign, ({ params, body, request }) => {
    const told = { changedAt: new Date(body.changedAt), approve: false };
    const act = (tx: Tx, by: Act) => decideCampaign(tx, { ...by, ...told });
    return carryOut('refuse', { ...actOf(params, request), act });
  });

  const acts = {
    takeBack: [campaignPlanRoutes.takeBackCampaign, takeBackCampaign],
    pause: [campaignPlanRoutes.pauseCampaign, pauseCampaign],
    resume: [campaignPlanRoutes.resumeCampaign, resumeCampaign],
    stop: [campaignPlanRoutes.stopCampaign, stopCampaign],
  } as const;
  for (const [word, [told, act]] of Object.entries(acts)) {
    serve(app, told, ({ params, request }) => carryOut(word, { ...actOf(params, request), act }));
  }

  serve(app, campaignPlanRoutes.readProgress, ({ params }) => progressOf(campaignIdOf(params)));

  serve(app, campaignPlanRoutes.listWaitingCampaigns, async ({ request }) => {
    const { staffId } = signedIn(request);
    const waiting = await listWaitingCampaigns(db);
    const names = await readStaffNames(
      db,
      waiting.map(({ askedBy }) => askedBy),
    );
    return {
      campaigns: waiting.map(({ askedBy, askedAt, createdBy, changedAt, ...row }) => ({
        ...row,
        changedAt: changedAt.toISOString(),
        askedAt: askedAt.toISOString(),
        askedBy: names.get(askedBy) ?? askedBy,
        mine: askedBy === staffId || createdBy === staffId,
      })),
    };
  });

  serve(app, campaignPlanRoutes.readCalendar, async ({ query }) => {
    const [entries, policy] = await Promise.all([
      listCalendar(db, { from: new Date(query.from), until: new Date(query.until) }),
      readContactPolicy(db),
    ]);
    const { perDay, perWeek, quietFrom, quietTo } = policy;
    return {
      entries: entries.map((each) => ({
        ...each,
        from: each.from.toISOString(),
        until: each.until?.toISOString() ?? null,
      })),
      limits: { perDay, perWeek, quietFrom, quietTo },
    };
  });

  serve(app, campaignPlanRoutes.readCampaignSettings, () => readCampaignSettings(db));
}

/** What an SMS to everybody who is written to would cost: the most, since most react before. */
function smsOf({ steps, smsTexts }: Campaign, people: number, priceMicros: number | null) {
  if (!steps.some(({ channel }) => channel === 'sms')) return null;
  const parts = Math.max(1, ...Object.values(smsTexts ?? {}).map((text) => smsLength(text).parts));
  return { people, parts, priceMicros: priceMicros === null ? null : people * parts * priceMicros };
}
