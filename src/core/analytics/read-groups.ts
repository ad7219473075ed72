// How many members are in each group and what they spent in the window, as the statistics stand now.
import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { LifeCycle } from '#src/db/schema/analytics.ts';
import { findRun } from './score-members.ts';
import type { Run } from './scores-sql.ts';

export interface Counted {
  members: number;
  netMinor: number;
}

export interface Groups {
  /** Of all members who have a row: everybody but those of the last half minute. */
  all: Counted;
  /** Who bought nothing in the window has 0 in all three. */
  cells: (Counted & Record<'r' | 'f' | 'm', number>)[];
  lifeCycle: (Counted & { group: LifeCycle })[];
  /** `S1` to `L3`; null: nothing bought in the window, or goods that nobody has told. */
  sizes: (Counted & { size: string | null })[];
  /** The newest cut points; null before the first day. */
  run: Run | null;
  /** How many members wait to be counted anew. */
  waiting: number;
}

type Row = Record<string, unknown> & {
  members: number;
  net: number;
  r: number | null;
  f: number | null;
  m: number | null;
  life_cycle: LifeCycle | null;
  receipt_size: string | null;
  by: number;
};
/** By PostgreSQL's `grouping`: a bit for each of the five columns that a row is not about. */
const BY = { cell: 0b00011, lifeCycle: 0b11101, size: 0b11110, all: 0b11111 };

/** One look over all members, a part of a second for a million. `today`: `YYYY-MM-DD` in the programme's time zone. */
export async function readGroups(db: Reader, today: string): Promise<Groups> {
  const rows = await db.execute<Row>(sql`
    select count(*)::float8 as members, coalesce(sum(net_minor), 0)::float8 as net, r, f, m, life_cycle, receipt_size,
      grouping(r, f, m, life_cycle, receipt_size) as by
    from member_stats group by grouping sets ((r, f, m), (life_cycle), (receipt_size), ())
    order by r desc, f desc, m desc, life_cycle, receipt_size`);
  const [late] = await db.execute<{ waiting: number }>(sql`
    select count(*)::float8 as waiting from member_stats where due_on <= ${today}::date`);
  const of = (by: number) =>
    rows
      .filter((row) => row.by === by)
      .map((row) => ({ ...row, counted: { members: row.members, netMinor: row.net } }));
  const [all] = of(BY.all);
  return {
    all: all?.counted ?? { members: 0, netMinor: 0 },
    cells: of(BY.cell).map(({ r, f, m, counted }) => ({ r: r ?? 0, f: f ?? 0, m: m ?? 0, ...counted })),
    lifeCycle: of(BY.lifeCycle).map((row) => ({ group: row.life_cycle ?? 'registered', ...row.counted })),
    sizes: of(BY.size).map((row) => ({ size: row.receipt_size, ...row.counted })),
    run: await findRun(db),
    waiting: late?.waiting ?? 0,
  };
}
