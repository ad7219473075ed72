// The file of an import comes in parts; once all are there it is looked at.
import { eq, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { importPart, importTable } from '#src/db/schema/imports.ts';
import type { ImportId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { guessColumns } from './columns.ts';
import { KINDS } from './kinds.ts';
import { type FileLook, LOOK_BYTES, lookAtFile } from './read-file.ts';
import { type Import, lockImport } from './read-import.ts';
import { readParts } from './read-parts.ts';

/** A part of the file, in its order from 0; one that is there already stays. Throws Refusal `import_state`. */
export async function keepPart(
  tx: Tx,
  part: { importId: ImportId; partNo: number; bytes: Buffer },
): Promise<void> {
  const { status } = await lockImport(tx, part.importId);
  if (status !== 'uploading') throw new Refusal('import_state');
  await tx.insert(importPart).values(part).onConflictDoNothing();
}

/**
 * The last part has come: the file is looked at. Throws ImportFileError when it is none, and Refusal `import_state` when
 * parts are missing.
 */
export async function finishUpload(
  tx: Tx,
  { importId, parts, actor, at }: { importId: ImportId; parts: number; actor: string; at: Date },
): Promise<Import> {
  const before = await lockImport(tx, importId);
  if (before.status === 'ready') return before;
  if (before.status !== 'uploading') throw new Refusal('import_state');
  const [there] = await tx.execute<{ parts: number; bytes: number }>(sql`
    select count(*)::integer as parts, coalesce(sum(length(bytes)), 0)::float8 as bytes from import_part
    where import_id = ${importId} and part_no < ${parts}`);
  if (!there || there.parts !== parts) throw new Refusal('import_state');
  const beginning: Buffer[] = [];
  for await (const bytes of readParts(tx, importId)) {
    beginning.push(bytes);
    if (beginning.reduce((sum, each) => sum + each.length, 0) >= LOOK_BYTES) break;
  }
  const look = lookAtFile(Buffer.concat(beginning).subarray(0, LOOK_BYTES));
  return await keepLook(tx, { importId, look, bytes: there.bytes, actor, at });
}

/** The file is there: its columns are guessed, and a person may look. */
export async function keepLook(
  tx: Tx,
  {
    importId,
    look,
    bytes,
    actor,
    at,
  }: { importId: ImportId; look: FileLook; bytes: number; actor: string; at: Date },
): Promise<Import> {
  const { kind } = await lockImport(tx, importId);
  const columns = guessColumns(KINDS[kind], look.header);
  await tx
    .update(importTable)
    .set({ ...look, columns, fileBytes: bytes, status: 'ready' })
    .where(eq(importTable.importId, importId));
  await recordAudit(tx, { actor, action: 'import.upload', subject: importId, detail: { kind, bytes }, at });
  return await lockImport(tx, importId);
}
