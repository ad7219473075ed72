import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { MOST_ERRORS, type StageNames } from './import-kind.ts';

/**
 * What can be told of receipts only when all of the file is read: brings the rows of one together that do not stand
 * together, and drops those with a wrong row, those whose parts differ in time or owner (two tills may count alike), and
 * parts that are there once more. Returns how many rows it has told as wrong.
 */
export async function mergeScattered(
  tx: Tx,
  { stage: [heads, lines], importId }: { stage: StageNames; importId: string },
): Promise<number> {
  await tx.execute(sql`
    create temp table scattered on commit drop as
    with part as (
      select h.group_no, h.row_no, h.store_id, h.receipt_key, h.is_void, h.amount_minor, first_value(h.group_no) over w as first_no,
        not bool_or(h.is_void) over one and row(h.occurred_at, h.card, h.phone, h.external_id) is distinct from
          first_value(row(h.occurred_at, h.card, h.phone, h.external_id)) over w as differs, (
          select jsonb_agg(to_jsonb(l) - '{group_no,line_no,row_no}'::text[] order by l.line_no)
          from ${lines} l where l.group_no = h.group_no) as goods
      from ${heads} h where h.is_void or (h.store_id, h.receipt_key) in (
        select store_id, receipt_key from ${heads} group by store_id, receipt_key having count(*) > 1)
      window one as (partition by h.store_id, h.receipt_key), w as (one order by h.group_no)
    )
    select group_no, row_no, receipt_key, first_no, differs, bool_or(is_void or differs) over (partition by store_id, receipt_key) as void,
      row_number() over alike > 1 as repeats, first_value(row_no) over alike as repeated_row
    from part window alike as (partition by store_id, receipt_key, amount_minor, goods order by group_no)`);
  const [found] = await tx.execute<{ any: boolean; wrong: number }>(sql`
    select count(*) > 0 as any, (count(*) filter (where differs or (repeats and not void)))::float8 as wrong from scattered`);
  if (!found?.any) return 0;
  await tx.execute(sql`
    insert into import_error (import_id, row_no, found_in, field, code, details, value)
    select ${importId}, row_no, 'reading', 'receipt', case when differs then 'lines_differ' else 'duplicate' end,
      case when differs then '{}'::jsonb else jsonb_build_object('row', repeated_row) end, left(receipt_key, 200)
    from scattered where differs or (repeats and not void) order by row_no
    limit greatest(0, ${MOST_ERRORS} - (select count(*) from import_error where import_id = ${importId}))`);
  for (const table of [lines, heads])
    await tx.execute(sql`
      delete from ${table} t using scattered s where s.group_no = t.group_no and (s.void or s.repeats)`);
  await tx.execute(sql`delete from scattered where void or repeats or group_no = first_no`);
  await join(tx, { heads, lines });
  return found.wrong;
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
