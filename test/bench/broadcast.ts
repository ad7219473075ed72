// A broadcast to lazily made people by two worker processes, rendered and recorded, beside bare loops of as many processes to
// the same stub. Telegram: finished messages over undici.Pool, and over grammY's own transport. Viber: broadcast_message for
// 300 at once, to a stub that keeps Viber's limit of 500 calls in ten seconds and to one that keeps none. Everything shares
// the machine.
import type { MessengerName } from '#src/core/deliveries/messenger.ts';
import { type Started, startProcess } from '#test/chaos/processes.ts';
import { benchShop } from './bench-shop.ts';
import {
  type Broadcast,
  type Broadcasted,
  broadcast,
  makePeople,
  type Stub,
  startBoth,
  startStub,
} from './broadcast-run.ts';
import { cpuMicros } from './cpu.ts';
import { type Rounds, ratioLine } from './rounds.ts';

const PROCESSES = 2;
const FLOOR_CALLS = 60_000;
const GRAMMY_CALLS = 12_000;
/** Of Viber: so many receivers each, as a campaign of as many. */
const RECEIVERS = 300;
const VIBER_FLOOR_CALLS = 4_000;
const READ = 'Вітаємо, Олена! На рахунку 120. Кава цього тижня за пів ціни, а в суботу бали подвійні.';

/** Both messengers when none is named; the aim of the last line is the last one's. */
export async function run(people = '200000', rounds = '3', messenger = 'both'): Promise<void> {
  const size = { people: Number(people), rounds: Number(rounds) };
  if (messenger !== 'telegram') await toViber(size);
  if (messenger !== 'viber') await toTelegram(size);
}

interface Size {
  people: number;
  rounds: number;
}

async function toTelegram({ people, rounds }: Size): Promise<void> {
  await withShop('telegram', people, async (shop, loops) => {
    const measured: Rounds = { ours: [], floor: [] };
    const grammy: Rounds = { ours: [], floor: [] };
    await floor(loops, 'undici', FLOOR_CALLS / 4);
    await floor(loops, 'grammy', GRAMMY_CALLS / 4);
    for (let round = 1; round <= rounds; round++) {
      const bare = await floor(loops, 'undici', FLOOR_CALLS);
      const theirs = await floor(loops, 'grammy', GRAMMY_CALLS);
      const ours = await broadcast({ ...shop, pace: 'free' });
      measured.floor.push(bare.perSecond);
      grammy.floor.push(theirs.perSecond);
      for (const each of [measured, grammy]) each.ours.push(ours.perSecond);
      tell(`Telegram, round ${round}`, ours, { 'undici.Pool': bare, "grammY's own": theirs });
    }
    console.log(`Telegram beside grammY's own transport: ${ratioLine(grammy)}`);
    console.log(`Telegram beside undici.Pool: ${ratioLine(measured)}`);
  });
}

async function toViber({ people, rounds }: Size): Promise<void> {
  await withShop('viber', people, async (shop, loops) => {
    await floor(loops, 'viber', VIBER_FLOOR_CALLS / 4);
    for (const pace of ['free', 'paced'] as const) {
      const measured: Rounds = { ours: [], floor: [] };
      const words = pace === 'paced' ? 'Viber with its limit' : 'Viber without a limit';
      const calls = pace === 'paced' ? Math.ceil(people / RECEIVERS) : VIBER_FLOOR_CALLS;
      if (pace === 'paced') await shop.stub.limit();
      for (let round = 1; round <= rounds; round++) {
        await shop.stub.forget();
        const bare = await floor(loops, pace === 'paced' ? 'viber-paced' : 'viber', calls, RECEIVERS);
        const ours = await broadcast({ ...shop, pace });
        measured.floor.push(bare.perSecond);
        measured.ours.push(ours.perSecond);
        tell(`${words}, round ${round}`, ours, { 'bare broadcast_message': bare });
      }
      console.log(`${words}: ${ratioLine(measured)}`);
    }
  });
}

/** With everybody written to once before: neither side begins cold. */
async function withShop(
  messenger: MessengerName,
  people: number,
  work: (shop: Omit<Broadcast, 'pace'>, loops: Started[]) => Promise<void>,
): Promise<void> {
  const bench = await benchShop(1);
  const { database, databaseUrl } = bench;
  const stub = await startStub();
  const loops = await startLoops(stub);
  const workers = await startBoth(databaseUrl, stub);
  try {
    await makePeople(database, { messenger, people });
    const shop = { database, messenger, people, stub, workers };
    await broadcast({ ...shop, pace: 'free' });
    await work(shop, loops);
  } finally {
    for (const each of [...loops, workers, stub]) await each.kill();
    await bench.stop();
  }
}

function tell(
  round: string,
  { perSecond, micros, memory }: Broadcasted,
  beside: Record<string, Floor>,
): void {
  const floors = Object.entries(beside).map(
    ([name, each]) =>
      `${name} ${each.perSecond.toFixed(0)}/s (${each.micros.toFixed(0)} microseconds of CPU)`,
  );
  console.log(`${round}: ${perSecond.toFixed(0)} messages/s rendered and recorded, ${floors.join(', ')}`);
  console.log(
    `  microseconds of CPU a message: ${micros.workers} workers, ${micros.postgres} PostgreSQL, ${micros.stub} stub; ` +
      `memory by quarter ${memory.join(' and ')} MB`,
  );
}

async function startLoops(stub: Stub): Promise<Started[]> {
  const one = () => startProcess('../bench/broadcast-floor.ts', [stub.url, READ], /ready/);
  return await Promise.all(Array.from({ length: PROCESSES }, one));
}

interface Floor {
  perSecond: number;
  /** Of CPU of the loops, a message. */
  micros: number;
}

/** All floor processes at once; a call reaches so many. */
async function floor(loops: Started[], kind: string, calls: number, receivers = 1): Promise<Floor> {
  const each = Math.ceil(calls / loops.length);
  const messages = each * loops.length * receivers;
  const spent = () => loops.reduce((sum, { pid }) => sum + cpuMicros(pid), 0);
  const before = spent();
  const began = performance.now();
  await Promise.all(
    loops.map((loop, no) => {
      const done = loop.hears(/^done/);
      loop.say(`${kind} ${no * each} ${each}`);
      return done;
    }),
  );
  const perSecond = messages / ((performance.now() - began) / 1_000);
  return { perSecond, micros: (spent() - before) / messages };
}
