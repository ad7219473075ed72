import { eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { importError, importPart, importTable } from '#src/db/schema/imports.ts';
import type { ImportId } from '#src/lib/id.ts';
import { KINDS } from './kinds.ts';
import type { Import } from './read-import.ts';
import { dropStage } from './stage.ts';

/** People's data are kept no longer than the work needs them. */
export async function forgetFile(
  tx: Tx,
  { importId, kind }: Pick<Import, 'importId' | 'kind'>,
): Promise<void> {
  await forgetParts(tx, importId);
  await dropStage(tx, importId, KINDS[kind]);
}

/** The file alone: whoever reads it just now holds the tables. */
export async function forgetParts(tx: Tx, importId: ImportId): Promise<void> {
  await tx.delete(importPart).where(eq(importPart.importId, importId));
  await tx.update(importTable).set({ sample: [] }).where(eq(importTable.importId, importId));
}

/** The wrong rows. */
export async function forgetErrors(tx: Tx, importId: ImportId): Promise<void> {
  await tx.delete(importError).where(eq(importError.importId, importId));
}
