// Updates of a bot through the webhook, from the request to the committed conversation with its reply rows, beside a
// bare Fastify route with grammY's webhookCallback and one insert. Callers, services, the simulator that the replies
// go to and PostgreSQL share the machine, so ours pays for sending as well.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Pool } from 'undici';
import { LAZY_TELEGRAM_BASE } from '#src/simulator/lazy-people.ts';
import { startProcess } from '#test/chaos/processes.ts';
import { until } from '#test/support/until.ts';
import { BENCH_KEY, type BenchShop, benchShop, startService } from './bench-shop.ts';
import { alternate, median, ratioLine } from './rounds.ts';

const UPDATES = 1_500;
const CALLERS = 32;
const ROUNDS = 5;
const PORT = '3997';
const SECRET = 'a-secret-of-the-bench-0001';
const HEADERS = { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': SECRET };

let updateId = 1_000;

/** A person of the simulator says /start; the same people come in every round. */
function nextUpdate(): string {
  const update_id = ++updateId;
  const id = LAZY_TELEGRAM_BASE + (update_id % UPDATES);
  const person = { id, first_name: 'Bench', language_code: 'uk' };
  const message = {
    message_id: update_id,
    date: Math.floor(Date.now() / 1000),
    chat: { ...person, type: 'private' },
    from: { ...person, is_bot: false },
    text: '/start',
    entities: [{ type: 'bot_command', offset: 0, length: 6 }],
  };
  return JSON.stringify({ update_id, message });
}

/** Posts UPDATES updates from CALLERS callers and waits for `done`. Returns updates a second. */
async function load(pool: Pool, path: string, done: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  let left = UPDATES;
  const caller = async () => {
    while (left-- > 0) {
      const reply = await pool.request({ method: 'POST', path, headers: HEADERS, body: nextUpdate() });
      await reply.body.dump();
      if (reply.statusCode !== 200) throw new Error(`the webhook answered ${reply.statusCode}`);
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  await done();
  return UPDATES / ((performance.now() - began) / 1_000);
}

async function startFloor({ databaseUrl, database }: BenchShop) {
  await database.sql`create table bench_update (update_id bigint primary key, payload jsonb not null)`;
  const child = fork(new URL('./updates-floor.ts', import.meta.url), [databaseUrl, SECRET]);
  const [message] = await once(child, 'message');
  const stop = async () => {
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
  };
  return { url: String(message.url), stop };
}

export async function run(): Promise<void> {
  const shop = await benchShop(10);
  const simulator = await startProcess('../../src/simulator/main.ts', ['--port', '0'], /http/);
  const floor = await startFloor(shop);
  const service = await startService({
    PORT,
    DATABASE_URL: shop.databaseUrl,
    SECRET_KEY: BENCH_KEY,
    PUBLIC_URL: `http://127.0.0.1:${PORT}`,
    TELEGRAM_TOKEN: '700000001:a-token-for-the-simulator',
    TELEGRAM_API_ROOT: /http\S+/.exec(simulator.line)?.[0] ?? '',
    TELEGRAM_MODE: 'webhook',
    TELEGRAM_WEBHOOK_SECRET: SECRET,
    LOG_LEVEL: 'error',
  });
  const pools = [floor, service].map(({ url }) => new Pool(url, { connections: CALLERS, pipelining: 1 }));
  const [toFloor, toOurs] = pools;
  if (!toFloor || !toOurs) throw new Error('two pools were made');
  const { sql } = shop.database;
  const answered = () =>
    until(
      'every update to be handled',
      async () => {
        const [row] = await sql<
          { n: number }[]
        >`select count(*)::integer as n from inbox where status = 'new'`;
        return row?.n === 0;
      },
      { withinMs: 120_000 },
    );
  try {
    const rounds = await alternate(ROUNDS, {
      floor: () => load(toFloor, '/', async () => {}),
      ours: () => load(toOurs, '/webhooks/telegram', answered),
    });
    const [row] = await sql<{ done: number; replies: number }[]>`
      select (select count(*) from inbox where status = 'done')::integer as done, (select count(*) from delivery)::integer as replies`;
    console.log(
      `${CALLERS} callers: ${median(rounds.ours).toFixed(0)} updates/s, floor ${median(rounds.floor).toFixed(0)}/s; ` +
        `${row?.done} handled, ${row?.replies} reply rows`,
    );
    console.log(ratioLine(rounds));
  } finally {
    await Promise.all(pools.map((pool) => pool.close()));
    await service.stop();
    await floor.stop();
    await simulator.kill();
    await shop.stop();
  }
}
