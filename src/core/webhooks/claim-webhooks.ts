// Takes up messages that are due, from every endpoint as many as it has calls to spare. Each endpoint has a lane of its
// own, so one that is slow holds up nobody else; one that fails has a single call under way until it answers again.
import { sql } from 'drizzle-orm';
import type { Sql, Tx } from '#src/db/client.ts';
import type { EndpointId, EventId } from '#src/lib/id.ts';

export interface ClaimedWebhook {
  endpointId: EndpointId;
  messageId: EventId;
  url: string;
  body: string;
  /** Sealed. */
  secret: string;
  oldSecret: string | null;
  /** With this one. */
  attempts: number;
}

export const LANE = 4;
/** Longer than a call may take and its outcome may need to be written: after this it counts as lost and is sent again. */
export const LEASE_MS = 60_000;

/** Whether claimWebhooks may find any. One round trip, so that a worker with nothing to do opens no transaction to learn it. */
export async function hasDueWebhooks(bare: Sql, at: Date): Promise<boolean> {
  const [row] = await bare<{ due: boolean }[]>`
    select exists (select from webhook_endpoint e where e.status = 'active' and exists (
      select from webhook_delivery w where w.endpoint_id = e.endpoint_id
        and w.status in ('queued', 'retrying', 'sending') and w.next_at <= ${at})) as due`;
  return row?.due ?? false;
}

/** `underWay`: how many calls of each endpoint this process has not ended. */
export async function claimWebhooks(
  tx: Tx,
  { underWay, at }: { underWay: ReadonlyMap<EndpointId, number>; at: Date },
): Promise<ClaimedWebhook[]> {
  const busy = JSON.stringify(
    [...underWay].map(([endpointId, calls]) => ({ endpoint_id: endpointId, calls })),
  );
  const leasedUntil = new Date(at.getTime() + LEASE_MS);
  return await tx.execute<ClaimedWebhook & Record<string, unknown>>(sql`
    with due as (
      select d.endpoint_id, d.message_id
      from webhook_endpoint e
        left join jsonb_to_recordset(${busy}::text::jsonb) as b(endpoint_id text, calls integer)
          on b.endpoint_id = e.endpoint_id
        cross join lateral (
          select w.endpoint_id, w.message_id from webhook_delivery w
          where w.endpoint_id = e.endpoint_id and w.status in ('queued', 'retrying', 'sending')
            and w.next_at <= ${at}::timestamptz
          order by w.next_at, w.message_id
          limit greatest(case when e.failing_since is null then ${LANE}::integer else 1 end - coalesce(b.calls, 0), 0)
          for update skip locked) d
      where e.status = 'active'
    )
    update webhook_delivery w
    set status = 'sending', attempts = w.attempts + 1, next_at = ${leasedUntil}::timestamptz
    from due join webhook_endpoint e on e.endpoint_id = due.endpoint_id
    where w.endpoint_id = due.endpoint_id and w.message_id = due.message_id
    returning w.endpoint_id as "endpointId", w.message_id as "messageId", w.body, w.attempts::integer, e.url, e.secret,
      case when e.old_secret_until > ${at}::timestamptz then e.old_secret end as "oldSecret"`);
}
