// The floor of the quest bench: the rows that play writes, as many of each, by a bare loop in the two commits that a move
// takes, into tables with the same columns and indexes. Nobody reads, judges or sends anything.
import { randomUUID } from 'node:crypto';
import type { TransactionSql } from 'postgres';
import type { Sql } from '#src/db/client.ts';

const TABLES = ['inbox', 'quest_attempt', 'quest_progress', 'quest_player', 'delivery'];
const PAYLOAD = JSON.stringify({
  update_id: 1,
  callback_query: { id: '1', from: { id: 1, first_name: 'Олена' }, data: 'q:' },
});
const PROMPT = JSON.stringify({
  say: 'message',
  text: 'x'.repeat(600),
  buttons: [[{ label: 'Так', action: 'q:' }]],
});

export async function makeFloor(sql: Sql, people: number): Promise<void> {
  for (const table of TABLES)
    await sql.unsafe(
      `create table floor_${table} (like ${table} including defaults including identity including indexes)`,
    );
  const at = new Date();
  await sql`
    insert into floor_quest_player (player_id, quest_id, identity_id, nickname, scored_at, joined_at, last_at)
    select 'ply_' || n, 'qst_1', 'idn_' || n, 'Спритний Їжак', ${at}, ${at}, ${at} from generate_series(0, ${people - 1}) n`;
}

/** Rows that play writes for one attempt, its moves that are no attempts among them. */
export interface Mix {
  /** Updates in the inbox, at least one: each is stored, and handled in a commit of its own. */
  moves: number;
  /** Messages to the player, toasts among them. */
  messages: number;
}

export const ATTEMPT_ALONE: Mix = { moves: 1, messages: 1 };

/** What was written so far. */
export async function countRows(sql: Sql): Promise<{ attempts: number; moves: number; messages: number }> {
  const [row] = await sql<{ attempts: number; moves: number; messages: number }[]>`
    select (select count(*)::integer from quest_attempt) as attempts, (select count(*)::integer from inbox) as moves,
      (select count(*)::integer from delivery) as messages`;
  if (!row) throw new Error('nothing was counted');
  return row;
}

interface Floor {
  /** Attempts, from this number on. */
  from: number;
  count: number;
  callers: number;
  people: number;
  mix: Mix;
}

/** Writes `count` attempts and what belongs to them, from `callers` at once. Returns attempts a second. */
export async function runFloor(sql: Sql, { from, count, callers, people, mix }: Floor): Promise<number> {
  const began = performance.now();
  let next = from;
  /** Whole ones, spread over the attempts. */
  const share = (each: number, n: number) => Math.floor((n + 1) * each) - Math.floor(n * each);
  const caller = async () => {
    while (next < from + count) {
      const n = next++;
      const moves = Math.max(1, share(mix.moves, n));
      let messages = share(mix.messages, n);
      for (let move = 1; move < moves; move++) {
        await writeMove(sql, { n, move, people, messages: Math.min(1, messages) });
        messages = Math.max(0, messages - 1);
      }
      await writeMove(sql, { n, move: 0, people, messages });
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return count / ((performance.now() - began) / 1_000);
}

/** `move` 0 is the attempt. */
async function writeMove(
  sql: Sql,
  { n, move, people, messages }: { n: number; move: number; people: number; messages: number },
): Promise<void> {
  const at = new Date();
  const player = `ply_${n % people}`;
  const key = `${n}:${move}`;
  await sql`insert into floor_inbox (messenger, update_key, external_id, payload, received_at)
    values ('telegram', ${key}, ${player}, ${PAYLOAD}::text::jsonb, ${at})`;
  await sql.begin(async (tx) => {
    if (move === 0) await writeAttempt(tx, { n, player, taskNo: Math.floor(n / people) + 1, at });
    else await tx`update floor_quest_player set last_at = ${at} where player_id = ${player}`;
    for (let message = 0; message < messages; message++)
      await tx`insert into floor_delivery (delivery_id, identity_id, messenger, lane, prompt, not_before, created_at)
        values (${randomUUID()}, ${player}, 'telegram', 'reply', ${PROMPT}::text::jsonb, ${at}, ${at})`;
    await tx`update floor_inbox set status = 'done', handled_at = ${at} where messenger = 'telegram' and update_key = ${key}`;
  });
}

async function writeAttempt(
  tx: TransactionSql,
  { n, player, taskNo, at }: { n: number; player: string; taskNo: number; at: Date },
): Promise<void> {
  await tx`insert into floor_quest_attempt (player_id, attempt_key, quest_id, task_no, task_version, given, verdict, points,
      attempted_at)
    values (${player}, ${`telegram:${n}`}, 'qst_1', ${taskNo}, 1, '{"kind":"options","options":[2]}', 'right', 10, ${at})`;
  await tx`insert into floor_quest_progress (player_id, task_no, state, shown_at, points, done_at)
    values (${player}, ${taskNo}, 'done', ${at}, 10, ${at})
    on conflict (player_id, task_no) do update set state = excluded.state`;
  await tx`insert into floor_quest_progress (player_id, task_no, shown_at) values (${player}, ${taskNo + 1}, ${at})
    on conflict (player_id, task_no) do nothing`;
  await tx`update floor_quest_player set score = score + 10, done = done + 1, scored_at = ${at}, last_at = ${at}
    where player_id = ${player}`;
}
