// The message that first told about a receipt or an order, or asked about a burn: what happens to it later changes that message.
import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { DeliveryId, IdentityId } from '#src/lib/id.ts';
import type { MessengerName } from './messenger.ts';

export interface FirstMessage {
  deliveryId: DeliveryId;
  identityId: IdentityId;
  messenger: MessengerName;
  /** It was composed just now, from what is so now. */
  isNew?: true;
}

/** Under this key a receipt is told about once in a chat. */
export function receiptKey(receiptId: string, identityId: string): string {
  return `receipt:${receiptId}:${identityId}`;
}

/** Under this key the message with the code of an order was sent. */
export function orderMessageKey(orderId: string): string {
  return `order:${orderId}`;
}

/** Under this key a chat is asked once whether points may be burnt. */
export function burnKey(burnRequestId: string, identityId: string): string {
  return `burn:${burnRequestId}:${identityId}`;
}

interface FirstRow extends Record<string, unknown> {
  subject: string;
  delivery_id: DeliveryId;
  identity_id: IdentityId;
  messenger: MessengerName;
}

/**
 * The first messages of these subjects, receipts and orders by their id, burns by their key: those that arrived, may have, or
 * still wait to be sent.
 */
export async function findFirstMessages(
  db: Reader,
  asked: { subject: string; key: string }[],
): Promise<Map<string, FirstMessage>> {
  if (asked.length === 0) return new Map();
  const found = await db.execute<FirstRow>(sql`
    select a.subject, d.delivery_id, d.identity_id, d.messenger
    from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as a(subject text, key text)
      join delivery d on d.once_key = a.key
    where d.status in ('queued', 'sending', 'sent', 'unknown')`);
  return new Map(
    found.map((row) => [
      row.subject,
      { deliveryId: row.delivery_id, identityId: row.identity_id, messenger: row.messenger },
    ]),
  );
}
