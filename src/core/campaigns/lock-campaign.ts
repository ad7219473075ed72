import { eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { campaign } from '#src/db/schema/campaigns.ts';
import type { CampaignId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import type { CampaignStatus } from './read-campaign.ts';

/**
 * Locks a campaign that must stand in one of `states` and returns its row. Throws Refusal not_found
 * {what: 'campaign'} or campaign_state {status}.
 */
export async function lockCampaign(
  tx: Tx,
  campaignId: CampaignId,
  states: CampaignStatus[],
): Promise<typeof campaign.$inferSelect> {
  const [row] = await tx.select().from(campaign).where(eq(campaign.campaignId, campaignId)).for('update');
  if (!row) throw new Refusal('not_found', { what: 'campaign' });
  if (!states.includes(row.status)) throw new Refusal('campaign_state', { status: row.status });
  return row;
}
