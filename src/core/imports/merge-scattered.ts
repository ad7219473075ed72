import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { StageNames } from './import-kind.ts';

/** Brings the rows of one receipt together that do not stand together in the file, and drops receipts with a wrong row. */
export async function mergeScattered(tx: Tx, [heads, lines]: StageNames): Promise<void> {
  const scattered = await tx.execute(sql`select 1 from ${heads} where state <> 'ok' limit 1`);
  if (scattered.length === 0) return;
  await tx.execute(sql`
    create temp table joined on commit drop as
    select group_no, first_value(group_no) over w as first_no, bool_or(state = 'void') over (partition by store_id, receipt_key) as void
    from ${heads} window w as (partition by store_id, receipt_key order by group_no)`);
  await tx.execute(sql`delete from ${lines} l using joined j where j.group_no = l.group_no and j.void`);
  await tx.execute(sql`delete from ${heads} h using joined j where j.group_no = h.group_no and j.void`);
  await tx.execute(sql`
    update ${lines} l set group_no = j.first_no from joined j
    where j.group_no = l.group_no and j.first_no <> j.group_no`);
  await tx.execute(sql`
    update ${lines} l set line_no = n.place from (
      select ctid, row_number() over (partition by group_no order by row_no) as place from ${lines}
      where group_no in (select first_no from joined where first_no <> group_no)) n
    where l.ctid = n.ctid`);
  await tx.execute(sql`
    update ${heads} h set amount_minor = all_of.amount, counts = all_of.counts from (
      select j.first_no, sum(o.amount_minor) as amount, sum(o.counts) as counts
      from joined j join ${heads} o on o.group_no = j.group_no
      group by j.first_no having count(*) > 1) all_of
    where h.group_no = all_of.first_no`);
  await tx.execute(sql`
    delete from ${heads} h using joined j where j.group_no = h.group_no and j.first_no <> j.group_no`);
}
