// Receipts of ten lines over HTTP with everything on (key, schemas, 100 live rules, points, lots, tiers, event, the row of
// the receipt message, workers) beside a bare loop that posts finished items of the same kind, with as many callers and
// shared commits, and writes the same message rows. Callers, service and PostgreSQL share the machine.
import { Pool } from 'undici';
import { announceEvents } from '#src/core/deliveries/announce-events.ts';
import { transaction } from '#src/db/client.ts';
import { STORE } from '#test/support/a-shop.ts';
import { BENCH_KEY, type BenchShop, benchShop, startService } from './bench-shop.ts';
import { aMemberOf, LINES, openFor, type Prepared, prepare } from './busy-shop.ts';
import { another, bareDesk } from './receipts-floor.ts';
import { alternate, median, percentile, type Rounds, ratioLine } from './rounds.ts';

const MEMBERS = 20_000;
const ROUND_MS = 3_000;
const ROUNDS = 5;
const PORT = '3998';
let made = 0;

/** Calls `one` from `callers` loops for ROUND_MS. Returns calls a second and each call's milliseconds. */
async function load(callers: number, one: () => Promise<void>): Promise<{ perSecond: number; ms: number[] }> {
  const ms: number[] = [];
  const began = performance.now();
  const loop = async () => {
    while (performance.now() - began < ROUND_MS) {
      const from = performance.now();
      await one();
      ms.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({ length: callers }, loop));
  return { perSecond: ms.length / ((performance.now() - began) / 1_000), ms };
}

/** Posts finished items, and writes the rows of the receipt messages as the worker does. */
function floor(shop: BenchShop, callers: number, { items }: Prepared): () => Promise<number> {
  const desk = bareDesk(shop.database.sql);
  return async () => {
    let isOn = true;
    const messages = (async () => {
      while (isOn) {
        const { events } = await transaction(shop.database.db, (tx) =>
          announceEvents(tx, { at: new Date(), limit: 200 }),
        );
        if (events === 0) await new Promise((resolve) => setTimeout(resolve, 50));
      }
    })();
    const { perSecond } = await load(callers, async () => {
      const item = items[++made % items.length];
      if (item) await desk.post(another(item, aMemberOf(shop).memberId));
    });
    isOn = false;
    await messages;
    return perSecond;
  };
}

async function measure(
  shop: BenchShop,
  { callers, lanes, prepared }: { callers: number; lanes: number; prepared: Prepared },
): Promise<Rounds> {
  const env = {
    PORT,
    DATABASE_URL: shop.databaseUrl,
    SECRET_KEY: BENCH_KEY,
    PUBLIC_URL: `http://127.0.0.1:${PORT}`,
    TELEGRAM_TOKEN: '700000001:a-token-that-nobody-answers-to',
    TELEGRAM_API_ROOT: 'http://127.0.0.1:9',
    TELEGRAM_MODE: 'webhook',
    LOG_LEVEL: 'error',
  };
  const service = await startService(env, JSON.stringify({ lanes }));
  const pool = new Pool(service.url, { connections: callers, pipelining: 1 });
  const headers = { authorization: `Bearer ${shop.secret}`, 'content-type': 'application/json' };
  const latencies: number[] = [];
  const ours = async () => {
    const { perSecond, ms } = await load(callers, async () => {
      const number = String(++made);
      const lines = LINES[made % LINES.length] ?? [];
      const body = { storeId: STORE, number, memberCode: aMemberOf(shop).cardNumber, lines };
      const reply = await pool.request({
        method: 'PUT',
        path: `/api/v1/receipts/http-${number}`,
        headers,
        body: JSON.stringify(body),
      });
      const text = await reply.body.text();
      if (reply.statusCode >= 300) throw new Error(`the service answered ${reply.statusCode} ${text}`);
    });
    latencies.push(...ms);
    return perSecond;
  };
  const rounds = await alternate(ROUNDS, { floor: floor(shop, callers, prepared), ours });
  await pool.close();
  await service.stop();
  const [p50, p99] = [percentile(latencies, 0.5), percentile(latencies, 0.99)];
  const perReceipt = 1_000_000 / median(rounds.ours);
  console.log(
    `${callers} callers, ${lanes} lane${lanes === 1 ? '' : 's'}: ${median(rounds.ours).toFixed(0)}/s, floor ${median(rounds.floor).toFixed(0)}/s, ` +
      `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, rules ${prepared.rulesMicros.toFixed(0)} µs = ` +
      `${((prepared.rulesMicros / perReceipt) * 100).toFixed(1)} % of a receipt, ${ratioLine(rounds)}`,
  );
  return rounds;
}

/** `npm run bench -- receipts [callers] [lanes]`. */
export async function run(callers = '64,128,256', lanes = '2'): Promise<void> {
  const shop = await benchShop(MEMBERS);
  try {
    await openFor(shop);
    const prepared = await prepare(shop);
    let last: Rounds | undefined;
    for (const each of callers.split(','))
      for (const lane of lanes.split(','))
        last = await measure(shop, { callers: Number(each), lanes: Number(lane), prepared });
    if (last) console.log(ratioLine(last));
  } finally {
    await shop.stop();
  }
}
