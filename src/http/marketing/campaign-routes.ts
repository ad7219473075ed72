// Campaigns as they are written: drafts, their preview and a test on one phone.
import type { FastifyInstance } from 'fastify';
import { marketingRoutes } from '#src/contract/marketing.ts';
import { offersFor } from '#src/core/campaigns/content/compose-for-member.ts';
import { prepareContentIn } from '#src/core/campaigns/content/prepare-content.ts';
import { previewCampaign } from '#src/core/campaigns/content/preview-campaign.ts';
import { createCampaign } from '#src/core/campaigns/create-campaign.ts';
import { listCampaigns, readCampaign } from '#src/core/campaigns/read-campaign.ts';
import { sendTest } from '#src/core/campaigns/send-test.ts';
import { updateCampaign } from '#src/core/campaigns/update-campaign.ts';
import { readPhone } from '#src/core/members/phone-number.ts';
import { findMemberByPhone } from '#src/core/members/read-member.ts';
import { Refusal } from '#src/core/refusal.ts';
import { recordAudit } from '#src/core/staff/record-audit.ts';
import { transaction } from '#src/db/client.ts';
import type { CampaignId } from '#src/lib/id.ts';
import type { HttpDeps } from '../deps.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { serve } from '../serve.ts';
import { throttle } from '../throttle.ts';
import { campaignIdOf, momentsOf, tellCampaign } from './tell-campaign.ts';

const MOST_TESTS = 20;
const TEST_WINDOW_MS = 10 * 60_000;

/** Inside of the marketing group, which says who may come in. */
export function campaignGroup(app: FastifyInstance, deps: HttpDeps): void {
  const { database, clock, known, rules, poke, keyboard } = deps;
  const { db } = database;

  const answer = async (campaignId: CampaignId) => tellCampaign(await readCampaign(db, campaignId));

  serve(app, marketingRoutes.listCampaigns, async () => ({
    campaigns: (await listCampaigns(db)).map(tellCampaign),
  }));

  serve(app, marketingRoutes.createCampaign, async ({ body, request }) => {
    const { staffId } = signedIn(request);
    const at = clock.now();
    return await answer(
      await transaction(db, async (tx) => {
        const campaignId = await createCampaign(tx, { ...momentsOf(body), createdBy: staffId, at });
        await recordAudit(tx, { actor: staffId, action: 'campaign.create', subject: campaignId, at });
        return campaignId;
      }),
    );
  });

  serve(app, marketingRoutes.readCampaign, ({ params }) => answer(campaignIdOf(params)));

  serve(app, marketingRoutes.changeCampaign, async ({ params, body }) => {
    const campaignId = campaignIdOf(params);
    const change = { ...momentsOf(body), campaignId, changedAt: new Date(body.changedAt), at: clock.now() };
    // Read before anybody else can change it: what is answered is what was saved.
    return await transaction(db, async (tx) => {
      await updateCampaign(tx, change);
      return tellCampaign(await readCampaign(tx, campaignId));
    });
  });

  serve(app, marketingRoutes.previewCampaign, async ({ params }) => {
    const { content } = await readCampaign(db, campaignIdOf(params));
    const previews = previewCampaign(await prepareContentIn(db, content, clock.now()));
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
    const { content } = await readCampaign(db, campaignIdOf(params));
    const context = { known: await known(), rules: await rules(), at };
    const offers = await offersFor(database.sql, { content, memberId }, context);
    await transaction(db, async (tx) => {
      await sendTest(tx, {
        campaignId: campaignIdOf(params),
        memberId,
        offers,
        at,
        ...(keyboard && { keyboard }),
      });
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
}
