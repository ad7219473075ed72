import { eq } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { hold } from '#src/db/schema/ledger.ts';
import type { HoldId, MemberId } from '#src/lib/id.ts';

/** The hold that was opened with a key that is nobody else's, whoever the member is; null when there is none. */
export async function findHoldByKey(
  db: Reader,
  holdKey: string,
): Promise<{ holdId: HoldId; memberId: MemberId } | null> {
  const [row] = await db
    .select({ holdId: hold.holdId, memberId: hold.memberId })
    .from(hold)
    .where(eq(hold.holdKey, holdKey));
  return row ?? null;
}
