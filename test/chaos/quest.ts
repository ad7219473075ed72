// People play quests in their chats, members and guests, while the programs that hear them are killed again and again. What
// they did is known beforehand; when nobody waits any more, what is there is held against it, answer by answer.
import { setTimeout as pause } from 'node:timers/promises';
import type { TaskAsk } from '#src/core/quests/task-content.ts';
import { connect, type Database } from '#src/db/client.ts';
import { type Random, seededRandom } from '#src/demo/random.ts';
import type { QuestId } from '#src/lib/id.ts';
import { type ATask, aQuest } from '#test/support/a-running-quest.ts';
import { aShop } from '#test/support/a-shop.ts';
import { makeMembers } from '#test/support/many-members.ts';
import { CHAPTERS, manyTasks } from '#test/support/many-tasks.ts';
import {
  joinMove,
  type Move,
  rightMove,
  skipMove,
  telegramUpdate,
  wrongMove,
} from '#test/support/quest-moves.ts';
import { startProcess } from './processes.ts';

export interface QuestChaosOptions {
  /** An empty database with every migration applied. */
  databaseUrl: string;
  /** How often a program is killed. */
  cycles: number;
  seed: number;
  people?: number;
  tasks?: number;
  log?: (line: string) => void;
}

export interface QuestChaosOutcome {
  cycles: number;
  /** Answers that were given and are not there. */
  lost: number;
  /** Answers that counted twice, and scores or prizes above what was earned. */
  doubled: number;
  wrong: string[];
  quests: number;
  answers: number;
  seconds: number;
}

const PROGRAMS = 2;
const HOUR_MS = 3_600_000;
const PRIZES = 25;

export async function chaosQuest(options: QuestChaosOptions): Promise<QuestChaosOutcome> {
  const { databaseUrl, cycles, seed, people: count = 100, tasks: tasksCount = 40, log = () => {} } = options;
  const begun = performance.now();
  const random = seededRandom(seed);
  const database = connect(databaseUrl, { max: 3, applicationName: 'chaos', statementTimeoutMs: 0 });
  const start = () => startProcess('converser.ts', [databaseUrl], /^ready$/);
  const programs = await Promise.all(Array.from({ length: PROGRAMS }, start));
  const outcome: QuestChaosOutcome = {
    cycles: 0,
    lost: 0,
    doubled: 0,
    wrong: [],
    quests: 0,
    answers: 0,
    seconds: 0,
  };
  try {
    await aShop(database.db);
    const externalId = (n: number) => String(700_000 + n);
    // The other half are guests.
    await makeMembers(database.sql, { count: Math.floor(count / 2), externalId });
    await database.sql`update identity set scene = 'menu'`;
    const people = Array.from({ length: count }, (_, n) => externalId(n));
    while (outcome.cycles < cycles) {
      const round = ++outcome.quests;
      const played = await playQuest(database, { people, tasks: manyTasks(tasksCount), round, random });
      while (await somebodyWaits(database)) {
        await pause(random.whole(80, 400));
        if (outcome.cycles >= cycles) continue;
        const place = random.whole(0, PROGRAMS - 1);
        await programs[place]?.kill();
        programs[place] = await start();
        outcome.cycles++;
      }
      await compare(database, played, outcome);
      log(`quest ${round}: ${outcome.answers} answers so far, ${outcome.cycles} kills`);
    }
  } finally {
    await Promise.all(programs.map((each) => each.kill()));
    await database.close();
  }
  outcome.seconds = Math.round((performance.now() - begun) / 1_000);
  return outcome;
}

interface Played {
  questId: QuestId;
  /** Of each person, the updates that have to count as answers, and the points they bring. */
  expected: { externalId: string; keys: string[]; score: number }[];
}

