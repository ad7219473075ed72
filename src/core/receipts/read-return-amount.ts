import { and, eq, or, sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { receiptReturn } from '#src/db/schema/receipts.ts';
import type { MemberId, ReturnId } from '#src/lib/id.ts';

/**
 * What came back with one return, in minor units, also for the member that its own has become part of; null where there
 * is no such return.
 */
export async function readReturnAmount(
  db: Reader,
  { memberId, returnId }: { memberId: MemberId; returnId: ReturnId },
): Promise<bigint | null> {
  const absorbed = sql`${receiptReturn.memberId} in (select member_id from member where absorbed_into = ${memberId})`;
  const [row] = await db
    .select({ amountMinor: receiptReturn.amountMinor })
    .from(receiptReturn)
    .where(and(or(eq(receiptReturn.memberId, memberId), absorbed), eq(receiptReturn.returnId, returnId)));
  return row?.amountMinor ?? null;
}
