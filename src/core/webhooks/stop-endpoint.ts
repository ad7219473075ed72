// Gives an endpoint up: it says that it is gone, or it has not answered for days. What waits for it is not lost: it lies
// with the dead letters, and a person is told (reports/list-concerns).
import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { EndpointId } from '#src/lib/id.ts';
import { recordAudit } from '../staff/record-audit.ts';

export async function stopEndpoint(
  tx: Tx,
  { endpointId, why, at }: { endpointId: EndpointId; why: 'gone' | 'failing'; at: Date },
): Promise<void> {
  const stopped = await tx.execute(sql`
    update webhook_endpoint set status = 'stopped', stopped_why = ${why}, stopped_at = ${at}::timestamptz
    where endpoint_id = ${endpointId} and status <> 'stopped' returning 1`);
  if (stopped.length === 0) return;
  await tx.execute(sql`
    update webhook_delivery set status = 'dead', settled_at = ${at}::timestamptz,
      last_error = coalesce(last_error, 'stopped')
    where endpoint_id = ${endpointId} and status in ('queued', 'retrying')`);
  await recordAudit(tx, {
    actor: 'system',
    action: 'webhook.stop',
    subject: endpointId,
    detail: { why },
    at,
  });
}
