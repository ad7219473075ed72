// The next try by another way for those of a run who did not react, a run in each transaction. Its rows are rows like any
// other: whether somebody may be written to at that moment is asked again when they are taken, see advance-chunk.ts.
import { type SQL, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { CampaignId } from '#src/lib/id.ts';
import { CHEAPEST_FIRST } from './cheapest-identity.ts';
import type { Reaction, Step } from './read-plan.ts';

/** Runs that are looked at in a transaction to learn when their wait is over. */
const AT_ONCE = 20;

interface Due extends Record<string, unknown> {
  campaignId: CampaignId;
  chunkNo: number;
  firstSeq: number;
  lastSeq: number;
  step: number;
  steps: Step[];
  stopOn: Reaction[];
  isOver: boolean;
}

/**
 * Writes the next step of the run whose wait has been over for longest. Returns how many rows were written, or null when
 * there is no such run. A campaign of which no further step can come any more may finish from then on.
 */
export async function expandNextStep(tx: Tx, at: Date): Promise<number | null> {
  await noteWaits(tx, at);
  const [due] = await tx.execute<Due>(sql`
    select c.campaign_id as "campaignId", c.chunk_no as "chunkNo", c.first_seq as "firstSeq", c.last_seq as "lastSeq",
      c.step, p.steps, p.stop_on as "stopOn", coalesce(p.send_until <= ${at}, false) as "isOver"
    from campaign_chunk c join campaign p on p.campaign_id = c.campaign_id
    where c.done and not c.followed and c.next_step_at <= ${at} and p.status = 'running'
    order by c.next_step_at, c.campaign_id, c.chunk_no limit 1
    -- The numbers of a campaign's rows go on from its last one: one at a time writes them.
    for update of p, c skip locked`);
  if (!due) {
    await closeSteps(tx);
    return null;
  }
  const next = due.steps[due.step - 1];
  const rows = next && !due.isOver ? await writeStep(tx, due, { next, at }) : 0;
  await tx.execute(sql`
    update campaign_chunk set followed = true
    where campaign_id = ${due.campaignId} and chunk_no = ${due.chunkNo}`);
  return rows;
}

/** Of runs that are through: when whoever is in them has had time to react. One without a next step is followed by nothing. */
async function noteWaits(tx: Tx, at: Date): Promise<void> {
  await tx.execute(sql`
    with through as materialized (
      select c.campaign_id, c.chunk_no, c.first_seq, c.last_seq, p.steps -> (c.step - 1) as next
      from campaign_chunk c join campaign p on p.campaign_id = c.campaign_id
      where c.done and not c.followed and c.next_step_at is null and p.status = 'running' and p.awaits_steps
      order by c.campaign_id, c.chunk_no limit ${AT_ONCE} for update of c skip locked
    )
    update campaign_chunk c set followed = t.next is null,
      next_step_at = case when t.next is not null then (t.next ->> 'afterHours')::integer * interval '1 hour' + coalesce((
        select max(d.settled_at) from campaign_delivery d
        where d.campaign_id = t.campaign_id and d.delivery_seq between t.first_seq and t.last_seq), ${at}) end
    from through t where c.campaign_id = t.campaign_id and c.chunk_no = t.chunk_no`);
}

/** Campaigns of which every run is through and followed wait for no further step. */
async function closeSteps(tx: Tx): Promise<void> {
  await tx.execute(sql`
    update campaign p set awaits_steps = false
    where p.status = 'running' and p.awaits_steps and p.expanded_at is not null and not exists (
      select 1 from campaign_chunk c where c.campaign_id = p.campaign_id and not (c.done and c.followed))`);
}

/** Whoever has no such way has a row that says so where a further step may still reach them. */
async function writeStep(tx: Tx, due: Due, { next, at }: { next: Step; at: Date }): Promise<number> {
  const { campaignId, firstSeq, lastSeq, step, steps } = due;
  const hasFurther = steps.length > step;
  const [added] = await tx.execute<{ rows: number }>(sql`
    with missed as materialized (
      select d.member_id, d.variant, d.picked, d.offers, w.identity_id, w.channel
      from campaign_delivery d
        join member m on m.member_id = d.member_id
        left join identity used on used.identity_id = d.identity_id
        left join lateral (${wayOf(next)}) w on true
        cross join lateral (
          select min(e.settled_at) as since, bool_or(e.seen_at is not null) as seen,
            bool_or(e.clicked_at is not null) as clicked
          from campaign_delivery e where e.campaign_id = d.campaign_id and e.member_id = d.member_id
        ) so
      where d.campaign_id = ${campaignId} and d.delivery_seq between ${firstSeq} and ${lastSeq}
        and (d.status in ('sent', 'failed', 'unknown') or d.status = 'skipped' and d.reason in ('unreachable', 'no_way'))
        and m.status = 'active' and m.marketing_consent and not (${reactedTo(due.stopOn)})
        and (w.channel is not null or ${hasFurther})
    ), numbered as materialized (
      select *, ((select max(delivery_seq) from campaign_delivery where campaign_id = ${campaignId})
        + row_number() over (order by channel nulls last, member_id))::integer as seq
      from missed
    ), message as (
      insert into campaign_delivery
        (campaign_id, delivery_seq, member_id, identity_id, status, reason, settled_at, step, variant, picked, offers)
      select ${campaignId}, seq, member_id, identity_id, case when channel is null then 'skipped' else 'queued' end,
        case when channel is null then 'no_way' end, case when channel is null then ${at}::timestamptz end,
        ${step + 1}::smallint, variant, case when channel <> 'sms' then picked end,
        case when channel <> 'sms' then offers end
      from numbered order by seq
      on conflict (campaign_id, member_id, step) do nothing
    ), chunk as (
      insert into campaign_chunk (campaign_id, chunk_no, messenger, first_seq, next_seq, last_seq, step, done)
      select ${campaignId}, (select max(chunk_no) from campaign_chunk where campaign_id = ${campaignId})
          + row_number() over (order by min(seq)),
        coalesce(channel, 'telegram'), min(seq), min(seq), max(seq), ${step + 1}::smallint, channel is null
      from numbered group by channel
    )
    select count(*)::integer as rows from numbered`);
  return added?.rows ?? 0;
}

/**
 * The identity (none for an SMS) and the channel of the next step, for a member `m` who was tried by `used`. A number that
 * nobody has proven to be theirs may be a stranger's.
 */
function wayOf({ channel }: Step): SQL {
  if (channel === 'sms')
    return sql`select null::text as identity_id, 'sms' as channel from phone p
      where p.phone = m.phone and p.member_id = m.member_id and p.proven_at is not null`;
  return sql`
    select i.identity_id, i.messenger as channel from identity i
    where i.member_id = m.member_id and i.reachable and i.messenger is distinct from used.messenger
    ${CHEAPEST_FIRST} limit 1`;
}

/** Whether a member has done one of these things since the campaign first came to them. */
function reactedTo(stopOn: Reaction[]): SQL {
  const asked: Record<Reaction, SQL> = {
    seen: sql`so.seen`,
    clicked: sql`so.clicked`,
    wrote: sql`exists (select 1 from identity i where i.member_id = d.member_id and i.last_seen_at > so.since)`,
    bought: sql`exists (select 1 from receipt r where r.member_id = d.member_id and r.occurred_at > so.since)`,
  };
  return sql.join(
    stopOn.map((reaction) => asked[reaction]),
    sql` or `,
  );
}
