import { and, asc, eq } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { hold } from '#src/db/schema/ledger.ts';
import type { MemberId } from '#src/lib/id.ts';
import type { Hold } from './read-hold.ts';

/** A member's open holds, those that end first before the others. */
export async function listOpenHolds(db: Reader, memberId: MemberId): Promise<Hold[]> {
  const rows = await db
    .select()
    .from(hold)
    .where(and(eq(hold.memberId, memberId), eq(hold.status, 'open')))
    .orderBy(asc(hold.expiresAt));
  return rows.map(({ inputHash: _hash, ...row }) => row);
}
