// Keeps the results of campaigns fresh. What is counted is read outside of any transaction.
import { eq, sql } from 'drizzle-orm';
import { type Database, type Tx, transaction } from '#src/db/client.ts';
import { campaignResult } from '#src/db/schema/campaigns.ts';
import type { CampaignId } from '#src/lib/id.ts';
import { DAY_MS } from '#src/lib/zoned.ts';
import { COUNT_LEASE_MS, COUNT_OFTEN_MS, nextCountAt } from '../../analytics/count-pace.ts';
import { countResult } from './count-result.ts';

interface Due extends Record<string, unknown> {
  campaign_id: CampaignId;
  launched_at: Date;
  attribution_days: number;
}

/** Does the next part of what there is to do. Returns whether there may be more. `now` also tells how long counting takes. */
export async function keepResults({ db }: Pick<Database, 'db'>, now: () => Date): Promise<boolean> {
  const lease = new Date(now().getTime() + COUNT_LEASE_MS);
  const due = await transaction(db, (tx) => claimDue(tx, { at: now(), lease }));
  if (!due) return false;
  const { campaign_id: campaignId, launched_at: from, attribution_days: days } = due;
  const at = now();
  const until = new Date(from.getTime() + days * DAY_MS);
  const { groups, outcomes } = await countResult(db, { campaignId, from, until });
  const nextAt = nextCountAt({ at, tookMs: now().getTime() - at.getTime(), until });
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
  const first = new Date(at.getTime() - COUNT_OFTEN_MS);
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
