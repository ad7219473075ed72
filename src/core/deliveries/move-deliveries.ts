import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { DeliveryId, IdentityId } from '#src/lib/id.ts';

export interface MoveDeliveries {
  from: IdentityId;
  to: IdentityId;
  /** Messages that belong to the old chat alone: they are sent no more, and what would change them finds nothing to change. */
  apart: readonly DeliveryId[];
  at: Date;
}

/** What waits for one chat goes to another, which has come in its place. Lock both identities before. */
export async function moveDeliveries(tx: Tx, { from, to, apart, at }: MoveDeliveries): Promise<void> {
  if (apart.length > 0)
    await tx.execute(sql`
      update delivery set external_message_id = null,
        status = case when status = 'queued' then 'skipped' else status end,
        error = case when status = 'queued' then 'the chat has moved' else error end,
        settled_at = case when status = 'queued' then ${at}::timestamptz else settled_at end,
        -- One that is under way may be refused and come back to the queue.
        not_after = ${at}::timestamptz
      where delivery_id in ${apart}`);
  await tx.execute(sql`
    update delivery set identity_id = ${to} where identity_id = ${from} and status = 'queued'`);
}
