import { asc, inArray } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { memberExternalId as table } from '#src/db/schema/members.ts';
import type { MemberId } from '#src/lib/id.ts';
import { listSelves } from './list-selves.ts';

/** What other systems call a member, and whoever has become part of them: the oldest name first. */
export async function listLinkedIds(
  db: Reader,
  memberId: MemberId,
): Promise<{ externalId: string; linkedAt: Date }[]> {
  return await db
    .select({ externalId: table.externalId, linkedAt: table.linkedAt })
    .from(table)
    .where(inArray(table.memberId, await listSelves(db, memberId)))
    .orderBy(asc(table.linkedAt), asc(table.externalId));
}
