// What has to be fetched from a messenger before an answer counts.
import { sql } from 'drizzle-orm';
import type { Sql, Tx } from '#src/db/client.ts';
import { questErrand } from '#src/db/schema/quests.ts';
import type { IdentityId, QuestId } from '#src/lib/id.ts';
import type { MessengerName, PhotoFile } from '../../deliveries/messenger.ts';

export type What = { errand: 'photo'; file: PhotoFile } | { errand: 'channel'; channel: string };

export interface Errand {
  identityId: IdentityId;
  /** The messenger's id of the person. */
  externalId: string;
  attemptKey: string;
  questId: QuestId;
  taskNo: number;
  messenger: MessengerName;
  what: What;
  askedAt: Date;
  /** How often it was begun, this time included. */
  attempts: number;
}

/** Puts an errand down; the same one twice is one. */
export async function putErrand(
  tx: Tx,
  { at, ...errand }: Omit<Errand, 'externalId' | 'askedAt' | 'attempts'> & { at: Date },
): Promise<void> {
  await tx
    .insert(questErrand)
    .values({ ...errand, askedAt: at, notBefore: at })
    .onConflictDoNothing();
}

/** Whether takeErrands may find any. One round trip, so that a worker with nothing to do opens no transaction to learn it. */
export async function hasDueErrands(
  bare: Sql,
  { messengers, at }: { messengers: readonly MessengerName[]; at: Date },
): Promise<boolean> {
  const [row] = await bare<{ due: boolean }[]>`
    select exists (select from quest_errand
      where not_before <= ${at} and messenger = any (${[...messengers]}::text[])) as due`;
  return row?.due ?? false;
}

/** Longer than a messenger may take. */
const TAKEN_MS = 60_000;

/** Takes up to `limit` errands that are due, for a minute: whoever does not come back with them leaves them to others. */
export async function takeErrands(
  tx: Tx,
  { messengers, limit, at }: { messengers: readonly MessengerName[]; limit: number; at: Date },
): Promise<Errand[]> {
  const until = new Date(at.getTime() + TAKEN_MS);
  const rows = await tx.execute<{ [Field in keyof Errand]: Errand[Field] }>(sql`
    update quest_errand e set not_before = ${until}::timestamptz, attempts = e.attempts + 1
    from identity i
    where i.identity_id = e.identity_id and (e.identity_id, e.attempt_key) in (
      select identity_id, attempt_key from quest_errand
      where not_before <= ${at}::timestamptz and messenger = any (${sql.param([...messengers])}::text[])
      order by not_before limit ${limit} for update skip locked)
    returning e.identity_id as "identityId", i.external_id as "externalId", e.attempt_key as "attemptKey",
      e.quest_id as "questId", e.task_no as "taskNo", e.messenger, e.what, e.asked_at as "askedAt", e.attempts`);
  return rows.map((row) => ({ ...row, askedAt: new Date(row.askedAt) }));
}

type Named = Pick<Errand, 'identityId' | 'attemptKey'>;
const isIt = ({ identityId, attemptKey }: Named) =>
  sql`identity_id = ${identityId} and attempt_key = ${attemptKey}`;

/** Whether it was still to be done; it is not any more. */
export async function endErrand(tx: Tx, errand: Named): Promise<boolean> {
  const ended = await tx.execute(sql`delete from quest_errand where ${isIt(errand)} returning 1`);
  return ended.length > 0;
}

/** It is tried again then. */
export async function postponeErrand(tx: Tx, errand: Named, notBefore: Date): Promise<void> {
  await tx.execute(sql`update quest_errand set not_before = ${notBefore}::timestamptz where ${isIt(errand)}`);
}
