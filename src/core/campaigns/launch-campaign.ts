import { eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { campaign } from '#src/db/schema/campaigns.ts';
import type { CampaignId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import { estimateAudience } from './estimate-audience.ts';
import { lockCampaign } from './lock-campaign.ts';

/**
 * Launches a draft: from now on its texts stand, and a worker writes its audience down and begins to send. Returns
 * how many it will reach. Throws Refusal campaign_state, not_found, nobody_to_write_to.
 */
export async function launchCampaign(
  tx: Tx,
  { campaignId, at }: { campaignId: CampaignId; at: Date },
): Promise<{ audience: number }> {
  await lockCampaign(tx, campaignId, ['draft']);
  const { total } = await estimateAudience(tx);
  if (total === 0) throw new Refusal('nobody_to_write_to');
  await tx
    .update(campaign)
    .set({ status: 'expanding', launchedAt: at, audience: 0 })
    .where(eq(campaign.campaignId, campaignId));
  return { audience: total };
}
