// The message that first told about a receipt: what happens to the receipt later changes that message.
import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { DeliveryId, IdentityId } from '#src/lib/id.ts';
import type { MessengerName } from './messenger.ts';

export interface FirstMessage {
  deliveryId: DeliveryId;
  identityId: IdentityId;
  messenger: MessengerName;
}

/** Under this key a receipt is told about once in a chat. */
export function receiptKey(receiptId: string, identityId: string): string {
  return `receipt:${receiptId}:${identityId}`;
}

interface FirstRow extends Record<string, unknown> {
  receipt_id: string;
  delivery_id: DeliveryId;
  identity_id: IdentityId;
  messenger: MessengerName;
}

/** The first messages of these receipts by receipt: those that arrived, may have, or still wait to be sent. */
export async function findFirstMessages(
  db: Reader,
  asked: { receiptId: string; identityId: string }[],
): Promise<Map<string, FirstMessage>> {
  if (asked.length === 0) return new Map();
  const rows = asked.map((each) => ({ ...each, key: receiptKey(each.receiptId, each.identityId) }));
  const found = await db.execute<FirstRow>(sql`
    select a."receiptId" as receipt_id, d.delivery_id, d.identity_id, d.messenger
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as a("receiptId" text, key text)
      join delivery d on d.once_key = a.key
    where d.status in ('queued', 'sending', 'sent', 'unknown')`);
  return new Map(
    found.map((row) => [
      row.receipt_id,
      { deliveryId: row.delivery_id, identityId: row.identity_id, messenger: row.messenger },
    ]),
  );
}
