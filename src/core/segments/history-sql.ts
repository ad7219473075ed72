// What a member has bought, counted or summed in SQL over `m`. Receipts by receipt_of_member_by_time, lines by their
// primary key; those of members who have become part of this one count too. Returned goods are left out.
import { type SQL, sql } from 'drizzle-orm';
import type { HistoryCondition, LineCondition } from '../rules/condition.ts';
import type { AudienceKnown } from './audience-known.ts';
import { within } from './audience-values.ts';
import { lineSql, linesOf, receiptSql } from './receipt-sql.ts';

/** A whole number, never null. */
export function historySql({ history, period, receipt, line }: HistoryCondition, known: AudienceKnown): SQL {
  const counted = receipt === null ? sql`` : sql` and ${receiptSql(receipt, known)}`;
  const receipts = sql`r.member_id = any (array(
      select m.member_id union all select a.member_id from member a where a.absorbed_into = m.member_id))
    and ${within(known, period)}${counted}`;
  if (history === 'receipts' || history === 'days' || (history === 'spent' && line === null)) {
    const withLine = line === null ? sql`` : sql` and exists (select 1 ${keptLines(line)})`;
    return sql`(select ${wholeOf(history, known)} from receipt r where ${receipts}${withLine})`;
  }
  // The lines of each receipt are looked up by its key, whatever the planner believes of the table: hence the offset.
  return sql`(select coalesce(sum(l.value), 0) from receipt r
    cross join lateral (select ${LINE_VALUES[history]} as value ${keptLines(line)} offset 0) l where ${receipts})`;
}

function wholeOf(history: 'receipts' | 'days' | 'spent', { timeZone }: AudienceKnown): SQL {
  if (history === 'receipts') return sql`count(*)`;
  if (history === 'days') return sql`count(distinct (r.occurred_at at time zone ${timeZone}::text)::date)`;
  return sql`coalesce(sum(r.amount_minor - r.returned_minor), 0)`;
}

/** Of one line; money is what was paid for it in the end, rounded down, as netOf has it. */
const LINE_VALUES = {
  spent: sql`(l.amount_minor - l.our_discount_minor) * (l.quantity_milli - l.returned_milli) / l.quantity_milli`,
  pieces: sql`l.quantity_milli - l.returned_milli`,
  lines: sql`1`,
};

/** Lines of the receipt that the member has kept. */
function keptLines(line: LineCondition | null): SQL {
  const like = line === null ? sql`` : sql` and ${lineSql(line)}`;
  return sql`from ${linesOf} and l.returned_milli < l.quantity_milli${like}`;
}
