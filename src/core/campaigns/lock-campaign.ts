import { eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { campaign } from '#src/db/schema/campaigns.ts';
import type { CampaignId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import type { CampaignStatus } from './read-campaign.ts';

/** When the campaign had last been changed as somebody saw it; left out: as it is now. */
export interface Seen {
  changedAt?: Date | undefined;
}

/**
 * Locks a campaign that must stand in one of `states`, as it was seen, and returns its row. Throws Refusal not_found
 * {what: 'campaign'}, campaign_state {status}, and campaign_changed when somebody else has changed it since.
 */
export async function lockCampaign(
  tx: Tx,
  campaignId: CampaignId,
  states: CampaignStatus[],
  { changedAt }: Seen = {},
): Promise<typeof campaign.$inferSelect> {
  const [row] = await tx.select().from(campaign).where(eq(campaign.campaignId, campaignId)).for('update');
  if (!row) throw new Refusal('not_found', { what: 'campaign' });
  if (!states.includes(row.status)) throw new Refusal('campaign_state', { status: row.status });
  if (changedAt && changedAt.getTime() !== row.changedAt.getTime()) throw new Refusal('campaign_changed');
  return row;
}

/** Later than any other change of the campaign, though clocks may stand still. */
export function nextChange({ changedAt }: { changedAt: Date }, at: Date): Date {
  return new Date(Math.max(at.getTime(), changedAt.getTime() + 1));
}
