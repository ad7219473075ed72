import { and, desc, eq, gte } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { receipt } from '#src/db/schema/receipts.ts';
import type { StoreId, TillId } from '#src/lib/id.ts';
import { readNames } from '../members/read-names.ts';

export interface TillReceiptsAsked {
  storeId: StoreId;
  /** Every till of the store when left out. */
  tillId?: TillId | undefined;
  /** Everybody's when left out. */
  acceptedBy?: string;
  /** Recorded since; keep it recent, so that the summary of the table's newest pages answers. */
  since: Date;
  limit: number;
}

/** The newest receipts of a store or till, each with the member's whole name. */
export async function listTillReceipts(
  db: Reader,
  { storeId, tillId, acceptedBy, since, limit }: TillReceiptsAsked,
): Promise<(typeof receipt.$inferSelect & { memberName: string })[]> {
  const rows = await db
    .select()
    .from(receipt)
    .where(
      and(
        gte(receipt.recordedAt, since),
        eq(receipt.storeId, storeId),
        tillId === undefined ? undefined : eq(receipt.tillId, tillId),
        acceptedBy === undefined ? undefined : eq(receipt.acceptedBy, acceptedBy),
      ),
    )
    .orderBy(desc(receipt.recordedAt), desc(receipt.receiptId))
    .limit(limit);
  const names = await readNames(
    db,
    rows.map((row) => row.memberId),
  );
  return rows.map((row) => ({ ...row, memberName: names.get(row.memberId) ?? '' }));
}
