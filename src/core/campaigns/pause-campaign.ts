// Pause, resume and stop are words in the campaign's row; the sending reads them before each handful of messages.
import { eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { campaign } from '#src/db/schema/campaigns.ts';
import type { CampaignId } from '#src/lib/id.ts';
import { lockCampaign } from './lock-campaign.ts';

/** Pauses; a handful that is under way is still sent. Throws Refusal campaign_state, not_found. */
export async function pauseCampaign(
  tx: Tx,
  { campaignId, reason }: { campaignId: CampaignId; reason?: string },
): Promise<void> {
  await lockCampaign(tx, campaignId, ['expanding', 'running']);
  await tx
    .update(campaign)
    .set({ status: 'paused', pauseReason: reason ?? null })
    .where(eq(campaign.campaignId, campaignId));
}

/** Goes on where it was paused. Throws Refusal campaign_state, not_found. */
export async function resumeCampaign(tx: Tx, { campaignId }: { campaignId: CampaignId }): Promise<void> {
  const { expandedAt } = await lockCampaign(tx, campaignId, ['paused']);
  await tx
    .update(campaign)
    .set({ status: expandedAt ? 'running' : 'expanding', pauseReason: null })
    .where(eq(campaign.campaignId, campaignId));
}

/** Ends it for good; what was not sent becomes skipped. Throws Refusal campaign_state, not_found. */
export async function stopCampaign(
  tx: Tx,
  { campaignId, at }: { campaignId: CampaignId; at: Date },
): Promise<void> {
  await lockCampaign(tx, campaignId, ['expanding', 'running', 'paused']);
  await tx
    .update(campaign)
    .set({ status: 'stopped', finishedAt: at })
    .where(eq(campaign.campaignId, campaignId));
}
