import writeXlsxFile from 'write-excel-file/node';
import { BYTE_ORDER_MARK, csvRow } from '#src/lib/csv.ts';

export interface WrittenSheet {
  rows: string[][];
  /** Of each column, in letters. */
  widths: number[];
}

/** Semicolons: what a spreadsheet in Ukrainian opens without asking. */
export function writeCsv({ rows }: Pick<WrittenSheet, 'rows'>): string {
  return BYTE_ORDER_MARK + rows.map((row) => csvRow(row, { delimiter: ';' })).join('');
}

/** Sheets by their names; the first row of each stays in sight. Every cell is text, so that nothing becomes a formula. */
export async function writeXlsx(sheets: Readonly<Record<string, WrittenSheet>>): Promise<Buffer> {
  const written = Object.entries(sheets).map(([sheet, { rows, widths }]) => ({
    sheet,
    stickyRowsCount: 1,
    columns: widths.map((width) => ({ width })),
    data: rows.map((row, place) =>
      row.map((value) => ({
        value,
        type: String,
        wrap: true,
        alignVertical: 'top' as const,
        ...(place === 0 && { fontWeight: 'bold' as const, backgroundColor: '#E4EFEA' }),
      })),
    ),
  }));
  return await writeXlsxFile(written).toBuffer();
}
