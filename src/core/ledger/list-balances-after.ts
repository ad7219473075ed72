import { and, eq, inArray } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { entry } from '#src/db/schema/ledger.ts';
import type { MemberId, TransferId } from '#src/lib/id.ts';
import type { Points } from './points.ts';

/** The member's balance right after each of these transfers. */
export async function listBalancesAfter(
  db: Reader,
  { memberId, transferIds }: { memberId: MemberId; transferIds: TransferId[] },
): Promise<Map<TransferId, Points>> {
  if (transferIds.length === 0) return new Map();
  const rows = await db
    .select({ transferId: entry.transferId, balanceAfter: entry.balanceAfter })
    .from(entry)
    .where(
      and(eq(entry.memberId, memberId), inArray(entry.transferId, transferIds), eq(entry.account, 'member')),
    );
  return new Map(
    rows.flatMap((row) => (row.balanceAfter === null ? [] : [[row.transferId, row.balanceAfter]])),
  );
}
