import { and, eq } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { importPart } from '#src/db/schema/imports.ts';
import type { ImportId } from '#src/lib/id.ts';

/** The bytes of an uploaded file, a part at a time. */
export async function* readParts(db: Reader, importId: ImportId): AsyncGenerator<Buffer> {
  for (let partNo = 0; ; partNo++) {
    const [part] = await db
      .select({ bytes: importPart.bytes })
      .from(importPart)
      .where(and(eq(importPart.importId, importId), eq(importPart.partNo, partNo)));
    if (!part) return;
    yield part.bytes;
  }
}
