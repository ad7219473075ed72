// From a table of cells to rows with a name for each cell.
import type { Language } from '#src/lib/language.ts';
import { invalidField } from '../../../refusal.ts';
import { MOST_TASKS } from '../draft-schema.ts';
import {
  COLUMN_NAMES,
  columnOf,
  type FoundColumn,
  isWords,
  type SheetColumn,
  type WordColumn,
} from './columns.ts';

export interface SheetRow {
  /** As a spreadsheet counts: the heading is row 1. */
  row: number;
  /** What is written in a column; undefined: there is no such column. */
  cell(column: Exclude<SheetColumn, WordColumn>): string | undefined;
  /** The same of words, by language; only languages that have a column. */
  words(column: WordColumn): Partial<Record<Language, string>>;
}

/** Throws Refusal invalid_input {field: 'file'} for what is no sheet of tasks at all. */
export function readRows(table: readonly string[][], reader: Language): SheetRow[] {
  const [headings = [], ...lines] = table;
  const columns = headings.map((heading) => columnOf(heading, reader));
  const unknown = headings.find((heading, place) => heading.trim() !== '' && columns[place] === null);
  if (unknown !== undefined) throw invalidField('file', 'sheet.column', { column: unknown.slice(0, 40) });
  const has = (column: SheetColumn) => columns.some((found) => found?.column === column);
  const missing = (['type', 'question'] as const).find((column) => !has(column));
  if (missing) throw invalidField('file', 'sheet.noColumn', { column: COLUMN_NAMES[reader][missing] });
  const rows = lines.flatMap((line, index) => {
    const cells = line.map(cleaned);
    return cells.every((cell) => cell === '') ? [] : [rowOf(columns, cells, index + 2)];
  });
  if (rows.length === 0) throw invalidField('file', 'sheet.empty');
  if (rows.length > MOST_TASKS) throw invalidField('file', 'mostRows', { count: MOST_TASKS });
  return rows;
}

/** An apostrophe stood in front so that no spreadsheet took it for a formula. */
function cleaned(cell: string): string {
  return cell.trim().replace(/^'(?=[=+\-@])/, '');
}

function rowOf(columns: readonly (FoundColumn | null)[], cells: readonly string[], row: number): SheetRow {
  const at = (place: number) => cells[place] ?? '';
  return {
    row,
    cell(column) {
      const place = columns.findIndex((found) => found?.column === column);
      return place < 0 ? undefined : at(place);
    },
    words(column) {
      const texts: Partial<Record<Language, string>> = {};
      for (const [place, found] of columns.entries())
        if (found?.column === column && isWords(column)) texts[found.language] = at(place);
      return texts;
    },
  };
}
