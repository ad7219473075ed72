// Takes updates from the inbox and carries the conversations on. A batch shares a commit; one that fails undoes nothing
// of the others.
import { sql } from 'drizzle-orm';
import type { MessengerName } from '#src/core/deliveries/messenger.ts';
import { noticeWords } from '#src/core/deliveries/notice-words.ts';
import { queueDelivery } from '#src/core/deliveries/queue-delivery.ts';
import { savepoint, type Tx, transaction } from '#src/db/client.ts';
import { databaseError } from '#src/db/client-error.ts';
import { describeFault } from '#src/lib/describe-fault.ts';
import type { IdentityId, MemberId } from '#src/lib/id.ts';
import type { Language } from '#src/lib/language.ts';
import type { Conversed, WorkerDeps } from './worker-deps.ts';

/** Updates in one transaction: sixteen make the commit cheap and hold no lock for long. */
export const CONVERSE_BATCH = 16;
/** A fault of ours is tried so often; a database that is busy, or somebody in between, more patiently. */
const MAX_FAULTS = 3;
const MAX_CONFLICTS = 10;
const RETRY_AFTER_MS = [500, 2_000, 5_000];

interface InboxRow extends Record<string, unknown> {
  messenger: MessengerName;
  update_key: string;
  inbox_no: bigint;
  external_id: string;
  payload: unknown;
  attempts: number;
}

type Handled = { row: InboxRow; outcome: Conversed };

/**
 * Handles the next updates, one of each person. Returns how many; several processes may do it at once. What follows
 * the commit is begun and handed to `follow`.
 */
export async function converseOnce<Update>(
  deps: WorkerDeps<Update>,
  follow: (work: Promise<unknown>) => void,
): Promise<number> {
  const { taken, done } = await handleBatch(deps);
  for (const { row, outcome } of done) {
    if (outcome.afterCommit) follow(outcome.afterCommit());
    if (!outcome.scene) continue;
    const { messenger, external_id: externalId } = row;
    deps.trace?.({ step: 'scene', detail: outcome.scene, messenger, externalId });
  }
  return taken;
}

/** First all together; when one of them fails, all is undone and done again one by one, with a savepoint for each. */
async function handleBatch<Update>(deps: WorkerDeps<Update>): Promise<{ taken: number; done: Handled[] }> {
  let failed = false;
  try {
    return await transaction(deps.database.db, async (tx) => {
      const at = deps.clock.now();
      const rows = await takeUpdates(tx, at);
      const done = await handle(deps, tx, { rows, at }).catch((error: unknown) => {
        failed = true;
        throw error;
      });
      if (done.length > 0) await markDone(tx, done, at);
      return { taken: rows.length, done };
    });
  } catch (error) {
    if (!failed) throw error;
    return await handleOneByOne(deps);
  }
}

async function handleOneByOne<Update>(deps: WorkerDeps<Update>): Promise<{ taken: number; done: Handled[] }> {
  return await transaction(deps.database.db, async (tx) => {
    const at = deps.clock.now();
    const rows = await takeUpdates(tx, at);
    const done: Handled[] = [];
    for (const row of rows) {
      try {
        const handled = await savepoint(tx, (inner) => handle(deps, inner, { rows: [row], at }));
        done.push(...handled);
        if (handled.some(({ outcome }) => outcome.locksMember)) break;
      } catch (error) {
        await noteFailure(deps, tx, row, { error, at });
      }
    }
    if (done.length > 0) await markDone(tx, done, at);
    return { taken: rows.length, done };
  });
}

/** The oldest update of each person who is not being handled elsewhere. */
async function takeUpdates(tx: Tx, at: Date): Promise<InboxRow[]> {
  return await tx.execute<InboxRow>(sql`select * from take_updates(${CONVERSE_BATCH}, ${at})`);
}

/** What the conversation has nothing to say to is done as it is; what it leaves for the next transaction is left out. */
async function handle<Update>(
  deps: WorkerDeps<Update>,
  tx: Tx,
  { rows, at }: { rows: InboxRow[]; at: Date },
): Promise<Handled[]> {
  const read = rows.map((row) => ({ row, update: deps.readUpdate[row.messenger](row.payload, at) }));
  const heard = read.filter((each): each is { row: InboxRow; update: Update } => each.update !== null);
  const silent = read.filter((each) => each.update === null);
  const outcomes =
    heard.length === 0
      ? []
      : await deps.converse(
          tx,
          heard.map(({ update }) => update),
        );
  return [
    ...silent.map(({ row }) => ({ row, outcome: {} })),
    ...outcomes.flatMap((outcome, index) => {
      const row = heard[index]?.row;
      return row ? [{ row, outcome }] : [];
    }),
  ];
}

async function markDone(tx: Tx, handled: { row: InboxRow }[], at: Date): Promise<void> {
  const keys = handled.map(({ row: { messenger, update_key } }) => ({ messenger, update_key }));
  await tx.execute(sql`select mark_updates_done(${JSON.stringify(keys)}::text::jsonb, ${at})`);
}

async function noteFailure<Update>(
  deps: WorkerDeps<Update>,
  tx: Tx,
  row: InboxRow,
  { error, at }: { error: unknown; at: Date },
): Promise<void> {
  const attempts = row.attempts + 1;
  const most = databaseError(error) === 'other' ? MAX_FAULTS : MAX_CONFLICTS;
  const givenUp = attempts >= most;
  const fault = describeFault(error);
  const words = [fault.kind, fault.code, fault.stack[0]].filter(Boolean).join(' ').slice(0, 300);
  const reference = row.inbox_no.toString();
  const details = { messenger: row.messenger, reference, attempts, fault };
  if (givenUp) deps.log.error(details, 'an update could not be handled');
  else deps.log.warn(details, 'an update failed and is tried again');
  const waitMs = RETRY_AFTER_MS[Math.min(attempts, RETRY_AFTER_MS.length) - 1] ?? 0;
  await tx.execute(sql`
    update inbox set attempts = ${attempts}, error = ${words}, status = ${givenUp ? 'failed' : 'new'},
      handled_at = ${givenUp ? at : null}, not_before = ${new Date(at.getTime() + waitMs)}
    where messenger = ${row.messenger} and update_key = ${row.update_key}`);
  if (givenUp) await apologise(tx, row, { reference, at });
}

/** Tells the person, if we know them, that it was our fault, with a number to name. */
async function apologise(
  tx: Tx,
  row: InboxRow,
  { reference, at }: { reference: string; at: Date },
): Promise<void> {
  const [to] = await tx.execute<{
    identityId: IdentityId;
    memberId: MemberId | null;
    language: Language;
  }>(sql`
    select identity_id as "identityId", member_id as "memberId", language from identity
    where messenger = ${row.messenger} and external_id = ${row.external_id}`);
  if (!to) return;
  const { identityId, memberId, language } = to;
  const text = noticeWords(language, 'apology', { reference });
  const onceKey = `apology:${row.messenger}:${row.update_key}`;
  await queueDelivery(tx, {
    identityId,
    memberId,
    lane: 'reply',
    prompt: { say: 'message', text },
    at,
    onceKey,
  });
}
