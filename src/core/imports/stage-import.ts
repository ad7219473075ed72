import { sql } from 'drizzle-orm';
import { type Database, type Db, type Tx, transaction } from '#src/db/client.ts';
import { forgetErrors } from './forget-import.ts';
import {
  type ImportKind,
  MOST_ERRORS,
  type ReadContext,
  type RowCells,
  type RowProblem,
  type Staged,
  type StageNames,
} from './import-kind.ts';
import type { FileRow } from './read-file.ts';
import { readRows } from './read-file.ts';
import type { Import } from './read-import.ts';
import { createStage, finishStage, openStageWriter, stageNames } from './stage.ts';

const LONGEST_VALUE = 200;

interface WrongRow {
  rowNo: number;
  field: string | null;
  code: RowProblem;
  details: Record<string, string | number>;
  value: string;
}

export interface StageImport {
  read: Import;
  kind: ImportKind;
  context: ReadContext;
  source: AsyncIterable<Uint8Array>;
  /** Called with every run of rows; what it throws ends the reading. */
  onRows: (progress: { bytesRead: number; rowsRead: number }) => Promise<void>;
}

export interface StagedImport {
  stage: StageNames;
  groups: number;
  rows: number;
  wrong: number;
  skipped: number;
}

/** Reads the file into the import's own tables, and keeps what cannot be read. Throws ImportFileError. */
export async function stageImport(
  { db, sql: bare }: Pick<Database, 'db' | 'sql'>,
  { read, kind, context, source, onRows }: StageImport,
): Promise<StagedImport> {
  const { importId } = read;
  const stage = stageNames(importId, kind);
  await transaction(db, async (tx) => {
    await forgetErrors(tx, importId);
    await createStage(tx, importId, kind);
  });
  const wrong: WrongRow[] = [];
  const counts = { rows: 0, wrong: 0, skipped: 0, bytes: 0, kept: 0 };
  const now = currentRow(read);
  const writers = await Promise.all(kind.tables.map((table) => openStageWriter(bare, importId, table)));
  const staged: Staged = {
    put: (table, values) => writers[table]?.put(values),
    wrong(rowNo, code, field, details = {}) {
      counts.wrong++;
      if (counts.kept++ >= MOST_ERRORS) return;
      const value = field !== null && now.cells.rowNo === rowNo ? now.cells.get(field) : '';
      wrong.push({ rowNo, field, code, details, value: value.slice(0, LONGEST_VALUE) });
    },
    skipped: () => {
      counts.skipped++;
    },
  };
  try {
    const reader = kind.reader(context, staged);
    for await (const rows of readRows(counting(source, counts), read)) {
      for (const row of rows) {
        counts.rows++;
        now.take(row);
        const problem = unreadable(row, read.header.length);
        if (problem) staged.wrong(row.rowNo, problem, null);
        else reader.read(now.cells);
      }
      for (const writer of writers) await writer.drain();
      await keepErrors(db, importId, wrong.splice(0));
      await onRows({ bytesRead: counts.bytes, rowsRead: counts.rows });
    }
    const groups = reader.end();
    for (const writer of writers) await writer.end();
    await keepErrors(db, importId, wrong.splice(0));
    const more = await transaction(db, async (tx) => {
      await finishStage(tx, stage);
      return await kind.afterReading?.(tx, { stage, importId, earns: read.options.earns ?? false });
    });
    return {
      stage,
      groups,
      rows: counts.rows,
      wrong: counts.wrong + (more ?? 0),
      skipped: counts.skipped,
    };
  } catch (error) {
    for (const writer of writers) writer.abandon();
    throw error;
  }
}

async function* counting(
  source: AsyncIterable<Uint8Array>,
  counts: { bytes: number },
): AsyncGenerator<Uint8Array> {
  for await (const bytes of source) {
    counts.bytes += bytes.length;
    yield bytes;
  }
}

/** The cells of the row that was taken last, by their field, trimmed: one object for all the rows of a file. */
function currentRow({ columns }: Pick<Import, 'columns'>): { cells: RowCells; take(row: FileRow): void } {
  const places = new Map(Object.entries(columns));
  let texts: readonly string[] = [];
  const cells = {
    rowNo: 0,
    get(field: string) {
      const place = places.get(field);
      return place === undefined ? '' : plain((texts[place] ?? '').trim());
    },
  };
  return {
    cells,
    take(row) {
      cells.rowNo = row.rowNo;
      texts = row.cells;
    },
  };
}

/** Our own exports put an apostrophe before what a spreadsheet would take for a formula. */
function plain(cell: string): string {
  return cell.startsWith("'") && /^'[=+\-@]/.test(cell) ? cell.slice(1) : cell;
}

function unreadable({ cells, problem }: FileRow, columns: number): RowProblem | null {
  if (problem === null && cells.length > columns && cells.slice(columns).some((cell) => cell.trim() !== ''))
    return 'too_many_columns';
  return problem;
}

async function keepErrors(db: Db | Tx, importId: string, wrong: WrongRow[]): Promise<void> {
  if (wrong.length === 0) return;
  await db.execute(sql`
    insert into import_error (import_id, row_no, found_in, field, code, details, value)
    select ${importId}, e."rowNo", 'reading', e.field, e.code, e.details, e.value
    from jsonb_to_recordset(${JSON.stringify(wrong)}::text::jsonb)
      as e("rowNo" bigint, field text, code text, details jsonb, value text)`);
}
