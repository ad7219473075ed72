import { inArray, sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { receipt } from '#src/db/schema/receipts.ts';
import type { MemberId } from '#src/lib/id.ts';

/** The stores' own keys of receipts, by receipt; those that are no more are left out. */
export async function listExternalIds(
  db: Reader,
  receipts: readonly { memberId: MemberId; receiptId: string }[],
): Promise<Map<string, string>> {
  if (receipts.length === 0) return new Map();
  const names = receipts.map(({ memberId, receiptId }) => sql`(${memberId}, ${receiptId})`);
  const rows = await db
    .select({ receiptId: receipt.receiptId, externalId: receipt.externalId })
    .from(receipt)
    .where(inArray(sql`(${receipt.memberId}, ${receipt.receiptId})`, names));
  return new Map(rows.map(({ receiptId, externalId }) => [receiptId, externalId]));
}
