// Writes a launched campaign's audience down, a batch in each transaction, so that a million members hold nothing up
// and a worker that dies loses one batch.
import { eq, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { campaign } from '#src/db/schema/campaigns.ts';
import type { MemberId } from '#src/lib/id.ts';
import { AUDIENCE } from './estimate-audience.ts';

/** One worker at a time works through so many; a lease row a thousand is cheap (measured: 5 us a message). */
const CHUNK_SIZE = 1_000;

/**
 * Expands the next batch of the oldest launched campaign that nobody else is expanding. Returns how many rows were
 * written, or null when there is nothing to expand. After the last batch the campaign runs.
 */
export async function expandAudience(
  tx: Tx,
  { at, batch = 20_000 }: { at: Date; batch?: number },
): Promise<number | null> {
  const [launched] = await tx
    .select()
    .from(campaign)
    .where(eq(campaign.status, 'expanding'))
    .orderBy(campaign.launchedAt)
    .limit(1)
    .for('update', { skipLocked: true });
  if (!launched) return null;
  const { campaignId, launchedAt, expandedTo } = launched;
  const written = launched.audience ?? 0;
  const [added] = await tx.execute<{ rows: number; last: MemberId | null }>(sql`
    with picked as materialized (
      select m.member_id, i.identity_id, i.messenger from ${AUDIENCE}
        and m.member_id > ${expandedTo ?? ''} and m.registered_at <= ${launchedAt}
      order by m.member_id limit ${batch}
    ), numbered as materialized (
      select member_id, identity_id, messenger,
        (${written}::bigint + row_number() over (order by messenger, member_id))::integer as seq,
        (row_number() over (partition by messenger order by member_id) - 1) / ${CHUNK_SIZE}::bigint as run
      from picked
    ), message as (
      insert into campaign_delivery (campaign_id, delivery_seq, member_id, identity_id)
      select ${campaignId}, seq, member_id, identity_id from numbered order by seq
    ), chunk as (
      insert into campaign_chunk (campaign_id, chunk_no, messenger, first_seq, next_seq, last_seq)
      select ${campaignId}, (select coalesce(max(chunk_no), 0) from campaign_chunk where campaign_id = ${campaignId})
          + row_number() over (order by min(seq)), messenger, min(seq), min(seq), max(seq)
      from numbered group by messenger, run
    )
    select count(*)::integer as rows, max(member_id) as last from numbered`);
  const rows = added?.rows ?? 0;
  const complete = rows < batch;
  await tx
    .update(campaign)
    .set({
      audience: written + rows,
      expandedTo: added?.last ?? expandedTo,
      ...(complete && { expandedAt: at, status: 'running' }),
    })
    .where(eq(campaign.campaignId, campaignId));
  return rows;
}
