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
  /** Why: see SKIP_REASONS of advance-chunk.ts. */
  skippedBy: Record<string, number>;
  /** Left alone, to compare with: by this campaign or by the whole programme. */
  control: number;
  delivered: number;
  seen: number;
  /** Of the queued: held until the quiet hours are over, and until their readers come to the chat. */
  held: { quietHours: number; visit: number };
  /** What came after the first try, by another way; the figures above are of the first. */
  steps: CampaignStep[];
  /** When the next of them may be written; null: none is to come, or it is not known yet. */
  nextStepAt: Date | null;
}

export interface CampaignStep {
  /** From 2. */
  step: number;
  queued: number;
  sent: number;
  failed: number;
  unknown: number;
  skipped: number;
}

/** Where a campaign stands, counted from its rows. Throws Refusal not_found {what: 'campaign'}. */
export async function readCampaignProgress(db: Reader, campaignId: CampaignId): Promise<CampaignProgress> {
  const { status, pauseReason, audience } = await readCampaign(db, campaignId);
  const rows = await db.execute<Count>(sql`
    select step, status, case when status = 'skipped' then reason end as reason, count(*)::integer as messages,
      count(delivered_at)::integer as delivered, count(seen_at)::integer as seen,
      count(*) filter (where status = 'queued' and reason = 'quiet_hours')::integer as "quietHours",
      count(*) filter (where status = 'queued' and reason is null and not_before is not null)::integer as visit
    from campaign_delivery where campaign_id = ${campaignId} group by 1, 2, 3
    union all
    select step, 'sending', null, sum(cardinality(flight))::integer, 0, 0, 0, 0
    from campaign_chunk where campaign_id = ${campaignId} and not done group by 1`);
  const [next] = await db.execute<{ at: Date | null }>(sql`
    select min(next_step_at) as at from campaign_chunk
    where campaign_id = ${campaignId} and done and not followed`);
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
    held: { quietHours: 0, visit: 0 },
    steps: stepsOf(rows),
    nextStepAt: next?.at ?? null,
  };
  for (const row of rows) {
    progress.held.quietHours += row.quietHours;
    progress.held.visit += row.visit;
    if (row.step > 1) continue;
    progress[row.status] += row.messages;
    progress.delivered += row.delivered;
    progress.seen += row.seen;
    if (row.reason !== null) progress.skippedBy[row.reason] = row.messages;
  }
  // What a worker has taken waits in its row until its end is known.
  progress.queued -= progress.sending;
  return progress;
}

function stepsOf(rows: readonly Count[]): CampaignStep[] {
  const steps = new Map<number, CampaignStep>();
  for (const { step, status, messages } of rows) {
    // What is under way waits in its row.
    if (step === 1 || status === 'control' || status === 'sending') continue;
    const none = { step, queued: 0, sent: 0, failed: 0, unknown: 0, skipped: 0 };
    const counts = steps.get(step) ?? none;
    counts[status] += messages;
    steps.set(step, counts);
  }
  return [...steps.values()].toSorted((a, b) => a.step - b.step);
}

interface Count extends Record<string, unknown> {
  step: number;
  quietHours: number;
  visit: number;
  status: 'queued' | 'sending' | 'sent' | 'failed' | 'unknown' | 'skipped' | 'control';
  reason: string | null;
  messages: number;
  delivered: number;
  seen: number;
}
