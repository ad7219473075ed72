import { and, eq, isNull } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { waitingReturn as table } from '#src/db/schema/receipts.ts';
import { readWaitingReturn } from './list-waiting-returns.ts';
import type { ReceiptName } from './open-receipt.ts';
import { cancellationOf } from './wait-with-return.ts';

/** Since when a name is kept as cancelled whose sale was never booked; null when it is not. */
export async function findCancellation(db: Reader, name: ReceiptName): Promise<Date | null> {
  const { storeId } = name;
  const [row] = await db
    .select({ input: table.input })
    .from(table)
    .where(
      and(eq(table.storeId, storeId), eq(table.externalId, cancellationOf(name)), isNull(table.refused)),
    );
  return row ? readWaitingReturn(row.input).occurredAt : null;
}

/** One that was printed before its cancellation stays cancelled; a later one is a new sale, as a till goes on under its name. */
export function staysCancelled({ occurredAt }: { occurredAt: Date }, cancelledAt: Date | null): boolean {
  return cancelledAt !== null && occurredAt < cancelledAt;
}
