import { eq, or } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { member } from '#src/db/schema/members.ts';
import type { MemberId } from '#src/lib/id.ts';

/** Everybody that a member is by now: themselves, and whoever has become part of them. */
export async function listSelves(db: Reader, memberId: MemberId): Promise<MemberId[]> {
  const rows = await db
    .select({ memberId: member.memberId })
    .from(member)
    .where(or(eq(member.memberId, memberId), eq(member.absorbedInto, memberId)));
  return rows.map((row) => row.memberId);
}
