import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Reader, Tx } from '#src/db/client.ts';
import { inviteCode } from '#src/db/schema/friends.ts';
import type { MemberId } from '#src/lib/id.ts';
import { memberNow } from '../members/member-now.ts';

/** The code in the member's own link, made when it is first asked for and the same ever after. */
export async function openInvite(tx: Tx, memberId: MemberId): Promise<string> {
  const code = randomBytes(9).toString('base64url');
  await tx.insert(inviteCode).values({ memberId, code }).onConflictDoNothing();
  const [row] = await tx.select().from(inviteCode).where(eq(inviteCode.memberId, memberId));
  if (!row) throw new Error('an invite was not stored');
  return row.code;
}

/** Whose link it is now; null when it is nobody's. */
export async function findInviter(db: Reader, code: string): Promise<MemberId | null> {
  const [row] = await db.select().from(inviteCode).where(eq(inviteCode.code, code));
  return row ? await memberNow(db, row.memberId) : null;
}
