// Dead letters begin anew, under the same message_id: whoever has had them already can tell.
import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { EndpointId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { lockEndpoint } from './endpoint-shape.ts';

/**
 * All dead letters of an endpoint, or one message, which may have been delivered before. Returns how many go again: doing it
 * twice finds none. Throws Refusal `not_found`, `webhook_silent` (it is paused or stopped).
 */
export async function sendAgain(
  tx: Tx,
  input: { endpointId: EndpointId; messageId?: string | undefined; actor: string; at: Date },
): Promise<number> {
  const { endpointId, messageId, actor, at } = input;
  const { status } = await lockEndpoint(tx, endpointId);
  if (status !== 'active') throw new Refusal('webhook_silent');
  const which =
    messageId === undefined
      ? sql`status = 'dead'`
      : sql`status in ('dead', 'delivered') and message_id = ${messageId}`;
  const rows = await tx.execute(sql`
    update webhook_delivery set status = 'queued', attempts = 0, next_at = ${at}::timestamptz, settled_at = null
    where endpoint_id = ${endpointId} and ${which} returning 1`);
  const detail = { messages: rows.length };
  if (rows.length > 0)
    await recordAudit(tx, { actor, action: 'webhook.again', subject: endpointId, detail, at });
  return rows.length;
}
