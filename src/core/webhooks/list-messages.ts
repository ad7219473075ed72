// What was told to an endpoint, the newest first.
import { and, desc, eq, inArray, lt } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { webhookDelivery } from '#src/db/schema/webhooks.ts';
import type { EndpointId, EventId } from '#src/lib/id.ts';

export const MESSAGE_STATES = {
  waiting: ['queued', 'sending', 'retrying'],
  delivered: ['delivered'],
  dead: ['dead'],
} as const;
export type MessageState = keyof typeof MESSAGE_STATES;

export type MessageListed = typeof webhookDelivery.$inferSelect;

/** `before` is the message where the page before has ended; identifiers sort by the time they were made. */
export async function listMessages(
  db: Reader,
  asked: {
    endpointId: EndpointId;
    state?: MessageState | undefined;
    before?: string | undefined;
    limit: number;
  },
): Promise<MessageListed[]> {
  const { endpointId, state, before, limit } = asked;
  return await db
    .select()
    .from(webhookDelivery)
    .where(
      and(
        eq(webhookDelivery.endpointId, endpointId),
        state && inArray(webhookDelivery.status, [...MESSAGE_STATES[state]]),
        before === undefined ? undefined : lt(webhookDelivery.messageId, before as EventId),
      ),
    )
    .orderBy(desc(webhookDelivery.messageId))
    .limit(limit);
}
