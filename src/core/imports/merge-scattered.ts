import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { MOST_ERRORS, type StageNames } from './import-kind.ts';

/**
 * What can be told of receipts only when all of the file is read: brings the rows of one together that do not stand
 * together (each run of neighbouring rows is a part), and drops those with a wrong row and those whose parts differ in time
 * or owner (two tills may count alike). Of the others a part that has no line of the parts before it is a further piece; one
 * whose lines are all there already, as many times at least, is a repeat, which is told and left out, be the receipt there
 * whole and again in pieces or the other way round. With some lines of each kind nobody knows which are meant, so that the
 * receipt is told and left out as a whole. Two lines are the same by their goods, quantity and sum; equal ones within one
 * part are so many pieces. Returns how many rows it has told as wrong.
 */
export async function mergeScattered(
  tx: Tx,
  { stage: [heads, lines], importId }: { stage: StageNames; importId: string },
): Promise<number> {
  await tx.execute(sql`
    create temp table scattered on commit drop as
    with part as (
      select h.group_no, h.row_no, h.store_id, h.receipt_key, h.sums, first_value(h.group_no) over w as first_no,
        bool_or(h.is_void) over one as is_void, not bool_or(h.is_void) over one
          and row(h.occurred_at, h.card, h.phone, h.external_id) is distinct from
            first_value(row(h.occurred_at, h.card, h.phone, h.external_id)) over w as differs
      from ${heads} h where h.is_void or (h.store_id, h.receipt_key) in (
        select store_id, receipt_key from ${heads} group by store_id, receipt_key having count(*) > 1)
      window one as (partition by h.store_id, h.receipt_key), w as (one order by h.group_no)
    ), line as (
      select p.group_no, p.store_id, p.receipt_key, l.goods, l.quantity_milli, l.amount_minor, count(*) as pieces
      from part p cross join lateral (
        select coalesce(nullif(l.sku, ''), l.name) as goods, l.quantity_milli, l.amount_minor from ${lines} l
        where l.group_no = p.group_no
        union all select '', 0, unnest(p.sums)) l
      group by 1, 2, 3, 4, 5, 6
    ), met as (
      select *, first_value(group_no) over w as met_in, first_value(pieces) over w as pieces_then from line
      window w as (partition by store_id, receipt_key, goods, quantity_milli, amount_minor order by group_no)
    ), compared as (
      select group_no, min(met_in) as met_in, bool_or(met_in < group_no) as again,
        bool_and(met_in < group_no and pieces <= pieces_then) as wholly
      from met group by group_no
    ), judged as (
      select p.*, r.row_no as met_row, not p.is_void and not bool_or(p.differs) over one as agrees,
        coalesce(c.again and not c.wholly, false) as unclear, coalesce(c.wholly, false) as repeats
      from part p left join compared c using (group_no) left join part r on r.group_no = c.met_in
      window one as (partition by p.store_id, p.receipt_key)
    ), told as (
      select *, not agrees or bool_or(unclear) over (partition by store_id, receipt_key) as void from judged
    )
    select group_no, row_no, receipt_key, first_no, void, repeats, met_row, case when differs then 'lines_differ'
      when agrees and unclear then 'lines_unclear' when not void and repeats then 'duplicate' end as problem
    from told`);
  const [found] = await tx.execute<{ any: boolean; wrong: number }>(sql`
    select count(*) > 0 as any, count(problem)::float8 as wrong from scattered`);
  if (!found?.any) return 0;
  await tx.execute(sql`
    insert into import_error (import_id, row_no, found_in, field, code, details, value)
    select ${importId}, row_no, 'reading', 'receipt', problem,
      case when problem = 'duplicate' then jsonb_build_object('row', met_row) else '{}'::jsonb end, left(receipt_key, 200)
    from scattered where problem is not null order by row_no
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
    update ${heads} h set amount_minor = h.amount_minor + more.amount from (
      select s.first_no, sum(o.amount_minor) as amount
      from scattered s join ${heads} o on o.group_no = s.group_no group by s.first_no) more
    where h.group_no = more.first_no`);
  await tx.execute(sql`delete from ${heads} h using scattered s where s.group_no = h.group_no`);
}
