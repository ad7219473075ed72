// Other systems that do not hear what they should. A report reads across the rooms' tables.
import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { EndpointId } from '#src/lib/id.ts';

export type WebhookConcern = { at: Date; endpointId: EndpointId; name: string } & (
  | { kind: 'webhookStopped'; why: 'gone' | 'failing' }
  /** It has not answered for a while; what it is told is tried again. */
  | { kind: 'webhookFailing' }
  /** Messages that nobody tries any more. */
  | { kind: 'webhookDead'; messages: number }
);

/** A restart of theirs is no concern. */
const FAILS_FOR_MINUTES = 30;

/** For as long as it is so: nobody else would notice. */
export async function listWebhookConcerns(db: Reader, at: Date): Promise<WebhookConcern[]> {
  return await db.execute<WebhookConcern & Record<string, unknown>>(sql`
    select 'webhookStopped' as kind, stopped_at as at, endpoint_id as "endpointId", name, stopped_why as why,
      null::integer as messages
    from webhook_endpoint where status = 'stopped'
    union all
    select 'webhookFailing', failing_since, endpoint_id, name, null, null
    from webhook_endpoint where status = 'active'
      and failing_since <= ${at}::timestamptz - make_interval(mins => ${FAILS_FOR_MINUTES}::integer)
    union all
    select 'webhookDead', max(d.settled_at), e.endpoint_id, e.name, null, count(*)::integer
    from webhook_endpoint e join webhook_delivery d on d.endpoint_id = e.endpoint_id and d.status = 'dead'
    where e.status <> 'stopped' group by e.endpoint_id`);
}
