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
  startStub,
} from './broadcast-run.ts';
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
  await withShop('telegram', people, async (shop) => {
    const stub = await startStub();
    const loops = await startLoops(stub);
    const measured: Rounds = { ours: [], floor: [] };
    const grammy: Rounds = { ours: [], floor: [] };
    await floor(loops, 'undici', FLOOR_CALLS / 4);
    await floor(loops, 'grammy', GRAMMY_CALLS / 4);
    for (let round = 1; round <= rounds; round++) {
      const bare = await floor(loops, 'undici', FLOOR_CALLS);
      const theirs = await floor(loops, 'grammy', GRAMMY_CALLS);
      const ours = await broadcast({ ...shop, stub });
      measured.floor.push(bare);
      grammy.floor.push(theirs);
      for (const each of [measured, grammy]) each.ours.push(ours.perSecond);
      const beside = `undici.Pool ${bare.toFixed(0)}/s, grammY's own ${theirs.toFixed(0)}/s`;
      tell(`Telegram, round ${round}`, ours, beside);
    }
    console.log(`Telegram beside grammY's own transport: ${ratioLine(grammy)}`);
    console.log(`Telegram beside undici.Pool: ${ratioLine(measured)}`);
    for (const each of [...loops, stub]) await each.kill();
  });
}

async function toViber({ people, rounds }: Size): Promise<void> {
  await withShop('viber', people, async (shop) => {
    for (const limited of [false, true]) {
      const stub = await startStub({ limited });
      const loops = await startLoops(stub);
      const measured: Rounds = { ours: [], floor: [] };
      const calls = limited ? Math.ceil(people / RECEIVERS) : VIBER_FLOOR_CALLS;
      const words = limited ? 'Viber with its limit' : 'Viber without a limit';
      if (!limited) await floor(loops, 'viber', calls / 4);
      for (let round = 1; round <= rounds; round++) {
        await stub.forget();
        const bare = (await floor(loops, limited ? 'viber-paced' : 'viber', calls)) * RECEIVERS;
        const ours = await broadcast({ ...shop, stub, paced: limited });
        measured.floor.push(bare);
        measured.ours.push(ours.perSecond);
        tell(`${words}, round ${round}`, ours, `bare broadcast_message ${bare.toFixed(0)}/s`);
      }
      console.log(`${words}: ${ratioLine(measured)}`);
      for (const each of [...loops, stub]) await each.kill();
    }
  });
}

async function withShop(
  messenger: MessengerName,
  people: number,
  work: (shop: Omit<Broadcast, 'stub' | 'paced'>) => Promise<void>,
): Promise<void> {
  const shop = await benchShop(1);
  try {
    const { database, databaseUrl } = shop;
    await makePeople(database, { messenger, people });
    await work({ database, databaseUrl, messenger, people });
  } finally {
    await shop.stop();
  }
}

function tell(round: string, { perSecond, micros, memory }: Broadcasted, beside: string): void {
  console.log(`${round}: ${perSecond.toFixed(0)} messages/s rendered and recorded, ${beside}`);
  console.log(
    `  microseconds of CPU a message: ${micros.workers} workers, ${micros.postgres} PostgreSQL, ${micros.stub} stub; ` +
      `memory by quarter ${memory.join(' and ')} MB`,
  );
}

async function startLoops(stub: Stub): Promise<Started[]> {
  const one = () => startProcess('../bench/broadcast-floor.ts', [stub.url, READ], /ready/);
  return await Promise.all(Array.from({ length: PROCESSES }, one));
}

/** All floor processes at once; calls a second. */
async function floor(loops: Started[], kind: string, calls: number): Promise<number> {
  const each = Math.ceil(calls / loops.length);
  const began = performance.now();
  await Promise.all(
    loops.map((loop, no) => {
      const done = loop.hears(/^done/);
      loop.say(`${kind} ${no * each} ${each}`);
      return done;
    }),
  );
  return (each * loops.length) / ((performance.now() - began) / 1_000);
}
