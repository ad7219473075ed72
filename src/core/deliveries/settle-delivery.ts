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
  await sql`select settle_deliveries(${bot}, ${sql.json(rows)}, ${at})`;
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
