import { eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { campaign } from '#src/db/schema/campaigns.ts';
import type { CampaignId } from '#src/lib/id.ts';
import { type ContentSent, checkName, readContent } from './create-campaign.ts';
import { lockCampaign, nextChange, type Seen } from './lock-campaign.ts';
import { type PlanSent, readPlan } from './read-plan.ts';
import { requireNamed } from './require-named.ts';

export interface CampaignChange extends ContentSent, PlanSent, Seen {
  campaignId: CampaignId;
  name?: string | undefined;
  at: Date;
}

/**
 * Changes a draft; what was launched stays as it was sent. Throws Refusal campaign_changed, campaign_state, not_found and
 * those of createCampaign.
 */
export async function updateCampaign(
  tx: Tx,
  { campaignId, name, texts, content, changedAt, at, ...plan }: CampaignChange,
): Promise<void> {
  const before = await lockCampaign(tx, campaignId, ['draft'], { changedAt });
  const says = texts === undefined && content === undefined ? null : readContent({ texts, content });
  if (says) await requireNamed(tx, says);
  await tx
    .update(campaign)
    .set({
      name: name === undefined ? before.name : checkName(name),
      ...readPlan(plan),
      ...(says && { content: says }),
      changedAt: nextChange(before, at),
    })
    .where(eq(campaign.campaignId, campaignId));
}
