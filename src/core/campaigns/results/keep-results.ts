// Keeps the results of campaigns fresh: counted often in the first hour, then the more seldom the longer a count takes, and
// a last time when the days of attribution are over. What is counted is read outside of any transaction.
import { eq, sql } from 'drizzle-orm';
import { type Database, type Tx, transaction } from '#src/db/client.ts';
import { campaignResult } from '#src/db/schema/campaigns.ts';
import type { CampaignId } from '#src/lib/id.ts';
import { DAY_MS } from '#src/lib/zoned.ts';
import { countResult } from './count-result.ts';

/** Whoever counts has so long; then somebody else begins anew. */
const LEASE_MS = 15 * 60_000;
const OFTEN_MS = 60_000;
const SELDOM_MS = 3_600_000;
/** The share of time that may go into counting: a hundredth. */
const REST_TIMES = 100;

interface Due extends Record<string, unknown> {
  campaign_id: CampaignId;
  launched_at: Date;
  attribution_days: number;
}

/** Does the next part of what there is to do. Returns whether there may be more. `now` also tells how long counting takes. */
export async function keepResults({ db }: Pick<Database, 'db'>, now: () => Date): Promise<boolean> {
  const lease = new Date(now().getTime() + LEASE_MS);
  const due = await transaction(db, (tx) => claimDue(tx, { at: now(), lease }));
  if (!due) return false;
  const { campaign_id: campaignId, launched_at: from, attribution_days: days } = due;
  const at = now();
  const until = new Date(from.getTime() + days * DAY_MS);
  const { groups, outcomes } = await countResult(db, { campaignId, from, until });
  const tookMs = now().getTime() - at.getTime();
  const restMs = Math.min(SELDOM_MS, Math.max(OFTEN_MS, tookMs * REST_TIMES));
  const nextAt = at >= until ? null : new Date(Math.min(at.getTime() + restMs, until.getTime()));
  await transaction(db, (tx) =>
    tx
      .update(campaignResult)
      // Whoever has asked for another count meanwhile gets it.
      .set({
        groups,
        outcomes,
        countedAt: at,
        nextAt: sql`case when ${campaignResult.nextAt} = ${lease}::timestamptz then ${nextAt}::timestamptz
          else ${campaignResult.nextAt} end`,
      })
      .where(eq(campaignResult.campaignId, campaignId)),
  );
  return true;
}

/** A campaign whose audience stands and whose count is due; nobody else takes it meanwhile. */
async function claimDue(tx: Tx, { at, lease }: { at: Date; lease: Date }): Promise<Due | null> {
  // In its first moments there is nothing to count yet, and sending needs the machine.
  const first = new Date(at.getTime() - OFTEN_MS);
  await tx.execute(sql`
    insert into campaign_result (campaign_id, next_at)
    select campaign_id, ${at}::timestamptz from campaign c
    where c.expanded_at is not null and (c.expanded_at <= ${first}::timestamptz or c.status in ('finished', 'stopped'))
      and not exists (select from campaign_result r where r.campaign_id = c.campaign_id)
    on conflict do nothing`);
  const [due] = await tx.execute<Due>(sql`
    update campaign_result r set next_at = ${lease}::timestamptz from campaign c
    where c.campaign_id = r.campaign_id and r.campaign_id = (
      select campaign_id from campaign_result where next_at <= ${at}::timestamptz
      order by next_at limit 1 for update skip locked)
    returning r.campaign_id, c.launched_at, c.attribution_days`);
  return due ?? null;
}
