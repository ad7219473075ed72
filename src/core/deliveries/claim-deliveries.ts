// Takes what is due for one messenger: queued -> sending, committed before anything is sent, so that after a crash
// nobody sends it again. One SQL function, because every reply to a person passes through it.
import type { Sql } from '#src/db/client.ts';
import type { DeliveryId, IdentityId } from '#src/lib/id.ts';
import type { MessengerName } from './messenger.ts';
import type { Prompt } from './prompt.ts';

export interface ClaimedDelivery {
  deliveryId: DeliveryId;
  identityId: IdentityId;
  lane: 'reply' | 'notice';
  prompt: Prompt;
  externalId: string;
  /** How often it was given to the messenger, this time included. */
  attempts: number;
  workerNo: number;
  /** The messenger's id of the message that an edit means. */
  editOf?: string;
  /** What the card looks like, and the messenger's id of that picture when it holds it already. */
  look?: string;
  fileId?: string;
}

/** Each time somebody else has just taken one person's message; a fresh look sees that. */
const MOST_COLLISIONS = 10;

interface ClaimedRow extends Omit<ClaimedDelivery, 'editOf' | 'look' | 'fileId'> {
  status: 'sending' | 'skipped';
  editOf: string | null;
  look: string | null;
  fileId: string | null;
}

export interface ClaimInput {
  messenger: MessengerName;
  bot: string;
  workerNo: number;
  /** At most so many. */
  limit: number;
  at: Date;
}

/**
 * Claims the next message of up to `limit` people; nobody has two in flight. Replies go before notices, and within a
 * lane the older first; what waits for another attempt holds back what came after it. Messages that have lost their
 * sense (too late, a notice to somebody who cannot be reached, an edit of what was never sent) become skipped and are
 * counted in `skipped`. Nothing is claimed while the bot is silent.
 */
export async function claimDeliveries(
  sql: Sql,
  { messenger, bot, workerNo, limit, at }: ClaimInput,
): Promise<{ claimed: ClaimedDelivery[]; skipped: number }> {
  const rows = await lookAgain(
    () => sql<ClaimedRow[]>`
      select delivery_id as "deliveryId", identity_id as "identityId", lane, prompt, status, attempts,
        worker_no as "workerNo", external_id as "externalId", look, file_id as "fileId", edit_of as "editOf"
      from claim_deliveries(${messenger}, ${bot}, ${workerNo}, ${limit}, ${at})`,
  );
  const claimed: ClaimedDelivery[] = [];
  for (const { status, editOf, look, fileId, ...row } of rows) {
    if (status !== 'sending') continue;
    claimed.push({
      ...row,
      prompt: editOf === null ? anew(row.prompt) : row.prompt,
      ...(editOf === null ? {} : { editOf }),
      ...(look === null ? {} : { look }),
      ...(fileId === null ? {} : { fileId }),
    });
  }
  return { claimed, skipped: rows.length - claimed.length };
}

/**
 * Two processes may see different messages as somebody's next one, for one came in between their looks. The unique
 * index lets only one of them through; the other claimed nothing and asks again.
 */
async function lookAgain<T>(claim: () => Promise<T>): Promise<T> {
  for (let collisions = 0; ; collisions++) {
    try {
      return await claim();
    } catch (error) {
      if (!isTaken(error) || collisions === MOST_COLLISIONS) throw error;
    }
  }
}

function isTaken(error: unknown): boolean {
  return (
    error instanceof Error && 'constraint_name' in error && error.constraint_name === 'delivery_one_in_flight'
  );
}

/** An edit of a message that was never sent, but that wants to be said all the same. */
function anew(prompt: Prompt): Prompt {
  if (prompt.say !== 'edit') return prompt;
  const { text, buttons, keyboard } = prompt;
  return { say: 'message', text, ...(buttons && { buttons }), ...(keyboard && { keyboard }) };
}
