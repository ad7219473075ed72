// The cut points of a day, and the scores by them.
import { desc, eq, sql } from 'drizzle-orm';
import type { Reader, Tx } from '#src/db/client.ts';
import { rfmRun } from '#src/db/schema/analytics.ts';
import { type Run, type ScoredBy, type Settings, scoresOf } from './scores-sql.ts';

/** Rows that are looked at in one statement: a part of a second, since whoever reads events waits as long. */
const ROWS_AT_ONCE = 50_000;

/** The newest run, be it finished or not; null before the first. */
export async function findRun(db: Reader): Promise<Run | null> {
  const [run] = await db.select().from(rfmRun).orderBy(desc(rfmRun.runNo)).limit(1);
  return run ?? null;
}

/**
 * Writes the cut points of the day down: the thirds of all who have bought in the window (interpolated, as `percentile_cont`
 * does), or what the shop has set.
 */
export async function beginRun(
  tx: Tx,
  { settings, today, at }: { settings: Settings; today: string; at: Date },
): Promise<void> {
  const { fixedCuts, version } = settings;
  const thirds = (value: string) =>
    sql.raw(`percentile_cont(array[1.0 / 3, 2.0 / 3]) within group (order by ${value})`);
  // What is fixed needs no sorting.
  const cuts = (own: [number, number] | undefined, value: string) =>
    own ? sql`array[${own[0]}::double precision, ${own[1]}::double precision]` : thirds(value);
  // Four sorts of all members, once a day.
  await tx.execute(sql`select set_config('work_mem', '32MB', true)`);
  await tx.execute(sql`
    insert into rfm_run (run_on, settings_version, made_at, is_fixed, buyers, r1, r2, f1, f2, m1, m2, size1, size2)
    select ${today}::date, ${version}, ${at}::timestamptz, ${fixedCuts !== null}, buyers, r[1], r[2], f[1], f[2], m[1], m[2],
      size[1], size[2]
    from (
      select count(*) as buyers, ${cuts(fixedCuts?.r, `'${today}'::date - last_day`)} as r,
        ${cuts(fixedCuts?.f, 'days')} as f, ${cuts(fixedCuts?.m, 'net_minor')} as m, ${thirds('median_minor')} as size
      from member_stats where days > 0
    ) cut`);
}

/** Scores the next members by an unfinished run and writes only what has changed. Returns how many rows that were. */
export async function scoreNext(
  tx: Tx,
  { run, at, ...by }: ScoredBy & { run: Run; at: Date },
): Promise<number> {
  const [last] = await tx.execute<{ member_id: string }>(sql`
    select member_id from member_stats where member_id > ${run.scoredTo} order by member_id
    offset ${ROWS_AT_ONCE - 1} limit 1`);
  const until = last ? sql`s.member_id <= ${last.member_id}` : sql`true`;
  const { r, f, m, lifeCycle, receiptSize } = scoresOf('s', { run, ...by });
  const changed = await tx.execute(sql`
    update member_stats s set r = ${r}, f = ${f}, m = ${m}, life_cycle = ${lifeCycle}, receipt_size = ${receiptSize}
    where s.member_id > ${run.scoredTo} and ${until}
      and (s.r, s.f, s.m, s.life_cycle, s.receipt_size) is distinct from (${r}, ${f}, ${m}, ${lifeCycle}, ${receiptSize})`);
  const rescored = changed.count;
  await tx
    .update(rfmRun)
    .set({
      rescored: sql`${rfmRun.rescored} + ${rescored}`,
      ...(last ? { scoredTo: last.member_id } : { finishedAt: at }),
    })
    .where(eq(rfmRun.runNo, run.runNo));
  return rescored;
}
