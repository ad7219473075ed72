import { and, asc, eq, gte, lt } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { lot } from '#src/db/schema/ledger.ts';
import type { MemberId, TransferId } from '#src/lib/id.ts';
import { lotOf } from './post-transfer.ts';

export type LotRow = typeof lot.$inferSelect;

/** The lots that a transfer brought, those that expire first before the others; none for a loss. */
export async function listLotsOf(
  db: Reader,
  { memberId, transferId }: { memberId: MemberId; transferId: TransferId },
): Promise<LotRow[]> {
  const first = lotOf(transferId);
  // The first lot has the transfer's own number, the others a dot and their place after it; `/` stands after the dot.
  const within = and(gte(lot.lotId, first), lt(lot.lotId, `${first}/`));
  return await db
    .select()
    .from(lot)
    .where(and(eq(lot.memberId, memberId), within))
    .orderBy(asc(lot.expiresAt), asc(lot.lotId));
}
