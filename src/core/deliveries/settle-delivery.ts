// Writes down what became of messages, many in one statement. Only what surely did not arrive goes back to the queue.
import type { Sql } from '#src/db/client.ts';
import type { ClaimedDelivery } from './claim-deliveries.ts';
import type { SendOutcome } from './messenger.ts';

/** A message that was refused so often is given up. */
export const MAX_ATTEMPTS = 10;

export interface DeliveryResult {
  delivery: ClaimedDelivery;
  outcome: SendOutcome;
}

type Settled = 'sent' | 'failed' | 'unknown' | 'queued';

/**
 * Settles messages of one bot. An answer that comes after the worker was taken for dead turns unknown into what it
 * says. A person who cannot be reached is marked so, and the picture that a messenger now holds is remembered.
 */
export async function settleDeliveries(
  sql: Sql,
  { bot, results, at }: { bot: string; results: DeliveryResult[]; at: Date },
): Promise<void> {
  const rows = results.map(({ delivery, outcome }) => {
    const status = settledAs(outcome, delivery.attempts);
    const { prompt, look } = delivery;
    const picture = prompt.say === 'message' ? prompt.picture : undefined;
    return {
      id: delivery.deliveryId,
      identityId: delivery.identityId,
      workerNo: delivery.workerNo,
      status,
      error: outcome.outcome === 'sent' ? null : outcome.reason.slice(0, 300),
      messageId: outcome.outcome === 'sent' ? outcome.externalMessageId : null,
      delayMs: outcome.outcome === 'retry' ? outcome.delayMs : 0,
      unreachable: outcome.outcome === 'unreachable',
      cardNumber: picture?.picture === 'card' ? picture.cardNumber : null,
      pictureId: picture?.picture === 'stored' ? picture.pictureId : null,
      look: look ?? null,
      fileId: outcome.outcome === 'sent' ? (outcome.fileId ?? null) : null,
    };
  });
  await sql`
    with result as materialized (
      select * from jsonb_to_recordset(${sql.json(rows)}) as r(id text, "identityId" text, "workerNo" integer,
        status text, error text, "messageId" text, "delayMs" bigint, unreachable boolean, "cardNumber" text,
        "pictureId" text, look text, "fileId" text)
    ), unreachable as (
      update identity i set reachable = false from result r where r.unreachable and i.identity_id = r."identityId"
    ), card_drawn as (
      insert into card_picture (card_number, look, bot, file_id, stored_at)
      select distinct on (r."cardNumber", r.look) r."cardNumber", r.look, ${bot}::text, r."fileId", ${at}::timestamptz
      from result r where r."cardNumber" is not null and r.look is not null and r."fileId" is not null
      on conflict (card_number, look, bot) do update set file_id = excluded.file_id, stored_at = excluded.stored_at
    ), uploaded as (
      insert into picture_upload (picture_id, bot, file_id, stored_at)
      select distinct on (r."pictureId") r."pictureId", ${bot}::text, r."fileId", ${at}::timestamptz
      from result r join picture p on p.picture_id = r."pictureId" where r."fileId" is not null
      on conflict (picture_id, bot) do update set file_id = excluded.file_id, stored_at = excluded.stored_at
    )
    update delivery d set status = r.status, error = r.error,
      external_message_id = coalesce(nullif(r."messageId", ''), d.external_message_id),
      worker_no = case when r.status = 'queued' then null else d.worker_no end,
      not_before = case when r.status = 'queued' then ${at}::timestamptz + r."delayMs" * interval '1 millisecond'
        else d.not_before end,
      settled_at = case when r.status = 'queued' then null else ${at}::timestamptz end
    from result r
    where d.delivery_id = r.id and d.worker_no = r."workerNo" and d.status in ('sending', 'unknown')`;
}

function settledAs(outcome: SendOutcome, attempts: number): Settled {
  switch (outcome.outcome) {
    case 'sent':
    case 'unknown':
      return outcome.outcome;
    case 'retry':
      return attempts < MAX_ATTEMPTS ? 'queued' : 'failed';
    case 'unreachable':
    case 'rejected':
    case 'botRefused':
      return 'failed';
  }
}
