// Writes a launched campaign's audience down, a stretch of the members in each transaction, so that a million members
// hold nothing up and a worker that dies loses a stretch, and with it the one that was judged for after it. Whom chance leaves alone is decided here, by hashes of who
// they are, before anything is sent; whether somebody may be written to now is not: see advance-chunk.ts.
import { type SQL, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { Condition } from '../rules/condition.ts';
import { readAudience } from '../segments/read-audience.ts';
import type { CampaignContent } from './campaign-content.ts';
import { CHEAPEST } from './cheapest-identity.ts';
import { pickedSql } from './content/picked-sql.ts';
import { type Stretch, takeStretch } from './take-stretch.ts';
import { variantOf } from './variant-of.ts';
import { waitsUntil } from './waits-until.ts';

/**
 * One worker at a time works through so many; a lease row a thousand is cheap (measured: 5 us a message). A multiple of the
 * 300 that Viber takes in one call, so that no run ends with a small one.
 */
const CHUNK_SIZE = 1_200;
/** Members looked at in a transaction. */
const STRETCH = 100_000;

/** For the members of one stretch, so that none of it is put aside on the disk. */
const STRETCH_MEMORY = '64MB';
const TO_TELEGRAM = sql`(aside is null and messenger = 'telegram')`;
const TO_VIBER = sql`(aside is null and messenger = 'viber')`;
/** Asked once a statement, and not of every row. */
const MAY_WRITE = sql`(select true from size)`;

/**
 * Writes down whom the oldest launched campaign reaches among the next members that nobody else is writing; any number may
 * do so at once. Returns how many rows that were, or null when there is nothing to be taken. After the last stretch the
 * campaign runs. None are written of a stretch whose campaign was paused or stopped meanwhile, or of which the one before
 * came to nothing: it is taken again.
 */
export async function expandAudience(
  tx: Tx,
  { at, stretch = STRETCH }: { at: Date; stretch?: number },
): Promise<number | null> {
  const taken = await takeStretch(tx, stretch);
  return taken && (await writeStretch(tx, taken, at));
}

/**
 * Judges the members of a stretch, waits for its turn, and writes their rows and the runs that they are sent in. For whom
 * there is no version of any block there is nothing to send.
 */
async function writeStretch(
  tx: Tx,
  { launched, after, to, before }: Stretch,
  writtenAt: Date,
): Promise<number> {
  const { campaignId, launchedAt } = launched;
  // Every stretch asks the same question, whenever it is written. Only readPlan has stored it, and checkContent the other.
  const at = launchedAt ?? new Date(0);
  const where = launched.audienceWhere as Condition | null;
  const content = launched.content as CampaignContent;
  const [fits] = await readAudience(tx, [where], at);
  const variant = variantOf(campaignId, launched.variants);
  const variants = launched.variants.map(({ key }) => key);
  const picked = await pickedSql(tx, content, { variant, variants, at });
  const within = (memberId: SQL) =>
    sql`${memberId} > ${after} ${to === null ? sql`` : sql`and ${memberId} <= ${to}`}`;
  // Planned for these very members each time: a plan for any stretch believes in a few hundred (seen: minutes instead of one
  // second, from the sixth stretch on). How long it may wait for its turn is part of how long a statement may take.
  await tx.execute(sql`select set_config('work_mem', ${STRETCH_MEMORY}, true),
    set_config('plan_cache_mode', 'force_custom_plan', true), set_config('lock_timeout', '0', true)`);
  const [added] = await tx.execute<{ rows: number }>(sql`
    with agreed as materialized (
      -- Walks along their indexes instead of a look for each member.
      select distinct on (m.member_id) m.member_id, i.identity_id, i.messenger, ${leftAlone(launched)} as control,
        ${variant} as variant, ${picked} as picked, ${waitsUntil(launched)} as not_before,
        known.r * 100 + known.f * 10 + known.m as cell
      from member m join identity i on i.member_id = m.member_id
        left join member_stats known on known.member_id = m.member_id and ${within(sql`known.member_id`)}
      where m.status = 'active' and m.marketing_consent and i.reachable and m.registered_at <= ${launchedAt}
        and ${within(sql`m.member_id`)} and ${within(sql`i.member_id`)} and ${fits}
      order by m.member_id, ${CHEAPEST}
    ), parted as not materialized (
      select *, coalesce(control, case when ${content.pictureId === null} and 0 = all (picked) then 'no_text' end) as aside
      from agreed
    ), size as materialized (
      -- Empty when it may not be written.
      select * from (
          select count(*) filter (where ${TO_TELEGRAM}) as telegram, count(*) filter (where ${TO_VIBER}) as viber,
            count(*) as people from parted
        ) judged
        cross join lateral take_audience_turn(
          ${campaignId}, ${before}, ${after}, ${to}, judged.people, ${writtenAt}::timestamptz)
    ), message as (
      -- Telegram's, then Viber's, then who gets nothing, each in the order of their members, in which they come: numbering
      -- three parts costs a third of numbering and sorting all of them at once.
      insert into campaign_delivery (campaign_id, member_id, delivery_seq, identity_id, variant, picked, cell, not_before,
        status, reason, settled_at)
      select ${campaignId}, member_id, (select last_seq from size) + row_number() over passed, identity_id, variant, picked, cell,
        not_before, 'queued', null, null::timestamptz
      from parted where ${TO_TELEGRAM} and ${MAY_WRITE} window passed as (order by member_id)
      union all
      select ${campaignId}, member_id, (select last_seq + telegram from size) + row_number() over passed,
        identity_id, variant, picked, cell, not_before, 'queued', null, null
      from parted where ${TO_VIBER} and ${MAY_WRITE} window passed as (order by member_id)
      union all
      select ${campaignId}, member_id, (select last_seq + telegram + viber from size) + row_number() over passed,
        case when control is null then identity_id end, variant, picked, cell, null,
        case when control is null then 'skipped' else 'control' end, aside,
        case when control is null then ${at}::timestamptz end
      from parted where aside is not null and ${MAY_WRITE} window passed as (order by member_id)
    ), part as (
      select 'telegram' as messenger, last_seq + 1 as first, last_seq + telegram as last from size
      union all
      select 'viber', last_seq + telegram + 1, last_seq + telegram + viber from size
    ), chunk as (
      insert into campaign_chunk (campaign_id, chunk_no, messenger, first_seq, next_seq, last_seq)
      select ${campaignId}, (select last_chunk from size) + row_number() over (order by start), messenger, start, start,
        least(start + ${CHUNK_SIZE}::integer - 1, last)
      from part, generate_series(first, last, ${CHUNK_SIZE}::integer) as start
    )
    select people::integer as rows from size`);
  return added?.rows ?? 0;
}

/** Why a member is written to by nobody, or null: the programme's control group, or that of this campaign. */
function leftAlone({ campaignId, controlPercent, holdoutPercent, holdoutSalt }: Stretch['launched']): SQL {
  const within = (share: SQL, percent: number, why: string) =>
    percent > 0 ? [sql`when ${share} < ${percent * 100}::integer then ${why}`] : [];
  const groups = [
    ...within(sql`share_of(m.member_id, ${`programme:${holdoutSalt}`})`, holdoutPercent ?? 0, 'global'),
    ...within(sql`chance_of(m.member_id, ${`control:${campaignId}`})`, controlPercent, 'campaign'),
  ];
  return groups.length > 0 ? sql`case ${sql.join(groups, sql` `)} end` : sql`null::text`;
}
