import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { MOST_ERRORS, type StageNames } from './import-kind.ts';

/**
 * What can be told of receipts only when all of the file is read: brings the rows of one together that do not stand
 * together, drops those with a wrong row, and those that are there once more. Returns how many were there once more; they
 * are told as wrong rows.
 */
export async function mergeScattered(
  tx: Tx,
  { stage: [heads, lines], importId }: { stage: StageNames; importId: string },
): Promise<number> {
  await tx.execute(sql`
    create temp table scattered on commit drop as
    select h.group_no, h.row_no, h.receipt_key, bool_or(h.is_void) over one as void, first_value(h.group_no) over w as first_no,
      first_value(h.row_no) over w as first_row,
      row(h.lines, h.amount_minor, h.occurred_at) = first_value(row(h.lines, h.amount_minor, h.occurred_at)) over w as alike
    from ${heads} h where h.is_void or (h.store_id, h.receipt_key) in (
      select store_id, receipt_key from ${heads} group by store_id, receipt_key having count(*) > 1)
    window one as (partition by h.store_id, h.receipt_key), w as (one order by h.group_no)`);
  const [found] = await tx.execute<{ any: boolean; twice: number }>(sql`
    select count(*) > 0 as any,
      (count(*) filter (where alike and group_no <> first_no and not void))::float8 as twice from scattered`);
  if (!found?.any) return 0;
  await tx.execute(sql`
    insert into import_error (import_id, row_no, found_in, field, code, details, value)
    select ${importId}, row_no, 'reading', 'receipt', 'duplicate', jsonb_build_object('row', first_row), left(receipt_key, 200)
    from scattered where alike and group_no <> first_no and not void order by row_no
    limit greatest(0, ${MOST_ERRORS} - (select count(*) from import_error where import_id = ${importId}))`);
  for (const table of [lines, heads])
    await tx.execute(sql`
      delete from ${table} t using scattered s
      where s.group_no = t.group_no and (s.void or (s.alike and s.group_no <> s.first_no))`);
  await tx.execute(sql`delete from scattered where void or alike`);
  await join(tx, { heads, lines });
  return found.twice;
}

type Names = Record<'heads' | 'lines', StageNames[number] | undefined>;

/** Moves what `scattered` holds to the first of each. */
async function join(tx: Tx, { heads, lines }: Names): Promise<void> {
  await tx.execute(sql`
    update ${lines} l set group_no = s.first_no from scattered s where s.group_no = l.group_no`);
  await tx.execute(sql`
    update ${lines} l set line_no = n.place from (
      select ctid, row_number() over (partition by group_no order by row_no) as place from ${lines}
      where group_no in (select first_no from scattered)) n
    where l.ctid = n.ctid`);
  await tx.execute(sql`
    update ${heads} h set amount_minor = h.amount_minor + more.amount, counts = h.counts + more.counts from (
      select s.first_no, sum(o.amount_minor) as amount, sum(o.counts) as counts
      from scattered s join ${heads} o on o.group_no = s.group_no group by s.first_no) more
    where h.group_no = more.first_no`);
  await tx.execute(sql`delete from ${heads} h using scattered s where s.group_no = h.group_no`);
}
