// CSV that spreadsheets open as it is meant, and that runs nothing in them (OWASP, "CSV Injection").

export interface CsvForm {
  delimiter: ',' | ';';
  /** A byte order mark, without which Excel takes UTF-8 for something older. */
  mark: boolean;
}

const LEADS_TO_FORMULA = /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;
/** A number may begin with a sign: nothing of digits alone can be a formula, nor a masked phone. */
const NUMBER = /^[+-]?[\d•]+(?:[.,]\d+)?$/;

export type CsvValue = string | number | bigint | boolean | Date | null | undefined;

/** One row with its line end. */
export function csvRow(values: readonly CsvValue[], { delimiter }: Pick<CsvForm, 'delimiter'>): string {
  return `${values.map((value) => csvCell(value, delimiter)).join(delimiter)}\r\n`;
}

/** Text that a spreadsheet would take for a formula gets an apostrophe in front. */
export function csvCell(value: CsvValue, delimiter: string): string {
  if (value === null || value === undefined) return '';
  // PostgreSQL's infinity: since ever, or never.
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString();
  if (typeof value !== 'string') return String(value);
  const safe = LEADS_TO_FORMULA.test(value) && !NUMBER.test(value) ? `'${value}` : value;
  const quoted = /["\r\n;,\t]/.test(safe) || safe.includes(delimiter) || safe !== safe.trim();
  return quoted ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const BYTE_ORDER_MARK = '\ufeff';
