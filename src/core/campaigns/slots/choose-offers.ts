// Fills the slots of a run's messages just before they are sent, so that what was used up since the launch is not offered.
import type { Sql } from '#src/db/client.ts';
import { runText } from '#src/db/run-text.ts';
import type { MemberId } from '#src/lib/id.ts';
import type { ChunkLease } from '../sending/lease-chunk.ts';
import { type RankContext, rankOffers } from './rank-offers.ts';

/** Members ranked at a time; their rows are locked for no longer than it takes to write them. */
const TOGETHER = 200;

/** Writes each waiting message's offers down. Does nothing for a campaign without slots. */
export async function chooseOffers(
  sql: Sql,
  { campaignId, chunkNo, content: { slots } }: Pick<ChunkLease, 'campaignId' | 'chunkNo' | 'content'>,
  context: RankContext,
): Promise<void> {
  if (!slots) return;
  const waiting = await sql<{ seq: number; memberId: MemberId }[]>`
    select d.delivery_seq as seq, d.member_id as "memberId"
    from campaign_chunk c join campaign_delivery d
      on d.campaign_id = c.campaign_id and d.delivery_seq between c.first_seq and c.last_seq
    where c.campaign_id = ${campaignId} and c.chunk_no = ${chunkNo} and d.status = 'queued' order by d.delivery_seq`;
  for (let from = 0; from < waiting.length; from += TOGETHER) {
    const some = waiting.slice(from, from + TOGETHER);
    const memberIds = some.map(({ memberId }) => memberId);
    const ranked = await rankOffers(sql, memberIds, { slots, ...context });
    const chosen = some.map(({ seq, memberId }) => ({ seq, offers: ranked.get(memberId) ?? [] }));
    await runText(
      sql,
      `update campaign_delivery d set offers = array(select jsonb_array_elements_text(c.offers))
      from jsonb_to_recordset($2::text::jsonb) as c(seq integer, offers jsonb)
      where d.campaign_id = $1 and d.delivery_seq = c.seq and d.status = 'queued'`,
      [campaignId, JSON.stringify(chosen)],
    );
  }
}
