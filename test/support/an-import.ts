// A file brought in as the command does it, from text instead of a disk.
import { guessColumns } from '#src/core/imports/columns.ts';
import type { ImportKindName } from '#src/core/imports/import-kind.ts';
import { KINDS } from '#src/core/imports/kinds.ts';
import { lookAtFile } from '#src/core/imports/read-file.ts';
import { type Import, listRowErrors, type RowError } from '#src/core/imports/read-import.ts';
import { runImport } from '#src/core/imports/run-import.ts';
import { beginImport } from '#src/core/imports/start-import.ts';
import { type Database, transaction } from '#src/db/client.ts';
import type { ImportId } from '#src/lib/id.ts';
import { NOON } from './a-shop.ts';

export interface Brought {
  import: Import;
  importId: ImportId;
  /** New, changed, same, skipped, wrong. */
  counts: [number, number, number, number, number];
  errors: RowError[];
  /** `row field code`, in the order of rows. */
  wrong: string[];
}

/** Brings a file; text is taken as UTF-8. */
export async function bring(
  database: Pick<Database, 'db' | 'sql'>,
  kind: ImportKindName,
  file: string | Buffer,
  { dry = false, earns = false, at = NOON }: { dry?: boolean; earns?: boolean; at?: Date } = {},
): Promise<Brought> {
  const bytes = typeof file === 'string' ? Buffer.from(file) : file;
  const look = lookAtFile(bytes.subarray(0, 64 * 1024));
  const columns = guessColumns(KINDS[kind], look.header);
  const begun = await transaction(database.db, (tx) =>
    beginImport(tx, {
      kind,
      fileName: 'file.csv',
      look,
      columns,
      bytes: bytes.length,
      dry,
      earns,
      actor: 'command',
      at,
    }),
  );
  const done = await runImport(database, { ...begun, source: () => inPieces(bytes), now: () => at });
  return await brought(database, done);
}

export async function brought(database: Pick<Database, 'db'>, done: Import): Promise<Brought> {
  const { importId, countNew, countChanged, countSame, countSkipped, countWrong } = done;
  const errors = await listRowErrors(database.db, { importId, limit: 1_000 });
  return {
    import: done,
    importId,
    counts: [countNew, countChanged, countSame, countSkipped, countWrong],
    errors,
    wrong: errors.map(({ rowNo, field, code }) => `${rowNo} ${field} ${code}`),
  };
}

/** Pieces so small that they end in the middle of rows and of letters. */
export async function* inPieces(bytes: Buffer, size = 7_001): AsyncGenerator<Buffer> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}
