// Which worker works on which run of an audience.
import type { Sql } from '#src/db/client.ts';
import type { CampaignId } from '#src/lib/id.ts';
import type { Channel } from '../../deliveries/messenger.ts';
import { livingWorkers } from '../../deliveries/register-worker.ts';
import type { CampaignContent } from '../campaign-content.ts';

export interface ChunkLease {
  campaignId: CampaignId;
  chunkNo: number;
  workerNo: number;
  /** Of what is not through yet, whether or not it may go now. */
  nextSeq: number;
  lastSeq: number;
  content: CampaignContent;
  /** Whether a text names the balance, so that it has to be looked up. */
  asksBalance: boolean;
}

/** Takes the next free run of a running campaign on this messenger, the oldest campaign first; null when there is none. */
export async function leaseChunk(
  sql: Sql,
  { messenger, workerNo, at }: { messenger: Channel; workerNo: number; at: Date },
): Promise<ChunkLease | null> {
  const [row] = await sql<Omit<ChunkLease, 'asksBalance'>[]>`
    with free as (
      select c.campaign_id, c.chunk_no, case when c.messenger = 'sms' then p.sms_content else p.content end as content
      from campaign_chunk c join campaign p on p.campaign_id = c.campaign_id
      where c.messenger = ${messenger} and not c.done and c.worker_no is null and p.status = 'running'
        and (c.not_before is null or c.not_before <= ${at})
        and (p.send_until <= ${at} or quiet_everywhere(${at}) is null)
      order by p.launched_at, c.chunk_no limit 1
      for update of c skip locked
    )
    update campaign_chunk c set worker_no = ${workerNo} from free
    where c.campaign_id = free.campaign_id and c.chunk_no = free.chunk_no
    returning c.campaign_id as "campaignId", c.chunk_no as "chunkNo", c.worker_no as "workerNo",
      c.next_seq as "nextSeq", c.last_seq as "lastSeq", free.content`;
  return row ? { ...row, asksBalance: JSON.stringify(row.content).includes('balance') } : null;
}

/**
 * Gives a run back, with nothing of it in flight: done when nothing in it waits any more, else free from when its first
 * message may be sent. When it was the last of a campaign that runs, the campaign is finished.
 */
export async function releaseChunk(
  sql: Sql,
  {
    campaignId,
    chunkNo,
    workerNo,
    at,
  }: Pick<ChunkLease, 'campaignId' | 'chunkNo' | 'workerNo'> & { at: Date },
): Promise<void> {
  await sql`select release_chunk(${campaignId}, ${chunkNo}, ${workerNo}, ${at})`;
  await finishCampaigns(sql, at);
}

/**
 * Gives back every run that this worker holds on one messenger: leases whose answer was lost. Only the worker itself
 * may ask this, and not while it sends a run. Returns how many.
 */
export async function releaseOwnChunks(
  sql: Sql,
  { messenger, workerNo, at }: { messenger: Channel; workerNo: number; at: Date },
): Promise<number> {
  const held = await sql<{ campaignId: CampaignId; chunkNo: number }[]>`
    select campaign_id as "campaignId", chunk_no as "chunkNo" from campaign_chunk
    where messenger = ${messenger} and not done and worker_no = ${workerNo}`;
  for (const run of held) await releaseChunk(sql, { ...run, workerNo, at });
  return held.length;
}

/** Ends the campaigns of which nothing waits any more. Two workers may finish their last runs at once: either may end it. */
export async function finishCampaigns(sql: Sql, at: Date): Promise<void> {
  await sql`
    update campaign p set status = 'finished', finished_at = ${at}
    where p.status = 'running' and p.expanded_at is not null and not p.awaits_steps
      and not exists (select 1 from campaign_chunk c where c.campaign_id = p.campaign_id and not c.done)`;
}

/**
 * Frees the runs of dead workers; what they left in sending becomes unknown and is not sent again. Returns how many
 * messages that are.
 */
export async function adoptChunks(sql: Sql, at: Date): Promise<number> {
  // Asked by itself at each look for dead workers: what follows goes over all messages where the planner believes in many
  // dead ones.
  const [dead] = await sql`
    with alive as materialized (${livingWorkers(sql)})
    select 1 from campaign_chunk c
    where not c.done and c.worker_no is not null
      and not exists (select 1 from alive a where a.worker_no = c.worker_no) limit 1`;
  if (!dead) return 0;
  const [row] = await sql<{ lost: number }[]>`
    with alive as materialized (${livingWorkers(sql)}),
    dead as materialized (
      select c.campaign_id, c.chunk_no, c.flight, c.worker_no from campaign_chunk c
      where not c.done and c.worker_no is not null
        and not exists (select 1 from alive a where a.worker_no = c.worker_no)
      for update of c skip locked
    ), lost as (
      update campaign_delivery d set status = 'unknown', reason = 'the worker died', settled_at = ${at},
        worker_no = c.worker_no
      from dead c
      where d.campaign_id = c.campaign_id and d.delivery_seq = any (c.flight) and d.status = 'queued'
      returning 1
    ), freed as (
      update campaign_chunk c set worker_no = null, flight = '{}' from dead
      where c.campaign_id = dead.campaign_id and c.chunk_no = dead.chunk_no
    )
    select count(*)::integer as lost from lost`;
  return row?.lost ?? 0;
}

/** Closes the free runs of stopped campaigns: what still waits is skipped. Returns whether there was one. */
export async function closeStoppedChunk(sql: Sql, at: Date): Promise<boolean> {
  const [row] = await sql<{ closed: number }[]>`
    with free as materialized (
      select c.campaign_id, c.chunk_no, c.first_seq, c.last_seq
      from campaign_chunk c join campaign p on p.campaign_id = c.campaign_id
      where not c.done and c.worker_no is null and p.status = 'stopped'
      limit 1 for update of c skip locked
    ), skipped as (
      update campaign_delivery d set status = 'skipped', reason = 'stopped', settled_at = ${at}
      from free c
      where d.campaign_id = c.campaign_id and d.delivery_seq between c.first_seq and c.last_seq
        and d.status = 'queued'
    ), closed as (
      update campaign_chunk c set done = true, next_seq = c.last_seq + 1 from free
      where c.campaign_id = free.campaign_id and c.chunk_no = free.chunk_no
      returning 1
    )
    select count(*)::integer as closed from closed`;
  return (row?.closed ?? 0) > 0;
}
