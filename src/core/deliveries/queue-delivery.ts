// Puts one message to one person on its way: a row, written in the transaction in which the reason for it happened.

import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { type DeliveryId, type IdentityId, type MemberId, newId } from '#src/lib/id.ts';
import type { Prompt } from './prompt.ts';

export interface QueueDelivery {
  /** Where a later message has to name this one; made here when left out. */
  deliveryId?: DeliveryId;
  identityId: IdentityId;
  /** Whose history the message belongs to, when the person is a member. */
  memberId?: MemberId | null;
  /** Replies in a conversation go before notices about something that happened. */
  lane: 'reply' | 'notice';
  prompt: Prompt;
  at: Date;
  /** At most one delivery ever has this key: name the event or step, and the person when several are told. */
  onceKey?: string | undefined;
  /** Not sent before; `at` when left out. */
  notBefore?: Date;
  /** Skipped instead of sent later than this. */
  notAfter?: Date;
}

/** Queues a message. Returns its id, or null when one with the same `onceKey` exists already. */
export async function queueDelivery(tx: Tx, message: QueueDelivery): Promise<DeliveryId | null> {
  const [id = null] = await queueDeliveries(tx, [message]);
  return id;
}

/**
 * Queues several messages in one statement; to one person they arrive in this order. Returns the ids in the same
 * order, null where one with the same `onceKey` existed.
 */
export async function queueDeliveries(tx: Tx, messages: QueueDelivery[]): Promise<(DeliveryId | null)[]> {
  if (messages.length === 0) return [];
  const rows = messages.map((message, no) => ({
    no,
    deliveryId: message.deliveryId ?? newId('dlv', message.at.getTime()),
    identityId: message.identityId,
    memberId: message.memberId ?? null,
    lane: message.lane,
    prompt: message.prompt,
    onceKey: message.onceKey ?? null,
    notBefore: message.notBefore ?? message.at,
    notAfter: message.notAfter ?? null,
    createdAt: message.at,
  }));
  // One text however many there are, so that the statement stays prepared.
  const stored = await tx.execute<{ deliveryId: DeliveryId }>(sql`
    insert into delivery (delivery_id, identity_id, messenger, member_id, lane, prompt, once_key, not_before, not_after,
      created_at)
    select "deliveryId", m."identityId", i.messenger, "memberId", lane, prompt, "onceKey", "notBefore", "notAfter",
      "createdAt"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as m(no integer, "deliveryId" text, "identityId" text,
        "memberId" text, lane text, prompt jsonb, "onceKey" text, "notBefore" timestamptz, "notAfter" timestamptz,
        "createdAt" timestamptz)
      join identity i on i.identity_id = m."identityId"
    order by no
    on conflict (once_key) do nothing
    returning delivery_id as "deliveryId"`);
  const ids = new Set(stored.map((row) => row.deliveryId));
  return rows.map((row) => (ids.has(row.deliveryId) ? row.deliveryId : null));
}
