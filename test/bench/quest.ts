// A quest of a hundred tasks, played by many people in both messengers at once, compressed in time: from the webhook to the
// message that reaches the player, with everything on the way. Beside it a bare loop that writes the same rows.
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Sql } from '#src/db/client.ts';
import type { QuestId } from '#src/lib/id.ts';
import { aQuest } from '#test/support/a-running-quest.ts';
import { makeMembers } from '#test/support/many-members.ts';
import { CHAPTERS, manyTasks } from '#test/support/many-tasks.ts';
import { STORE_PLACE } from '#test/support/quest-moves.ts';
import { until } from '#test/support/until.ts';
import { BENCH_KEY, benchShop, startService } from './bench-shop.ts';
import { makeFloor, runFloor } from './quest-floor.ts';
import { pretendMessengers } from './quest-messengers.ts';
import { type Person, type QuestPeople, questPeople, VIBER_TOKEN, WEBHOOK_SECRET } from './quest-people.ts';
import { alternate, median, percentile, ratioLine } from './rounds.ts';

const CALLERS = 48;
const ROUNDS = 4;
const PORT = '3995';
const HOUR_MS = 3_600_000;
/** Prizes for the first who have done so many tasks. */
const PRIZES = { stock: 100, tasks: 3 };
/** Of what the service can do, how much comes in while the wait of a player is measured. */
const LOAD = 0.5;
const PACED_MS = 20_000;

/** `inRound`: answers in each of the rounds. */
export async function run(people = '2000', inRound = '2000'): Promise<void> {
  const [count, answers] = [Number(people), Number(inRound)];
  const shop = await benchShop(0);
  const { sql, db } = shop.database;
  await sql`update store set lat = ${STORE_PLACE.lat}, lon = ${STORE_PLACE.lon}`;
  const now = Date.now();
  const tasks = manyTasks();
  const questId = await aQuest(db, {
    chapters: CHAPTERS,
    tasks,
    prizes: [
      {
        prize: { kind: 'points', points: 50 },
        goesTo: 'first',
        qualifies: { tasks: PRIZES.tasks },
        stock: PRIZES.stock,
      },
      { prize: { kind: 'badge', sign: '🏅', titles: { uk: 'Мандрівник' } }, qualifies: { tasks: 2 } },
    ],
    fields: { startsAt: new Date(now - HOUR_MS), endsAt: new Date(now + 60 * HOUR_MS) },
  });
  const all = await makePeople(sql, count);
  await makeFloor(sql, count);
  const messengers = await pretendMessengers();
  const service = await startService({
    PORT,
    DATABASE_URL: shop.databaseUrl,
    SECRET_KEY: BENCH_KEY,
    PUBLIC_URL: `http://127.0.0.1:${PORT}`,
    TELEGRAM_TOKEN: '700000001:a-token-for-the-simulator',
    TELEGRAM_API_ROOT: messengers.url,
    TELEGRAM_MODE: 'webhook',
    TELEGRAM_WEBHOOK_SECRET: WEBHOOK_SECRET,
    VIBER_TOKEN,
    VIBER_API_ROOT: messengers.url,
    SMS_TOKEN: 'a-token-of-no-gateway',
    LOG_LEVEL: 'error',
  });
  const playing = questPeople({
    url: service.url,
    connections: CALLERS,
    messengers,
    questId,
    tasks: tasks.map(({ ask }, place) => ({ taskNo: place + 1, ask: ask ?? { type: 'rate' as const } })),
  });
  try {
    await inTurns(all, count, (person) => playing.join(person));
    let at = 0;
    const memory: number[] = [];
    const queue = turning(all);
    const rounds = await alternate(ROUNDS, {
      floor: () =>
        runFloor(sql, { count: answers, callers: CALLERS, people: count, from: (at++ - 0) * answers }),
      ours: async () => {
        const began = performance.now();
        const before = playing.answers;
        await inTurns(queue, answers, (person) => playing.play(person));
        memory.push(residentMb(service.pid));
        return (playing.answers - before) / ((performance.now() - began) / 1_000);
      },
    });
    const perSecond = median(rounds.ours);
    const waits = await paced(all, { perSecond: perSecond * LOAD, playing });
    memory.push(residentMb(service.pid));
    await settled(sql);
    console.log(
      `${count} people in two messengers: ${perSecond.toFixed(0)} attempts/s, bare rows ${median(rounds.floor).toFixed(0)}/s; ` +
        `${playing.answers} answers, ${playing.unanswered} of them unanswered, ${messengers.messages} messages`,
    );
    console.log(
      `the answer to the player at ${(perSecond * LOAD).toFixed(0)} attempts/s: p50 ${percentile(waits, 0.5).toFixed(0)} ms, ` +
        `p99 ${percentile(waits, 0.99).toFixed(0)} ms`,
    );
    console.log(`memory of the service: ${memory.join(', ')} MB`);
    await check(sql, { questId, answers: playing.answers });
    console.log(ratioLine(rounds));
  } finally {
    await playing.close();
    await service.stop();
    await messengers.stop();
    await shop.stop();
  }
}

