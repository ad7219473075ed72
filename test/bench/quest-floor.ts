// The floor of the quest bench: the rows of an answer, written by a bare loop in the two commits that an answer takes, into
// tables with the same columns and indexes. Nobody reads, judges or sends anything.
import { randomUUID } from 'node:crypto';
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

/** Writes `count` answers from `callers` at once. Returns answers a second. */
export async function runFloor(
  sql: Sql,
  { count, callers, people, from }: { count: number; callers: number; people: number; from: number },
): Promise<number> {
  const began = performance.now();
  let next = from;
  const caller = async () => {
    while (next < from + count) await writeAnswer(sql, next++, people);
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return count / ((performance.now() - began) / 1_000);
}

async function writeAnswer(sql: Sql, n: number, people: number): Promise<void> {
  const at = new Date();
  const player = `ply_${n % people}`;
  const taskNo = Math.floor(n / people) + 1;
  await sql`insert into floor_inbox (messenger, update_key, external_id, payload, received_at)
    values ('telegram', ${`${n}`}, ${player}, ${PAYLOAD}::text::jsonb, ${at})`;
  await sql.begin(async (tx) => {
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
    await tx`insert into floor_delivery (delivery_id, identity_id, messenger, lane, prompt, not_before, created_at)
      values (${randomUUID()}, ${player}, 'telegram', 'reply', ${PROMPT}::text::jsonb, ${at}, ${at})`;
    await tx`update floor_inbox set status = 'done', handled_at = ${at} where messenger = 'telegram' and update_key = ${`${n}`}`;
  });
}
