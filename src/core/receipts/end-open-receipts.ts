// Baskets that nobody came back to, and those that were closed on the quick way, which does not look for them.
import { and, eq, lte, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { openReceipt as table } from '#src/db/schema/receipts.ts';
import { endOpenReceipt, lockOpenReceipt } from './open-receipt.ts';

const DAY_MS = 24 * 3_600_000;
/** A cancelled basket is told about for so long. */
const KEPT_DAYS = 7;

/**
 * Cancels baskets that are a day old and forgets those whose receipt was accepted; what was held for them is let go.
 * Returns how many. Several processes may do it at once.
 */
export async function endOpenReceipts(tx: Tx, at: Date, limit = 200): Promise<number> {
  const dayAgo = new Date(at.getTime() - DAY_MS);
  const due = await tx.execute<{ store_id: `str_${string}`; external_id: string; is_closed: boolean }>(sql`
    select o.store_id, o.external_id, k.receipt_id is not null as is_closed
    from open_receipt o left join receipt_key k on k.store_id = o.store_id and k.external_id = o.external_id
    where k.receipt_id is not null or (o.state = 'open' and o.changed_at <= ${dayAgo}::timestamptz)
    order by o.member_id, o.store_id, o.external_id limit ${limit} for update of o skip locked`);
  for (const row of due) {
    const name = { storeId: row.store_id, externalId: row.external_id };
    const open = await lockOpenReceipt(tx, name);
    if (open) await endOpenReceipt(tx, { name, open, as: row.is_closed ? 'closed' : 'cancelled', at });
  }
  const old = new Date(at.getTime() - KEPT_DAYS * DAY_MS);
  // Open ones may hold points: their turn comes above.
  await tx.delete(table).where(and(eq(table.state, 'cancelled'), lte(table.changedAt, old)));
  return due.length;
}
