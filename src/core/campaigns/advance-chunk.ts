// The heart of a broadcast: one statement writes down what became of the last handful of messages and takes the next
// one, after asking again whether each member still agrees, can be reached, and whether the campaign still runs.
// It reads the members' rows directly: asking their room for each would cost a round trip a message.
import type { Sql } from '#src/db/client.ts';
import type { IdentityId, MemberId, OfferId } from '#src/lib/id.ts';
import type { Language } from '#src/lib/language.ts';
import type { ChunkLease } from './lease-chunk.ts';

export interface CampaignMessage {
  seq: number;
  memberId: MemberId;
  identityId: IdentityId;
  externalId: string;
  /** How often it was given to the messenger before. */
  attempts: number;
  name: string;
  language: Language;
  balance: bigint;
  /** Which version of each block of the text, from 1; null: the first of each. */
  picked: number[] | null;
  offers: OfferId[] | null;
}

export interface CampaignResult {
  seq: number;
  identityId: IdentityId;
  /** `queued`: surely not accepted, to be sent again after `delayMs`. */
  status: 'sent' | 'failed' | 'unknown' | 'queued';
  reason: string | null;
  externalMessageId: string | null;
  delayMs: number | null;
  /** Whether the messenger was asked at all. */
  attempted: boolean;
  unreachable: boolean;
}

/**
 * Settles `results` and marks the next messages as sending, committed when this returns. `leased` is false once the
 * campaign does not run any more or the run of messages was given to another worker; `taken` counts those looked at,
 * also the skipped ones, and 0 means that this pass has come to its end.
 */
export async function advanceChunk(
  sql: Sql,
  input: { lease: ChunkLease; results: CampaignResult[]; limit: number; at: Date },
): Promise<{ leased: boolean; taken: number; messages: CampaignMessage[] }> {
  const { lease, results, limit, at } = input;
  const { campaignId, chunkNo, workerNo } = lease;
  const [row] = await sql<{ leased: boolean; taken: number; messages: MessageRow[] | null }[]>`
    with result as materialized (
      select * from jsonb_to_recordset(${sql.json(results.map((each) => ({ ...each })))}) as r(seq integer,
        "identityId" text, status text, reason text, "externalMessageId" text, "delayMs" bigint, attempted boolean,
        unreachable boolean)
    ), settled as (
      update campaign_delivery d set status = r.status, reason = r.reason,
        external_message_id = coalesce(nullif(r."externalMessageId", ''), d.external_message_id),
        attempts = d.attempts + r.attempted::integer,
        not_before = ${at}::timestamptz + r."delayMs" * interval '1 millisecond',
        settled_at = case when r.status = 'queued' then null else ${at}::timestamptz end
      from result r
      where d.campaign_id = ${campaignId} and d.delivery_seq = r.seq and d.worker_no = ${workerNo}
        and d.status in ('sending', 'unknown')
    ), unreachable as (
      update identity i set reachable = false from result r where r.unreachable and i.identity_id = r."identityId"
    ), lease as materialized (
      select c.next_seq, c.last_seq from campaign_chunk c join campaign p on p.campaign_id = c.campaign_id
      where c.campaign_id = ${campaignId} and c.chunk_no = ${chunkNo} and c.worker_no = ${workerNo}
        and p.status = 'running' and ${limit}::integer > 0
      for update of c
    ), next as materialized (
      select d.delivery_seq, d.member_id, d.identity_id, d.attempts, d.picked, d.offers
      from lease l join campaign_delivery d
        on d.campaign_id = ${campaignId} and d.delivery_seq between l.next_seq and l.last_seq
      where d.status = 'queued' and (d.not_before is null or d.not_before <= ${at})
      order by d.delivery_seq limit ${limit}
    ), judged as materialized (
      select n.delivery_seq, n.member_id, n.identity_id, n.attempts, n.picked, n.offers,
        case when n.identity_id is null then m.phone else i.external_id end as external_id, m.name, m.language, a.balance,
        case
          when m.status <> 'active' then 'erased'
          when not m.marketing_consent then 'consent'
          -- A row without an account is an SMS to the phone.
          when n.identity_id is null then case when m.phone is null then 'unreachable' end
          when i.member_id is distinct from n.member_id or not i.reachable then 'unreachable'
        end as skip
      from next n
        join member m on m.member_id = n.member_id
        left join identity i on i.identity_id = n.identity_id
        left join account a on a.member_id = n.member_id and a.currency = 'points'
    ), marked as (
      update campaign_delivery d set status = case when j.skip is null then 'sending' else 'skipped' end,
        reason = j.skip, worker_no = ${workerNo},
        settled_at = case when j.skip is not null then ${at}::timestamptz end
      from judged j
      where d.campaign_id = ${campaignId} and d.delivery_seq = j.delivery_seq and d.status = 'queued'
      returning d.delivery_seq, d.status
    ), moved as (
      update campaign_chunk c set next_seq = n.last + 1 from (select max(delivery_seq) as last from next) n
      where c.campaign_id = ${campaignId} and c.chunk_no = ${chunkNo} and n.last is not null
    )
    select exists (select 1 from lease) as leased, (select count(*) from next)::integer as taken, (
      select jsonb_agg(jsonb_build_object('seq', j.delivery_seq, 'memberId', j.member_id, 'identityId', j.identity_id,
        'externalId', j.external_id, 'attempts', j.attempts, 'name', j.name, 'language', j.language,
        'balance', coalesce(j.balance, 0)::text, 'picked', j.picked, 'offers', j.offers) order by j.delivery_seq)
      from judged j join marked k on k.delivery_seq = j.delivery_seq where k.status = 'sending') as messages`;
  const messages = (row?.messages ?? []).map((each) => ({ ...each, balance: BigInt(each.balance) }));
  return { leased: row?.leased ?? false, taken: row?.taken ?? 0, messages };
}

type MessageRow = Omit<CampaignMessage, 'balance'> & { balance: string };
