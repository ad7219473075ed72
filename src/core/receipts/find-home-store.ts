import { and, desc, eq, gte, inArray, sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { receipt } from '#src/db/schema/receipts.ts';
import type { MemberId, StoreId } from '#src/lib/id.ts';

/** Where a member has bought most often since a moment; of two alike, where they were last. Null: they have bought nowhere. */
export async function findHomeStore(
  db: Reader,
  { memberId, since }: { memberId: MemberId; since: Date },
): Promise<StoreId | null> {
  const [row] = await db
    .select({ storeId: receipt.storeId })
    .from(receipt)
    .where(
      and(
        eq(receipt.memberId, memberId),
        gte(receipt.occurredAt, since),
        inArray(receipt.state, ['closed', 'partly_returned']),
      ),
    )
    .groupBy(receipt.storeId)
    .orderBy(desc(sql`count(*)`), desc(sql`max(${receipt.occurredAt})`), receipt.storeId)
    .limit(1);
  return row?.storeId ?? null;
}
