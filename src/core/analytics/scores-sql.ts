// How figures become scores and groups, as SQL: the one place where the rules are written. A score counts the cut points
// that a value lies above, so equal values share a score; a value on a cut point lies below it.
import { type SQL, sql } from 'drizzle-orm';
import type { analyticsSettings, rfmRun } from '#src/db/schema/analytics.ts';

export type Settings = typeof analyticsSettings.$inferSelect;
export type Run = typeof rfmRun.$inferSelect;

export interface ScoredBy {
  settings: Settings;
  /** Null before the first day was looked at: then nobody has a score. */
  run: Run | null;
  /** `YYYY-MM-DD` in the programme's time zone. */
  today: string;
}

export interface Scores {
  r: SQL;
  f: SQL;
  m: SQL;
  lifeCycle: SQL;
  receiptSize: SQL;
}

/** The scores of rows of `figures`, an alias with the columns of member_stats. */
export function scoresOf(figures: string, { settings, run, today }: ScoredBy): Scores {
  const column = (name: string) => sql.raw(`${figures}.${name}`);
  const bought = (score: SQL) =>
    run ? sql`case when ${column('days')} = 0 then 0 else ${score} end` : sql`0`;
  const recency = sql`(${run?.runOn ?? today}::date - ${column('last_day')})`;
  return {
    r: bought(sql`3 - ${above(recency, run?.r1, run?.r2)}`),
    f: bought(sql`1 + ${above(column('days'), run?.f1, run?.f2)}`),
    m: bought(sql`1 + ${above(column('net_minor'), run?.m1, run?.m2)}`),
    lifeCycle: lifeCycleOf(column, { settings, today }),
    receiptSize: sql`case
      when ${column('median_lines')} >= 5 then 'L' when ${column('median_lines')} >= 2 then 'M'
      when ${column('median_lines')} >= 1 then 'S'
    end || (1 + ${above(column('median_minor'), run?.size1, run?.size2)})`,
  };
}

/** How many of the cut points the value lies above: 0, 1 or 2. */
function above(value: SQL, low: number | null | undefined, high: number | null | undefined): SQL {
  const one = (cut: number | null | undefined) =>
    typeof cut === 'number' ? sql`(${value} > ${cut}::double precision)::integer` : sql`0`;
  return sql`(${one(low)} + ${one(high)})`;
}

/**
 * Everybody is in one group. Whoever has bought once is new, then stalled; whoever has bought oftener is regular, lapsing or
 * lost by the days since; who had been lost before the last purchase is reactivated until the next one.
 */
function lifeCycleOf(
  column: (name: string) => SQL,
  { settings, today }: Pick<ScoredBy, 'settings' | 'today'>,
): SQL {
  const since = sql`(${today}::date - ${column('last_day')})`;
  const { newDays, lapsingDays, lostDays } = settings;
  return sql`case
    when ${column('days_ever')} = 0 then 'registered'
    when ${column('days_ever')} = 1 then case when ${since} <= ${newDays}::integer then 'new' else 'stalled' end
    when ${since} > ${lostDays}::integer then 'lost'
    when ${since} > ${lapsingDays}::integer then 'lapsing'
    when ${column('last_day')} - ${column('previous_day')} > ${lostDays}::integer then 'reactivated'
    else 'regular'
  end`;
}
