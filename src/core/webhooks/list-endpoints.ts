// Every endpoint with how it goes, the oldest first; never a secret.
import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { EndpointId } from '#src/lib/id.ts';

export interface EndpointListed {
  endpointId: EndpointId;
  name: string;
  url: string;
  /** None: every type. */
  types: string[];
  status: 'active' | 'paused' | 'stopped';
  stoppedWhy: 'gone' | 'failing' | null;
  stoppedAt: Date | null;
  failingSince: Date | null;
  oldSecretUntil: Date | null;
  createdAt: Date;
  waiting: number;
  dead: number;
  lastDeliveredAt: Date | null;
}

export async function listEndpoints(db: Reader): Promise<EndpointListed[]> {
  return await db.execute<EndpointListed & Record<string, unknown>>(sql`
    select e.endpoint_id as "endpointId", e.name, e.url, e.types, e.status, e.stopped_why as "stoppedWhy",
      e.stopped_at as "stoppedAt", e.failing_since as "failingSince", e.old_secret_until as "oldSecretUntil",
      e.created_at as "createdAt",
      (select count(*)::integer from webhook_delivery d
        where d.endpoint_id = e.endpoint_id and d.status in ('queued', 'retrying', 'sending')) as waiting,
      (select count(*)::integer from webhook_delivery d where d.endpoint_id = e.endpoint_id and d.status = 'dead') as dead,
      (select max(d.settled_at) from webhook_delivery d
        where d.endpoint_id = e.endpoint_id and d.status = 'delivered') as "lastDeliveredAt"
    from webhook_endpoint e order by e.endpoint_id`);
}
