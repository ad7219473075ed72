// A table as CSV, however long it is: read by a cursor some rows at a time, so memory does not grow with it.
import type { Sql, Tx } from '#src/db/client.ts';
import { BYTE_ORDER_MARK, type CsvForm, type CsvValue, csvRow } from '#src/lib/csv.ts';
import { maskPhone } from '../members/phone-number.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { columnNames, EXPORT_TABLES, type ExportName, type ExportTable } from './export-tables.ts';

const ROWS_AT_ONCE = 1_000;

export interface ExportAsked extends CsvForm {
  name: ExportName;
  /** Whole phones instead of masked ones. */
  wholePhones: boolean;
  /** Rows from then on, and before then; by the time that the table goes by. */
  from?: Date | undefined;
  until?: Date | undefined;
}

/** Notes who took what. Comes before the first row. */
export async function noteExport(
  tx: Tx,
  { asked, actor, at }: { asked: ExportAsked; actor: string; at: Date },
): Promise<void> {
  const { name, wholePhones, from, until } = asked;
  const detail = { wholePhones, from: from?.toISOString() ?? null, until: until?.toISOString() ?? null };
  await recordAudit(tx, { actor, action: 'export.take', subject: name, detail, at });
}

/** The file's text, in pieces. Whoever stops reading ends the query. */
export async function* streamExport(sql: Sql, asked: ExportAsked): AsyncGenerator<string> {
  const { name, wholePhones, mark } = asked;
  const table: ExportTable = EXPORT_TABLES[name];
  const names = columnNames(name);
  const phone = wholePhones ? -1 : names.indexOf('phone');
  yield (mark ? BYTE_ORDER_MARK : '') + csvRow(names, asked);
  const { text, values } = queryOf(table, asked);
  const cursor = sql.unsafe<Record<string, CsvValue>[]>(text, values).cursor(ROWS_AT_ONCE);
  for await (const rows of cursor) {
    let piece = '';
    for (const row of rows) {
      const cells = Object.values(row);
      const shown = cells[phone];
      if (typeof shown === 'string') cells[phone] = maskPhone(shown);
      piece += csvRow(cells, asked);
    }
    yield piece;
  }
}

function queryOf(
  { columns, from, time, order }: ExportTable,
  asked: ExportAsked,
): { text: string; values: string[] } {
  const values: string[] = [];
  const bound = (sign: string, at: Date | undefined) => {
    if (!at || time === undefined) return [];
    values.push(at.toISOString());
    return [`${time} ${sign} $${values.length}::timestamptz`];
  };
  const bounds = [...bound('>=', asked.from), ...bound('<', asked.until)];
  const where = bounds.length > 0 ? `where ${bounds.join(' and ')}` : '';
  return { text: `select ${columns.join(', ')} from ${from} ${where} order by ${order}`, values };
}
