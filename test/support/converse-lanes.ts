// The conversations of one program, several at a time, over updates of Telegram that lie in the inbox.
import { setTimeout as pause } from 'node:timers/promises';
import { converseAll } from '#bots/dialogue/converse.ts';
import type { DialogueEvent } from '#bots/dialogue/event.ts';
import { readTelegramUpdate } from '#bots/telegram/read-update.ts';
import type { Database, Tx } from '#src/db/client.ts';
import type { Clock } from '#src/lib/clock.ts';
import { converseOnce } from '#src/workers/converse-loop.ts';
import { dialogueDeps } from '#test/bots/dialogue/person.ts';

const LANES = 4;
const IDLE_MS = 20;

export interface LaneOptions {
  clock: Clock;
  /** Asked when there is nothing to do; true ends the lane. */
  isOver: () => Promise<boolean>;
}

/** Resolves when every lane is over. */
export async function converseInLanes(
  database: Pick<Database, 'db' | 'sql'>,
  { clock, isOver }: LaneOptions,
): Promise<void> {
  const dialogue = dialogueDeps(database.db);
  const deps = {
    database: { ...database, close: async () => {} },
    databaseUrl: '',
    clock,
    log: { info: () => {}, warn: () => {}, error: () => {} },
    messengers: [],
    readUpdate: {
      telegram: (payload: unknown, at: Date) => readTelegramUpdate(payload, at)?.event ?? null,
      viber: () => null,
    },
    converse: (tx: Tx, events: DialogueEvent[]) => converseAll(tx, events, dialogue),
  };
  const lane = async () => {
    for (;;) {
      if ((await converseOnce<DialogueEvent>(deps, () => {})) > 0) continue;
      if (await isOver()) return;
      await pause(IDLE_MS);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

/** A pressed button of each of these people, as Telegram tells it: `round` tells one press from another. */
export async function press(
  sql: Database['sql'],
  people: readonly { externalId: string }[],
  { action, round, at }: { action: string; round: number; at: Date },
): Promise<void> {
  const updates = people.map(({ externalId }) => {
    const id = round * 1_000_000 + Number(externalId);
    const from = { id: Number(externalId), is_bot: false, first_name: 'Олена' };
    const payload = { update_id: id, callback_query: { id: `${id}`, from, data: action } };
    return { updateKey: String(id), externalId, payload };
  });
  await sql`
    insert into inbox (messenger, update_key, external_id, payload, received_at)
    select 'telegram', u."updateKey", u."externalId", u.payload, ${at}
    from jsonb_to_recordset(${sql.json(updates)}) as u("updateKey" text, "externalId" text, payload jsonb)`;
}
