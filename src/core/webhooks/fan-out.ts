// What happened, one row for every endpoint that wants it. Without an endpoint nothing is read.
import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { followEvents, type RecordedEvent } from '../events/follow-events.ts';
import { listExternalIds } from '../receipts/list-external-ids.ts';
import { messageBody } from './message-body.ts';
import { tellEvent } from './tell-event.ts';

/** The name under which they are followed. */
export const WEBHOOK_EVENTS = 'webhooks';

/**
 * Writes the next events down for whom they concern. Returns how many it has read. An endpoint hears what happened since
 * it was made; one that was stopped gets dead letters, which can be sent again once it goes on.
 */
export async function fanOut(tx: Tx, { at, limit }: { at: Date; limit: number }): Promise<number> {
  const isWanted = async () => (await tx.execute(sql`select from webhook_endpoint limit 1`)).length > 0;
  const { events, seen } = await followEvents(tx, { reader: WEBHOOK_EVENTS, limit, isWanted });
  const externalIds = await listExternalIds(tx, events.flatMap(receiptOf));
  const messages = events.flatMap((event) => {
    const told = tellEvent(event, externalIds);
    if (!told) return [];
    const { eventId: id, recordedAt } = event;
    return [{ id, type: told.type, body: messageBody(told.type, recordedAt, told.data), at: recordedAt }];
  });
  if (messages.length > 0)
    await tx.execute(sql`
      insert into webhook_delivery (endpoint_id, message_id, type, body, status, next_at, created_at, last_error, settled_at)
      select e.endpoint_id, m.id, m.type, m.body, case when stopped then 'dead' else 'queued' end,
        ${at}::timestamptz, ${at}::timestamptz, case when stopped then 'stopped' end,
        case when stopped then ${at}::timestamptz end
      from jsonb_to_recordset(${JSON.stringify(messages)}::text::jsonb) as m(id text, type text, body text, at timestamptz)
        join webhook_endpoint e on (e.types = '{}' or m.type = any (e.types)) and e.created_at <= m.at
        cross join lateral (select e.status = 'stopped' as stopped) how
      on conflict do nothing`);
  return seen;
}

function receiptOf({ memberId, ...event }: RecordedEvent): { memberId: MemberId; receiptId: string }[] {
  if (event.kind !== 'receipt.accepted' && event.kind !== 'receipt.returned') return [];
  return [{ memberId, receiptId: event.data.receiptId }];
}
