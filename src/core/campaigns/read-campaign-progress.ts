import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { CampaignId } from '#src/lib/id.ts';
import { type CampaignStatus, readCampaign } from './read-campaign.ts';

export interface CampaignProgress {
  status: CampaignStatus;
  pauseReason: string | null;
  audience: number;
  queued: number;
  sending: number;
  sent: number;
  failed: number;
  /** Perhaps sent: the answer never came. Never sent again. */
  unknown: number;
  skipped: number;
  /** Why: see SkipReason of advance-chunk.ts, and stopped. */
  skippedBy: Record<string, number>;
  /** Left alone, to compare with: by this campaign or by the whole programme. */
  control: number;
  delivered: number;
  seen: number;
}

/** Where a campaign stands, counted from its rows. Throws Refusal not_found {what: 'campaign'}. */
export async function readCampaignProgress(db: Reader, campaignId: CampaignId): Promise<CampaignProgress> {
  const { status, pauseReason, audience } = await readCampaign(db, campaignId);
  const rows = await db.execute<Count>(sql`
    select status, case when status = 'skipped' then reason end as reason, count(*)::integer as messages,
      count(delivered_at)::integer as delivered, count(seen_at)::integer as seen
    from campaign_delivery where campaign_id = ${campaignId} group by 1, 2`);
  const progress: CampaignProgress = {
    status,
    pauseReason,
    audience: audience ?? 0,
    queued: 0,
    sending: 0,
    sent: 0,
    failed: 0,
    unknown: 0,
    skipped: 0,
    skippedBy: {},
    control: 0,
    delivered: 0,
    seen: 0,
  };
  for (const row of rows) {
    progress[row.status] += row.messages;
    progress.delivered += row.delivered;
    progress.seen += row.seen;
    if (row.reason !== null) progress.skippedBy[row.reason] = row.messages;
  }
  return progress;
}

interface Count extends Record<string, unknown> {
  status: 'queued' | 'sending' | 'sent' | 'failed' | 'unknown' | 'skipped' | 'control';
  reason: string | null;
  messages: number;
  delivered: number;
  seen: number;
}
