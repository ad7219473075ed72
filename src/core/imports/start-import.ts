// What a person does with an import whose file is there: say which column is what, have it checked, have it written, call
// it off.
import { isDeepStrictEqual } from 'node:util';
import { and, eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { importError, importTable } from '#src/db/schema/imports.ts';
import { type ImportId, newId } from '#src/lib/id.ts';
import { invalidField, Refusal } from '../refusal.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { type Columns, missingFields } from './columns.ts';
import { forgetParts } from './forget-import.ts';
import type { ImportKindName } from './import-kind.ts';
import { KINDS } from './kinds.ts';
import type { FileLook } from './read-file.ts';
import { type Import, type ImportOptions, lockImport } from './read-import.ts';

/** Begins one whose file is still to come. */
export async function createImport(
  tx: Tx,
  { kind, fileName, actor, at }: { kind: ImportKindName; fileName: string; actor: string; at: Date },
): Promise<ImportId> {
  const importId = newId('imp', at.getTime());
  await tx.insert(importTable).values({ importId, kind, fileName, askedBy: actor, createdAt: at });
  return importId;
}

export interface StartImport {
  importId: ImportId;
  /** Which column is which field; as it was when left out. */
  columns?: Columns | undefined;
  /** Past receipts give points by the rules of their time; as it was when left out. */
  earns?: boolean | undefined;
  actor: string;
  at: Date;
}

/**
 * Has it checked: a dry run. The same again while it is checked is harmless. Throws Refusal `import_state` while it is at work or over, `import_columns` {fields} when a
 * required field has no column.
 */
export async function checkImport(
  tx: Tx,
  { importId, columns: wanted, earns, actor, at }: StartImport,
): Promise<Import> {
  const before = await lockImport(tx, importId);
  const columns = wanted ? readColumns(before, wanted) : before.columns;
  if (before.status === 'checking' && isAsked(before, { columns, earns })) return before;
  if (!['ready', 'checked', 'failed'].includes(before.status)) throw new Refusal('import_state');
  refuseMissing(before, columns);
  await tx
    .update(importTable)
    .set({
      columns,
      options: optionsOf(before, earns),
      status: 'checking',
      bytesRead: 0,
      rowsRead: 0,
      groupsRead: 0,
      groupsDone: 0,
      ...noCounts,
      readSkipped: 0,
      readWrong: 0,
      attempt: before.attempt + 1,
      heardAt: null,
      error: null,
      errorDetails: {},
    })
    .where(eq(importTable.importId, importId));
  await recordAudit(tx, { actor, action: 'import.check', subject: importId, at });
  return await lockImport(tx, importId);
}

function isAsked(
  before: Import,
  { columns, earns }: { columns: Columns; earns: boolean | undefined },
): boolean {
  return isDeepStrictEqual([before.columns, before.options], [columns, optionsOf(before, earns)]);
}

/** Only receipts earn. */
function optionsOf(
  { kind, options }: Pick<Import, 'kind' | 'options'>,
  earns = options.earns,
): ImportOptions {
  return earns && kind === 'receipts' ? { earns } : {};
}

const noCounts = {
  points: 0,
  refused: {},
  countNew: 0,
  countChanged: 0,
  countSame: 0,
  countSkipped: 0,
  countWrong: 0,
};

/** Has what was checked written. Again is harmless. Throws Refusal `import_state`. */
export async function writeImport(
  tx: Tx,
  { importId, actor, at }: Omit<StartImport, 'columns' | 'earns'>,
): Promise<Import> {
  const before = await lockImport(tx, importId);
  if (before.status === 'writing' || before.status === 'done') return before;
  const goesOn = before.status === 'failed' && before.error === 'fault';
  if (before.status !== 'checked' && !goesOn) throw new Refusal('import_state');
  await beginWriting(tx, before);
  const { kind, countNew, countChanged } = before;
  const detail = { kind, new: countNew, changed: countChanged };
  await recordAudit(tx, { actor, action: 'import.write', subject: importId, detail, at });
  return await lockImport(tx, importId);
}

/** From the first group; what reading has found stays, and what judging had found is judged anew. */
export async function beginWriting(
  tx: Tx,
  { importId, readSkipped, readWrong, attempt }: Import,
): Promise<void> {
  await tx
    .delete(importError)
    .where(and(eq(importError.importId, importId), eq(importError.foundIn, 'judging')));
  await tx
    .update(importTable)
    .set({
      status: 'writing',
      groupsDone: 0,
      ...noCounts,
      countSkipped: readSkipped,
      countWrong: readWrong,
      attempt: attempt + 1,
      heardAt: null,
      error: null,
      errorDetails: {},
    })
    .where(eq(importTable.importId, importId));
}

/** Calls it off; what is written stays written. Throws Refusal `import_state` when it is over. */
export async function cancelImport(
  tx: Tx,
  { importId, actor, at }: Omit<StartImport, 'columns' | 'earns'>,
): Promise<Import> {
  const before = await lockImport(tx, importId);
  if (before.status === 'cancelled') return before;
  if (before.status === 'done') throw new Refusal('import_state');
  await tx
    .update(importTable)
    .set({ status: 'cancelled', finishedAt: at })
    .where(eq(importTable.importId, importId));
  // Whoever reads it just now holds its tables; the sweep takes them away.
  await forgetParts(tx, importId);
  await recordAudit(tx, { actor, action: 'import.cancel', subject: importId, at });
  return await lockImport(tx, importId);
}

/** Throws Refusal `import_columns`. */
export function refuseMissing({ kind }: Pick<Import, 'kind'>, columns: Columns): void {
  const missing = missingFields(KINDS[kind], columns);
  if (missing.length > 0) throw new Refusal('import_columns', { fields: missing.join(', ') });
}

function readColumns({ kind, header }: Import, wanted: Columns): Columns {
  const known = new Set(KINDS[kind].fields.map(({ field }) => field));
  const used = new Set<number>();
  for (const [field, place] of Object.entries(wanted)) {
    if (!known.has(field) || place < 0 || place >= header.length || used.has(place))
      throw invalidField(`columns.${field}`, 'column');
    used.add(place);
  }
  return wanted;
}

export interface BeginImport {
  kind: ImportKindName;
  fileName: string;
  look: FileLook;
  columns: Columns;
  bytes: number;
  dry: boolean;
  earns?: boolean;
  actor: string;
  at: Date;
}

/**
 * One whose file stays with its caller, who goes through with it at once. Throws Refusal `import_columns` {fields},
 * `invalid_input`.
 */
export async function beginImport(
  tx: Tx,
  begun: BeginImport,
): Promise<{ importId: ImportId; attempt: number }> {
  const { kind, fileName, look, columns, bytes, dry, earns, actor, at } = begun;
  const importId = await createImport(tx, { kind, fileName, actor, at });
  const created = await lockImport(tx, importId);
  const read = readColumns({ ...created, header: look.header }, columns);
  refuseMissing(created, read);
  const status = dry ? 'checking' : 'writing';
  await tx
    .update(importTable)
    .set({
      ...look,
      columns: read,
      options: optionsOf(created, earns),
      fileBytes: bytes,
      status,
      attempt: 1,
      heardAt: at,
    })
    .where(eq(importTable.importId, importId));
  await recordAudit(tx, {
    actor,
    action: dry ? 'import.check' : 'import.write',
    subject: importId,
    detail: { kind },
    at,
  });
  return { importId, attempt: 1 };
}
