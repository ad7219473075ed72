import { and, eq, isNull } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { isBehind, newestFirst, type PagePlace } from '#src/db/page-place.ts';
import { transfer } from '#src/db/schema/ledger.ts';
import type { MemberId } from '#src/lib/id.ts';
import type { TransferRow } from './list-transfers.ts';
import { AS_ONE, ONE_OF_EACH_MOVE } from './move-as-one.ts';

const PLACE = { at: transfer.occurredAt, id: transfer.transferId };

/** A member's transfers that are of no receipt, each move as one, by when they happened, newest first: at most `limit`, those behind `before`. */
export async function listOwnTransfers(
  db: Reader,
  memberId: MemberId,
  { limit, before }: { limit: number; before?: PagePlace | undefined },
): Promise<TransferRow[]> {
  return await db
    .select(AS_ONE)
    .from(transfer)
    .where(
      and(
        eq(transfer.memberId, memberId),
        isNull(transfer.receiptId),
        ONE_OF_EACH_MOVE,
        isBehind(PLACE, before),
      ),
    )
    .orderBy(...newestFirst(PLACE))
    .limit(limit);
}
