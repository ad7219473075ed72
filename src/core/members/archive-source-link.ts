import { eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { sourceLink } from '#src/db/schema/members.ts';
import { Refusal } from '../refusal.ts';

/**
 * Puts a link away, or back; what is printed goes on working and is counted either way. Throws Refusal not_found
 * {what: 'link'}.
 */
export async function archiveSourceLink(
  tx: Tx,
  { code, archived, at }: { code: string; archived: boolean; at: Date },
): Promise<void> {
  const rows = await tx
    .update(sourceLink)
    .set({ archivedAt: archived ? at : null })
    .where(eq(sourceLink.code, code))
    .returning({ code: sourceLink.code });
  if (rows.length === 0) throw new Refusal('not_found', { what: 'link' });
}
