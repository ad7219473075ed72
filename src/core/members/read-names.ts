import { inArray } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { member } from '#src/db/schema/members.ts';
import type { MemberId } from '#src/lib/id.ts';

/** The whole names of these members; whoever is not there, or was erased, has none. Show them shortened. */
export async function readNames(db: Reader, memberIds: MemberId[]): Promise<Map<MemberId, string>> {
  if (memberIds.length === 0) return new Map();
  const rows = await db
    .select({ memberId: member.memberId, name: member.name })
    .from(member)
    .where(inArray(member.memberId, [...new Set(memberIds)]));
  return new Map(rows.map((row) => [row.memberId, row.name]));
}
