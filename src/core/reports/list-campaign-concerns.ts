import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { CampaignId } from '#src/lib/id.ts';

/** `campaignWaits`: a second person has to agree to it; `campaignPaused`: it has paused by itself. */
export interface CampaignConcern {
  kind: 'campaignWaits' | 'campaignPaused';
  at: Date;
  campaignId: CampaignId;
  name: string;
  /** How many people it is for. */
  people: number;
}

/** Campaigns that stand still until somebody does something. */
export async function listCampaignConcerns(db: Reader): Promise<CampaignConcern[]> {
  return await db.execute<CampaignConcern & Record<string, unknown>>(sql`
    select case status when 'waiting' then 'campaignWaits' else 'campaignPaused' end as kind,
      coalesce(case status when 'waiting' then asked_at end, launched_at, created_at) as at,
      campaign_id as "campaignId", name, coalesce(audience, 0) as people
    from campaign where status = 'waiting' or status = 'paused' and pause_reason is not null
    order by at desc limit 20`);
}