/** Half of them in each messenger; of each half every second is a guest. */
async function makePeople(sql: Sql, count: number): Promise<Person[]> {
  const quarter = Math.floor(count / 4);
  const telegram = (n: number) => String(100_000 + n);
  const viber = (n: number) => `bench-${100_000 + n}`;
  await makeMembers(sql, { count: quarter, messenger: 'telegram', externalId: telegram });
  await makeMembers(sql, { count: quarter, messenger: 'viber', externalId: viber });
  await sql`update identity set scene = 'menu' where member_id is not null`;
  return Array.from({ length: quarter * 4 }, (_, n): Person => {
    const place = { place: 0, erred: false };
    return n % 2 === 0
      ? { messenger: 'telegram', externalId: telegram(n / 2), ...place }
      : { messenger: 'viber', externalId: viber((n - 1) / 2), ...place };
  });
}

function* turning<T>(all: readonly T[]): Generator<T, never> {
  for (;;) yield* all;
}

/** `count` turns, CALLERS of them at once, and never two of one person: there are more people than callers. */
async function inTurns(
  people: Iterable<Person>,
  count: number,
  turn: (person: Person) => Promise<unknown>,
): Promise<void> {
  const queue = people[Symbol.iterator]();
  let left = count;
  const caller = async () => {
    while (left-- > 0) {
      const next = queue.next();
      if (next.done) return;
      await turn(next.value);
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
}

/** Everybody plays at once and thinks in between, so that so many answers a second come in. How long each waited. */
async function paced(
  all: readonly Person[],
  { perSecond, playing }: { perSecond: number; playing: QuestPeople },
): Promise<number[]> {
  const waits: number[] = [];
  const thinkMs = (all.length / perSecond) * 1_000;
  const ends = performance.now() + PACED_MS;
  const person = async (each: Person, place: number) => {
    await pause((thinkMs * place) / all.length);
    while (performance.now() < ends) {
      const waited = await playing.play(each);
      if (waited === null) return;
      waits.push(waited);
      await pause(Math.max(0, thinkMs - waited));
    }
  };
  await Promise.all(all.map(person));
  return waits;
}

const residentMb = (pid: number) =>
  Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024);

async function settled(sql: Sql): Promise<void> {
  const waits = async () => (await sql`select 1 from inbox where status = 'new' limit 1`).length > 0;
  await until('every answer to be handled', async () => !(await waits()), { withinMs: 60_000 });
}

/** Prizes are given as many as there were, the board is what the attempts come to, and no attempt is missing. */
async function check(sql: Sql, { questId, answers }: { questId: QuestId; answers: number }): Promise<void> {
  const [found] = await sql<{ attempts: number; given: number; wins: number; unlike: number }[]>`
    select (select count(*)::integer from quest_attempt where quest_id = ${questId}) as attempts,
      (select given from quest_prize where quest_id = ${questId} and prize_no = 1) as given,
      (select count(*)::integer from quest_win where quest_id = ${questId} and prize_no = 1) as wins,
      (select count(*)::integer from quest_player p where quest_id = ${questId} and (
        p.score <> (select coalesce(sum(points), 0) from quest_attempt a where a.player_id = p.player_id)
        or p.done <> (select count(*) from quest_progress g where g.player_id = p.player_id and state = 'done'))) as unlike`;
  if (!found) throw new Error('nothing was counted');
  const { attempts, given, wins, unlike } = found;
  console.log(
    `attempts ${attempts} of ${answers}; prizes given ${wins} of ${PRIZES.stock}; ` +
      `players whose score is not what a recount says: ${unlike}`,
  );
  const isWrong = attempts !== answers || wins !== PRIZES.stock || given !== wins || unlike > 0;
  if (isWrong) process.exitCode = 1;
}
