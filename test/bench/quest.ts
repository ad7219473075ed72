// The weekend quest of a hundred tasks that ships with the product, played by many people in both messengers at once, compressed in
// time: from the webhook to the message that reaches the player, with everything on the way. Beside it a bare loop that writes
// the same rows.
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { questAction } from '#src/core/quests/tell/quest-action.ts';
import type { Sql } from '#src/db/client.ts';
import { makeMembers } from '#test/support/many-members.ts';
import { STORE_PLACE } from '#test/support/quest-moves.ts';
import { until } from '#test/support/until.ts';
import { BENCH_KEY, benchShop, startService } from './bench-shop.ts';
import { checkQuest } from './quest-check.ts';
import { ATTEMPT_ALONE, countRows, makeFloor, runFloor } from './quest-floor.ts';
import { pretendMessengers } from './quest-messengers.ts';
import { type QuestPeople, questPeople, VIBER_TOKEN, WEBHOOK_SECRET } from './quest-people.ts';
import { newPerson, type Person } from './quest-person.ts';
import { launchSample } from './quest-sample.ts';
import { alternate, median, percentile, ratioLine } from './rounds.ts';

const CALLERS = 48;
const ROUNDS = 4;
const PORT = '3995';
/** Some are keen: so many of the people make so many of the moves. */
const KEEN = { people: 0.06, moves: 0.7 };
/** Of what the service can do, how much comes in while the wait of a player is measured. */
const LOAD = 0.5;
const PACED_MS = 20_000;

/** `inRound`: moves in each of the rounds, most of which are answers. */
export async function run(people = '2000', inRound = '3000'): Promise<void> {
  const [count, moves] = [Number(people), Number(inRound)];
  const shop = await benchShop(0);
  const { sql, db } = shop.database;
  await sql`update store set lat = ${STORE_PLACE.lat}, lon = ${STORE_PLACE.lon}`;
  const whole = await launchSample(db, new Date());
  const { questId } = whole.quest;
  const all = await makePeople(sql, count);
  await makeFloor(sql, count);
  const messengers = await pretendMessengers(questAction(questId, 'open'));
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
    quest: { questId, tasks: new Map(whole.tasks.map((task) => [task.taskNo, task])) },
  });
  try {
    const newcomers = all.values();
    await inTurns(
      () => newcomers.next().value ?? null,
      count,
      (person) => playing.join(person),
    );
    // Of the round before: as many attempts, and as many rows of every kind.
    let same = { count: moves, mix: ATTEMPT_ALONE };
    let from = 0;
    const bare = async (what: typeof same) => {
      from += what.count;
      return await runFloor(sql, { ...what, callers: CALLERS, people: count, from: from - what.count });
    };
    const memory: number[] = [];
    const movesPerSecond: number[] = [];
    const next = takingTurns(all, playing);
    const sameAs = async (before: Awaited<ReturnType<typeof countRows>>) => {
      const now = await countRows(sql);
      const attempts = now.attempts - before.attempts;
      const each = (rows: 'moves' | 'messages') => (now[rows] - before[rows]) / attempts;
      return { count: attempts, mix: { moves: each('moves'), messages: each('messages') } };
    };
    const rounds = await alternate(ROUNDS, {
      floor: () => bare(same),
      ours: async () => {
        const before = { ...playing };
        const written = await countRows(sql);
        const began = performance.now();
        await inTurns(next, moves, (person) => playing.play(person));
        if (playing.answers === before.answers) throw new Error('Everybody is through: ask for fewer moves.');
        const seconds = (performance.now() - began) / 1_000;
        same = await sameAs(written);
        memory.push(residentMb(service.pid));
        movesPerSecond.push((playing.moves - before.moves) / seconds);
        return (playing.answers - before.answers) / seconds;
      },
    });
    const alone = await bare({ count: moves, mix: ATTEMPT_ALONE });
    const load = median(movesPerSecond) * LOAD;
    const waits = await paced(all, { perSecond: load, playing });
    memory.push(residentMb(service.pid));
    await settled(sql);
    console.log(
      `${count} people in two messengers: ${median(rounds.ours).toFixed(0)} attempts/s of ${median(movesPerSecond).toFixed(0)} moves/s, ` +
        `bare rows ${median(rounds.floor).toFixed(0)}/s; ${playing.answers} attempts, ${playing.moves} moves, ` +
        `${playing.unanswered} of them unanswered, ${messengers.messages} messages`,
    );
    console.log(
      `the answer to the player at ${load.toFixed(0)} moves/s: p50 ${percentile(waits, 0.5).toFixed(0)} ms, ` +
        `p99 ${percentile(waits, 0.99).toFixed(0)} ms`,
    );
    const { mix } = same;
    console.log(
      `an attempt comes with ${mix.moves.toFixed(2)} moves and ${mix.messages.toFixed(2)} messages, whose rows the bare loop ` +
        `writes, too; the rows of an attempt alone: ${alone.toFixed(0)}/s, ratio ${(median(rounds.ours) / alone).toFixed(2)}`,
    );
    console.log(`memory of the service: ${memory.join(', ')} MB`);
    const wrong = await checkQuest(shop.database, { whole, answers: playing.answers });
    if (wrong.length > 0) {
      console.log(`not as it has to be: ${wrong.join(', ')}`);
      process.exitCode = 1;
    }
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
  // Members are the first quarter of each messenger's numbers; they and guests follow one another.
  const place = (n: number) => Math.floor(n / 4) + (n % 4 >= 2 ? quarter : 0);
  return Array.from({ length: quarter * 4 }, (_, n) =>
    n % 2 === 0 ? newPerson('telegram', telegram(place(n))) : newPerson('viber', viber(place(n))),
  );
}

/** Whose turn it is, keen ones more often; null when nobody can do anything. Nobody makes two moves at once. */
function takingTurns(all: readonly Person[], playing: QuestPeople): () => Person | null {
  const keen = Math.ceil(all.length * KEEN.people);
  const groups = [inCircles(all.slice(0, keen)), inCircles(all.slice(keen))];
  let share = 0;
  return () => {
    for (let draw = 0; draw < all.length * 2; draw++) {
      share += KEEN.moves;
      const person = groups[share >= 1 ? 0 : 1]?.next().value;
      if (share >= 1) share--;
      if (person && playing.isReady(person)) return person;
    }
    return null;
  };
}

function* inCircles<T>(all: readonly T[]): Generator<T> {
  while (all.length > 0) yield* all;
}

/** `count` turns, CALLERS of them at once. */
async function inTurns(
  next: () => Person | null,
  count: number,
  turn: (person: Person) => Promise<unknown>,
): Promise<void> {
  let left = count;
  const caller = async () => {
    while (left-- > 0) {
      const person = next();
      if (!person) return;
      await turn(person);
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
      if (waited !== null) waits.push(waited);
      await pause(Math.max(0, thinkMs - (waited ?? 0)));
    }
  };
  await Promise.all(all.map(person));
  return waits;
}

const residentMb = (pid: number) =>
  Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024);

/** Everything that was done is handled, what has to be asked of a messenger first too. */
async function settled(sql: Sql): Promise<void> {
  const waits = async () =>
    (await sql`select from inbox where status = 'new' union all select from quest_errand limit 1`).length > 0;
  await until('every answer to be handled', async () => !(await waits()), { withinMs: 60_000 });
}
