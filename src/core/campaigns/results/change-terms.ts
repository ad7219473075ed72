import { eq, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { campaign } from '#src/db/schema/campaigns.ts';
import type { CampaignId } from '#src/lib/id.ts';
import { recordAudit } from '../../staff/record-audit.ts';
import { readCampaign } from '../read-campaign.ts';
import type { ResultTerms } from './read-results.ts';

/**
 * By what a campaign's results are judged; may be changed at any time, and its purchases are then counted anew. Throws
 * Refusal not_found {what: 'campaign'}.
 */
export async function changeTerms(
  tx: Tx,
  { campaignId, actor, at, ...terms }: ResultTerms & { campaignId: CampaignId; actor: string; at: Date },
): Promise<void> {
  await readCampaign(tx, campaignId);
  await tx
    .update(campaign)
    .set({ ...terms, costMinor: BigInt(terms.costMinor) })
    .where(eq(campaign.campaignId, campaignId));
  await countAgain(tx, campaignId, at);
  await recordAudit(tx, { actor, action: 'campaign.terms', subject: campaignId, detail: { ...terms }, at });
}

/** The worker counts the campaign's purchases next, also when its days are over: goods may have come back since. */
export async function countAgain(tx: Tx, campaignId: CampaignId, at: Date): Promise<void> {
  await tx.execute(sql`
    insert into campaign_result (campaign_id, next_at)
    select campaign_id, ${at}::timestamptz from campaign where campaign_id = ${campaignId} and expanded_at is not null
    on conflict (campaign_id) do update set next_at = excluded.next_at`);
}
