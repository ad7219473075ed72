import { asc, isNull } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { segment } from '#src/db/schema/segments.ts';
import type { SegmentId } from '#src/lib/id.ts';

/** What the saved segments are called, by name; of those that were put away too when `archived` asks for them. */
export async function listSegmentNames(
  db: Reader,
  { archived = false }: { archived?: boolean } = {},
): Promise<{ segmentId: SegmentId; name: string }[]> {
  return await db
    .select({ segmentId: segment.segmentId, name: segment.name })
    .from(segment)
    .where(archived ? undefined : isNull(segment.archivedAt))
    .orderBy(asc(segment.name));
}
