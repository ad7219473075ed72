// Puts one message to one person on its way: a row, written in the transaction in which the reason for it happened.

import type { Tx } from '#src/db/client.ts';
import { type Column, jsons, parameter, texts, times } from '#src/db/columns.ts';
import { runTextIn } from '#src/db/run-text.ts';
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
  const rows = messages.map((message) => ({
    ...message,
    deliveryId: message.deliveryId ?? newId('dlv', message.at.getTime()),
    createdAt: message.at.toISOString(),
  }));
  const stored = await runTextIn<{ deliveryId: DeliveryId }>(
    tx,
    INSERT,
    columnsOf(rows).map(({ array }) => array),
  );
  const ids = new Set(stored.map((row) => row.deliveryId));
  return rows.map((row) => (ids.has(row.deliveryId) ? row.deliveryId : null));
}

type Row = QueueDelivery & { deliveryId: DeliveryId; createdAt: string };

function columnsOf(rows: readonly Row[]): Column[] {
  return [
    texts(rows.map((row) => row.deliveryId)),
    texts(rows.map((row) => row.identityId)),
    texts(rows.map((row) => row.memberId ?? null)),
    texts(rows.map((row) => row.lane)),
    jsons(rows.map((row) => JSON.stringify(row.prompt))),
    texts(rows.map((row) => row.onceKey ?? null)),
    times(rows.map((row) => row.notBefore?.toISOString() ?? row.createdAt)),
    times(rows.map((row) => row.notAfter?.toISOString() ?? null)),
    times(rows.map((row) => row.createdAt)),
  ];
}

// One text however many there are, so that the statement stays prepared.
const INSERT = `
  insert into delivery (delivery_id, identity_id, messenger, member_id, lane, prompt, once_key, not_before, not_after, created_at)
  select m.delivery, m.identity, i.messenger, m.member, m.lane, m.prompt::jsonb, m.once_key, m.not_before, m.not_after, m.made
  from unnest(${columnsOf([])
    .map((column, place) => parameter(place + 1, column))
    .join(', ')})
      with ordinality as m(delivery, identity, member, lane, prompt, once_key, not_before, not_after, made, no)
    join identity i on i.identity_id = m.identity
  order by m.no
  on conflict (once_key) do nothing
  returning delivery_id as "deliveryId"`;
