import { eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { campaign } from '#src/db/schema/campaigns.ts';
import type { CampaignId } from '#src/lib/id.ts';
import { type CampaignTexts, checkTexts } from './campaign-text.ts';
import { checkName } from './create-campaign.ts';
import { lockCampaign } from './lock-campaign.ts';

/** Changes a draft; what was launched stays as it was sent. Throws Refusal campaign_state, not_found and those of createCampaign. */
export async function updateCampaign(
  tx: Tx,
  { campaignId, name, texts }: { campaignId: CampaignId; name?: string; texts?: CampaignTexts },
): Promise<void> {
  const before = await lockCampaign(tx, campaignId, ['draft']);
  await tx
    .update(campaign)
    .set({
      name: name === undefined ? before.name : checkName(name),
      ...(texts !== undefined && { texts: checkTexts(texts) }),
    })
    .where(eq(campaign.campaignId, campaignId));
}
