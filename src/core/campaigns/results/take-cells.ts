import { eq, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { campaignResult } from '#src/db/schema/campaigns.ts';
import type { CampaignId, MemberId } from '#src/lib/id.ts';

const PEOPLE_AT_ONCE = 20_000;

/**
 * Notes for the next people of an audience in which RFM cell they are: later their cell tells what the campaign has done to
 * them. Returns the last of them, null after all. A purchase is seen by the cell only once the worker has counted it.
 */
export async function takeCells(
  tx: Tx,
  { campaignId, after }: { campaignId: CampaignId; after: string },
): Promise<string | null> {
  const [row] = await tx.execute<{ last: MemberId | null }>(sql`
    with next as (
      select member_id from campaign_delivery where campaign_id = ${campaignId} and step = 1 and member_id > ${after}
      order by member_id limit ${PEOPLE_AT_ONCE}
    ), kept as (
      insert into campaign_cell (member_id, campaign_id, cell)
      select s.member_id, ${campaignId}, s.r * 100 + s.f * 10 + s.m from next join member_stats s using (member_id)
      order by 1 on conflict do nothing
    )
    select max(member_id) as last from next`);
  const cellsTo = row?.last ?? null;
  await tx.update(campaignResult).set({ cellsTo }).where(eq(campaignResult.campaignId, campaignId));
  return cellsTo;
}
