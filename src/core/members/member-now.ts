import { eq } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { member } from '#src/db/schema/members.ts';
import type { MemberId } from '#src/lib/id.ts';

/** The member that somebody is now: whoever became part of another is that one. */
export async function memberNow(db: Reader, memberId: MemberId): Promise<MemberId> {
  const [row] = await db
    .select({ absorbedInto: member.absorbedInto })
    .from(member)
    .where(eq(member.memberId, memberId));
  return row?.absorbedInto ?? memberId;
}
