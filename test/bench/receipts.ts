// Receipts over HTTP with everything on (key, schemas, points, lots, turnover, event, workers) beside a bare loop that
// calls the same SQL function through postgres.js with as many callers. Callers, service and PostgreSQL share the
// machine, so the service pays for its HTTP and for its callers' too.
import { Pool } from 'undici';
import { postReceipts } from '#src/core/receipts/post-receipts.ts';
import { receiptItem } from '#src/core/receipts/receipt-input.ts';
import { knownProgramme } from '#src/core/stores/known-programme.ts';
import { aReceipt, STORE } from '#test/support/a-shop.ts';
import { BENCH_KEY, type BenchShop, benchShop, startService } from './bench-shop.ts';
import { alternate, median, percentile, ratioLine } from './rounds.ts';

const MEMBERS = 20_000;
const ROUND_MS = 3_000;
const ROUNDS = 5;
const PORT = '3998';

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

let made = 0;

/** The bare loop: items are made as the desk makes them, and posted one a call. */
async function floor(shop: BenchShop, callers: number): Promise<() => Promise<number>> {
  const known = await knownProgramme(shop.database.db)();
  return async () => {
    const { perSecond } = await load(callers, async () => {
      const { memberId } = aMemberOf(shop);
      const at = new Date();
      const input = aReceipt({ externalId: `floor ${++made}`, occurredAt: at });
      const item = receiptItem(input, { no: 0, member: { memberId, tierKey: 'base' }, known, at });
      // Two callers with one member: the one who finds the account held asks again, as the desk does.
      let outcome: string | undefined;
      do {
        const [row] = await postReceipts(shop.database.sql, [item], at);
        outcome = row?.outcome;
      } while (outcome === 'busy');
      if (outcome !== 'accepted') throw new Error(`the bare loop was answered ${outcome}`);
    });
    return perSecond;
  };
}

function aMemberOf(shop: BenchShop) {
  const member = shop.members[Math.floor(Math.random() * shop.members.length)];
  if (!member) throw new Error('there are no members');
  return member;
}

async function measure(
  shop: BenchShop,
  callers: number,
  receipts: { maxBatch: number; lanes: number } | null,
) {
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
  const service = await startService(env, ...(receipts ? [JSON.stringify(receipts)] : []));
  const pool = new Pool(service.url, { connections: callers, pipelining: 1 });
  const headers = { authorization: `Bearer ${shop.secret}`, 'content-type': 'application/json' };
  const latencies: number[] = [];
  const ours = async () => {
    const { perSecond, ms } = await load(callers, async () => {
      const number = String(++made);
      const body = {
        externalId: `http ${number}`,
        storeId: STORE,
        number,
        memberCode: aMemberOf(shop).cardNumber,
        amountMinor: 100_00,
      };
      const reply = await pool.request({
        method: 'POST',
        path: '/api/v1/receipts',
        headers,
        body: JSON.stringify(body),
      });
      const text = await reply.body.text();
      if (reply.statusCode >= 300) throw new Error(`the service answered ${reply.statusCode} ${text}`);
    });
    latencies.push(...ms);
    return perSecond;
  };
  const rounds = await alternate(ROUNDS, { floor: await floor(shop, callers), ours });
  await pool.close();
  await service.stop();
  const how = receipts ? 'one commit each ' : 'group commit    ';
  const [p50, p99] = [percentile(latencies, 0.5), percentile(latencies, 0.99)];
  console.log(
    `${how} ${callers} callers: ${median(rounds.ours).toFixed(0)}/s, floor ${median(rounds.floor).toFixed(0)}/s, ` +
      `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, ${ratioLine(rounds)}`,
  );
  return rounds;
}

export async function run(): Promise<void> {
  const shop = await benchShop(MEMBERS);
  try {
    let last: Awaited<ReturnType<typeof measure>> | undefined;
    for (const callers of [32, 64]) {
      await measure(shop, callers, { maxBatch: 1, lanes: 8 });
      last = await measure(shop, callers, null);
    }
    if (last) console.log(ratioLine(last));
  } finally {
    await shop.stop();
  }
}
