// Returns that wait: for their sale to come, or for somebody to claim it.
import { and, asc, eq, isNull } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { waitingReturn as table } from '#src/db/schema/receipts.ts';
import type { ReceiptName } from './open-receipt.ts';
import type { ReturnInput } from './return-receipt.ts';

/** Those of one receipt, the oldest first; without those that cannot be booked. */
export async function listWaitingReturns(
  db: Reader,
  { storeId, externalId }: ReceiptName,
): Promise<ReturnInput[]> {
  const rows = await db
    .select()
    .from(table)
    .where(and(eq(table.storeId, storeId), eq(table.receiptExternalId, externalId), isNull(table.refused)))
    .orderBy(asc(table.recordedAt), asc(table.externalId));
  return rows.map((row) => readWaitingReturn(row.input));
}

/**
 * Under which name a return waits beside its sale: its own, and that of the store that takes the goods back where it is
 * another one. No till gives a return such a name.
 */
export function waitingKey({ storeId, returnedIn = storeId, externalId }: WaitingName): string {
  return returnedIn === storeId ? externalId : `elsewhere\u001f${returnedIn}\u001f${externalId}`;
}

type WaitingName = Pick<ReturnInput, 'storeId' | 'returnedIn' | 'externalId'>;

/**
 * A return as it is kept while it waits. What comes back in another store names no sale that a process of the release before could
 * find: that would book it as the selling store's own.
 */
export function storedWaiting(input: ReturnInput): object {
  const { storeId, returnedIn = storeId, externalId, receiptExternalId } = input;
  if (returnedIn === storeId) return input;
  const key = waitingKey(input);
  return { ...input, externalId: key, receiptExternalId: key, told: { externalId, receiptExternalId } };
}

/** A return as storedWaiting has kept it. */
export function readWaitingReturn(stored: unknown): ReturnInput {
  const { occurredAt, told, ...rest } = stored as Omit<ReturnInput, 'occurredAt'> & {
    occurredAt: string;
    told?: Pick<ReturnInput, 'externalId' | 'receiptExternalId'>;
  };
  return { ...rest, ...told, occurredAt: new Date(occurredAt) };
}