/** Everybody joins and does one task after the other; all that they do lies in the inbox, some of it twice. */
async function playQuest(
  { db, sql }: Database,
  { people, tasks, round, random }: { people: string[]; tasks: ATask[]; round: number; random: Random },
): Promise<Played> {
  const now = Date.now();
  const questId = await aQuest(db, {
    // What is skipped opens the next one too: what everybody can do is known beforehand.
    chapters: CHAPTERS.map((_, place) => (place === 0 ? {} : { chapter: { chapterNo: place, need: 'all' } })),
    tasks,
    prizes: [
      { prize: { kind: 'points', points: 5 }, goesTo: 'first', qualifies: { tasks: 3 }, stock: PRIZES },
    ],
    fields: { startsAt: new Date(now - HOUR_MS), endsAt: new Date(now + 60 * HOUR_MS) },
  });
  let updateId = round * 10_000_000;
  const expected: Played['expected'] = [];
  const rows: { place: number; updateKey: string; externalId: string; payload: object }[] = [];
  for (const externalId of people) {
    const keys: string[] = [];
    let [score, place] = [0, 0];
    const does = (move: Move, counts: boolean) => {
      const id = ++updateId;
      const row = { updateKey: String(id), externalId, payload: telegramUpdate(externalId, move, id) };
      rows.push({ ...row, place: place++ });
      // The messenger has not heard our answer and tells it again.
      if (random.next() < 0.3) rows.push({ ...row, place: place++ });
      if (counts) keys.push(`telegram:${id}`);
    };
    does(joinMove(questId), false);
    for (const [index, { ask }] of tasks.entries()) {
      const asked = { questId, taskNo: index + 1, ask: ask as TaskAsk };
      const [right, wrong] = [rightMove(asked), wrongMove(asked)];
      if (wrong && random.next() < 0.3) {
        does(wrong, true);
        // Twice the same wrong button or word is one attempt.
        if (random.next() < 0.3) does(wrong, false);
      }
      if (!right || random.next() < 0.1) {
        does(skipMove(questId, asked.taskNo), false);
        continue;
      }
      does(right, true);
      score += 10;
      // An impatient thumb: the same button once more, which is a new update.
      if ('press' in right && random.next() < 0.2) does(right, false);
    }
    expected.push({ externalId, keys, score });
  }
  rows.sort((a, b) => a.place - b.place);
  await sql`
    insert into inbox (messenger, update_key, external_id, payload, received_at)
    select 'telegram', u."updateKey", u."externalId", u.payload, ${new Date()}
    from jsonb_to_recordset(${sql.json(JSON.parse(JSON.stringify(rows)))})
      as u("updateKey" text, "externalId" text, payload jsonb, place integer)
    order by u.place on conflict do nothing`;
  return { questId, expected };
}

async function somebodyWaits({ sql }: Database): Promise<boolean> {
  return (await sql`select 1 from inbox where status = 'new' limit 1`).length > 0;
}

interface Found {
  externalId: string;
  score: number;
  done: number;
  recounted: number;
  tasksDone: number;
  keys: string[] | null;
}

async function compare(
  { sql }: Database,
  { questId, expected }: Played,
  outcome: QuestChaosOutcome,
): Promise<void> {
  const rows = await sql<Found[]>`
    select i.external_id as "externalId", p.score, p.done::integer,
      (select coalesce(sum(a.points), 0)::integer from quest_attempt a where a.player_id = p.player_id) as recounted,
      (select count(*)::integer from quest_progress g where g.player_id = p.player_id and g.state = 'done') as "tasksDone",
      (select array_agg(a.attempt_key) from quest_attempt a where a.player_id = p.player_id) as keys
    from quest_player p join identity i using (identity_id) where p.quest_id = ${questId}`;
  const found = new Map(rows.map((row) => [row.externalId, row]));
  if (rows.length !== found.size) outcome.doubled += rows.length - found.size;
  for (const { externalId, keys, score } of expected) {
    const row = found.get(externalId);
    const there = new Set(row?.keys ?? []);
    outcome.answers += there.size;
    outcome.lost += keys.filter((key) => !there.has(key)).length;
    outcome.doubled += [...there].filter((key) => !keys.includes(key)).length;
    if (!row) continue;
    if (row.score > score) outcome.doubled++;
    if (row.score < score) outcome.wrong.push(`${externalId} has ${row.score} points instead of ${score}`);
    if (row.score !== row.recounted || row.done !== row.tasksDone)
      outcome.wrong.push(`${externalId} has ${row.score} points, and a recount says ${row.recounted}`);
  }
  const [prizes] = await sql<{ given: number; wins: number; failed: number }[]>`
    select z.given, (select count(*)::integer from quest_win w where w.quest_id = z.quest_id) as wins,
      (select count(*)::integer from inbox where status = 'failed') as failed
    from quest_prize z where z.quest_id = ${questId}`;
  const { given = 0, wins = 0, failed = 0 } = prizes ?? {};
  outcome.doubled += Math.max(0, wins - PRIZES);
  if (given !== wins || wins < Math.min(PRIZES, expected.length))
    outcome.wrong.push(`${wins} prizes of ${PRIZES} were won, and ${given} are counted`);
  if (failed > 0) outcome.wrong.push(`${failed} updates were given up`);
}
