// A message that says nothing, to see whether an endpoint hears and how it answers.
import type { Tx } from '#src/db/client.ts';
import { webhookDelivery } from '#src/db/schema/webhooks.ts';
import { type EndpointId, type EventId, newId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import { lockEndpoint } from './endpoint-shape.ts';
import { messageBody } from './message-body.ts';
import { TEST_TYPE } from './webhook-types.ts';

/** Throws Refusal `not_found`, `webhook_silent` (it is paused or stopped). */
export async function queueTest(
  tx: Tx,
  { endpointId, at }: { endpointId: EndpointId; at: Date },
): Promise<{ messageId: EventId }> {
  const { status } = await lockEndpoint(tx, endpointId);
  if (status !== 'active') throw new Refusal('webhook_silent');
  const messageId = newId('evt', at.getTime());
  await tx.insert(webhookDelivery).values({
    endpointId,
    messageId,
    type: TEST_TYPE,
    body: messageBody(TEST_TYPE, at, { endpointId }),
    status: 'queued',
    nextAt: at,
    createdAt: at,
  });
  return { messageId };
}
