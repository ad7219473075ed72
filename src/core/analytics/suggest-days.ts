import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';

export interface SuggestedDays {
  newDays: number;
  lapsingDays: number;
  lostDays: number;
  /** How many gaps between two purchases of a member were looked at. */
  gaps: number;
}

/** Members who were looked at, at most about so many. */
const SAMPLE = 5_000;
/** With fewer gaps the answer is chance. */
const FEWEST_GAPS = 100;

/**
 * What the members' own habits say: three of four, nine of ten and nineteen of twenty gaps between two purchase days of a
 * member are no longer. From a sample; null where there is too little to say.
 */
export async function suggestDays(db: Reader, timeZone: string): Promise<SuggestedDays | null> {
  const [row] = await db.execute<{
    gaps: number;
    newDays: number | null;
    lapsingDays: number | null;
    lostDays: number | null;
  }>(sql`
    with chosen as materialized (
      select member_id from member_stats where days_ever > 1
        and abs(hashtext(member_id)::bigint) % greatest(1,
          (select count(*) from member_stats where days_ever > 1) / ${SAMPLE}::integer) = 0
    ), bought as (
      select distinct r.member_id, (r.occurred_at at time zone ${timeZone})::date as day
      from chosen join receipt r using (member_id)
      where r.state <> 'cancelled' and r.amount_minor > r.returned_minor
    ), gap as (
      select day - lag(day) over (partition by member_id order by day) as days from bought
    )
    select count(days)::float8 as gaps, percentile_disc(0.75) within group (order by days) as "newDays",
      percentile_disc(0.9) within group (order by days) as "lapsingDays",
      percentile_disc(0.95) within group (order by days) as "lostDays"
    from gap`);
  if (!row || row.gaps < FEWEST_GAPS) return null;
  const { gaps, newDays, lapsingDays, lostDays } = row;
  if (newDays === null || lapsingDays === null || lostDays === null) return null;
  return { newDays, lapsingDays, lostDays: Math.max(lostDays, lapsingDays + 1), gaps };
}
