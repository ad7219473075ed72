// A message that waits for its reader's next visit to the chat goes when they have come, see waitsUntil. Who has come is
// read from the updates that were handled: identities have no index by when they were last seen, for it would be written
// with every word of a conversation.
import type { Sql } from '#src/db/client.ts';
import type { CampaignId } from '#src/lib/id.ts';

/** Updates are noted as handled a moment before that can be seen. */
const OVERLAP_MS = 10_000;

/**
 * Lets the waiting messages of those go who have written since the last look. Two steps, each committed by itself: the run
 * is woken only once everybody can see that its message may go, so that whoever gives a run back meanwhile sees it, too.
 * Returns how many campaigns have messages that wait.
 */
export async function wakeWaiting(sql: Sql, at: Date): Promise<number> {
  const waiting = await sql<{ campaignId: CampaignId; since: Date }[]>`
    select campaign_id as "campaignId", coalesce(woken_to, launched_at) as since from campaign
    where status = 'running' and send_mode <> 'now'`;
  for (const { campaignId, since } of waiting) {
    const from = new Date(since.getTime() - OVERLAP_MS);
    await sql`
      update campaign_delivery d set not_before = null
      from ${cameSince(sql, from)} came
      where d.campaign_id = ${campaignId} and d.member_id = came.member_id and d.identity_id = came.identity_id
        and d.status = 'queued' and d.not_before > ${at}`;
    await sql`
      with due as materialized (
        select d.delivery_seq from ${cameSince(sql, from)} came join campaign_delivery d
          on d.campaign_id = ${campaignId} and d.member_id = came.member_id and d.identity_id = came.identity_id
        where d.status = 'queued' and d.not_before is null
      ), woken as (
        update campaign_chunk c set not_before = null, next_seq = least(c.next_seq, d.seq)
        from (
          select w.chunk_no, min(due.delivery_seq) as seq from due join campaign_chunk w
            on w.campaign_id = ${campaignId} and due.delivery_seq between w.first_seq and w.last_seq
          group by w.chunk_no
        ) d
        where c.campaign_id = ${campaignId} and c.chunk_no = d.chunk_no and not c.done and c.worker_no is null
      )
      update campaign set woken_to = ${at} where campaign_id = ${campaignId}`;
  }
  return waiting.length;
}

/** Members whose updates from Viber were handled since then, by the identity that they wrote with. */
function cameSince(sql: Sql, from: Date) {
  return sql`(
    select distinct i.member_id, i.identity_id from inbox n
      join identity i on i.messenger = n.messenger and i.external_id = n.external_id
    where n.status <> 'new' and n.handled_at > ${from} and n.messenger = 'viber' and i.member_id is not null
      and i.last_seen_at > ${from}::timestamptz - interval '1 day'
  )`;
}
