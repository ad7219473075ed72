import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { MemberId, QuestId } from '#src/lib/id.ts';
import { addUp, type KeptGroups, NOBODY, type ResultSums } from './result-sums.ts';

/** People whose purchases are looked up in one statement: a part of a second. */
const PEOPLE_AT_ONCE = 20_000;

export interface CountResult {
  questId: QuestId;
  /** The days of the quest, and until when purchases count. */
  startsAt: Date;
  endsAt: Date;
  until: Date;
}

/** Counts what everybody of the frozen audience has bought, whether they played or not: chance has made the groups. */
export async function countResult(db: Reader, asked: CountResult): Promise<KeptGroups> {
  const groups: KeptGroups = { target: NOBODY, control: NOBODY };
  let after: MemberId | '' = '';
  for (;;) {
    const rows = await countNext(db, asked, after);
    for (const { control, last: _last, ...sums } of rows) {
      const group = control ? 'control' : 'target';
      groups[group] = addUp(groups[group], sums);
    }
    const last = rows[0]?.last;
    if (last === undefined) return groups;
    after = last;
  }
}

type Counted = ResultSums & { control: boolean; last: MemberId };

async function countNext(
  db: Reader,
  { questId, startsAt, endsAt, until }: CountResult,
  after: MemberId | '',
): Promise<Counted[]> {
  const sums = (net: 'net' | 'during' | 'after') =>
    sql.raw(`jsonb_build_object(
    'buyers', count(*) filter (where b.${net} > 0), 'receipts', coalesce(sum(b.${net}_receipts), 0),
    'netMinor', coalesce(sum(b.${net}), 0), 'squares', coalesce(sum(b.${net}::float8 ^ 2), 0))`);
  const rows = await db.execute<
    Omit<Counted, 'buyers' | 'receipts' | 'netMinor' | 'squares'> & {
      whole: ResultSums['during'];
    } & Record<string, unknown>
  >(sql`
    with person as materialized (
      select member_id, control from quest_audience
      where quest_id = ${questId} and member_id > ${after} order by member_id limit ${PEOPLE_AT_ONCE}
    )
    select a.control, (select max(member_id) from person) as last, count(*)::float8 as people,
      count(p.player_id)::float8 as joined, count(p.finished_at)::float8 as finished,
      ${sums('net')} as whole, ${sums('during')} as during, ${sums('after')} as after
    from person a join member m on m.member_id = a.member_id
      left join quest_player p on p.quest_id = ${questId} and p.member_id = coalesce(m.absorbed_into, m.member_id)
      cross join lateral (
        -- Who became part of somebody goes on buying as them, unless those are counted themselves.
        select case when not exists (
          select from quest_audience o where o.quest_id = ${questId} and o.member_id = m.absorbed_into)
          then m.absorbed_into end as also) same
      cross join lateral (
        select count(*) as net_receipts, coalesce(sum(r.left), 0) as net,
          count(*) filter (where r.occurred_at < ${endsAt}::timestamptz) as during_receipts,
          coalesce(sum(r.left) filter (where r.occurred_at < ${endsAt}::timestamptz), 0) as during,
          count(*) filter (where r.occurred_at >= ${endsAt}::timestamptz) as after_receipts,
          coalesce(sum(r.left) filter (where r.occurred_at >= ${endsAt}::timestamptz), 0) as after
        from (
          select occurred_at, amount_minor - returned_minor as left from receipt
          where member_id = any (array[a.member_id, same.also]) and occurred_at >= ${startsAt}::timestamptz
            and occurred_at < ${until}::timestamptz and amount_minor > returned_minor) r) b
    group by a.control`);
  return rows.map(({ whole, ...rest }) => ({ ...rest, ...whole }));
}
