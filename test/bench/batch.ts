// Batches of receipts of a till that was cut off, over HTTP with everything on (key, schemas, rules and tiers of their
// time), beside a bare script that posts the same finished items set-based. One after the other, as such a till sends them.
import { Pool } from 'undici';
import { postReceipts } from '#src/core/receipts/post-receipts.ts';
import { STORE } from '#test/support/a-shop.ts';
import { BENCH_KEY, benchShop, startService } from './bench-shop.ts';
import { LINES, openFor, prepare } from './busy-shop.ts';
import { another } from './receipts-floor.ts';
import { alternate, median, ratioLine } from './rounds.ts';

const MEMBERS = 20_000;
const PORT = '3997';
const ROUND_MS = 4_000;
const ROUNDS = 5;
/** Receipts in a request, and in a statement of the bare script: what it is fastest with. */
const BATCH = 1_000;
const STATEMENT = 250;

export async function run(): Promise<void> {
  const shop = await benchShop(MEMBERS);
  try {
    await openFor(shop);
    const { items } = await prepare(shop);
    let member = 0;
    let made = 0;
    const nextMember = () => {
      const next = shop.members[member++ % shop.members.length];
      if (!next) throw new Error('there are no members');
      return next;
    };
    const floor = () =>
      rate(async () => {
        for (let from = 0; from < BATCH; from += STATEMENT) {
          const batch = Array.from({ length: STATEMENT }, () => {
            const item = items[++made % items.length];
            if (!item) throw new Error('nothing is prepared');
            return another(item, nextMember().memberId);
          });
          const rows = await postReceipts(shop.database.sql, batch, new Date());
          if (rows.some((row) => row.outcome !== 'accepted')) throw new Error('the bare script was refused');
        }
      });
    const service = await startService({
      PORT,
      DATABASE_URL: shop.databaseUrl,
      SECRET_KEY: BENCH_KEY,
      PUBLIC_URL: `http://127.0.0.1:${PORT}`,
      TELEGRAM_TOKEN: '700000001:a-token-that-nobody-answers-to',
      TELEGRAM_API_ROOT: 'http://127.0.0.1:9',
      TELEGRAM_MODE: 'webhook',
      LOG_LEVEL: 'error',
    });
    const pool = new Pool(service.url, { connections: 1 });
    const headers = { authorization: `Bearer ${shop.secret}`, 'content-type': 'application/json' };
    const ours = () =>
      rate(async () => {
        const told = Array.from({ length: BATCH }, () => {
          const number = String(++made);
          const lines = LINES[made % LINES.length] ?? [];
          return {
            kind: 'receipt',
            externalId: `late ${number}`,
            storeId: STORE,
            number,
            memberCode: nextMember().cardNumber,
            lines,
            occurredAt: new Date(Date.now() - 60_000).toISOString(),
          };
        });
        const reply = await pool.request({
          method: 'POST',
          path: '/api/v1/receipts/batch',
          headers,
          body: JSON.stringify({ items: told }),
        });
        const text = await reply.body.text();
        if (reply.statusCode !== 200)
          throw new Error(`the service answered ${reply.statusCode} ${text.slice(0, 300)}`);
        const { accepted } = JSON.parse(text) as { accepted: number };
        if (accepted !== BATCH) throw new Error(`only ${accepted} were accepted: ${text.slice(0, 600)}`);
      });
    const rounds = await alternate(ROUNDS, { floor, ours });
    await pool.close();
    await service.stop();
    console.log(
      `batches of ${BATCH} over HTTP: ${median(rounds.ours).toFixed(0)} receipts a second, bare ${median(rounds.floor).toFixed(0)}`,
    );
    console.log(ratioLine(rounds));
  } finally {
    await shop.stop();
  }
}

/** Receipts a second of `work`, which does BATCH of them. */
async function rate(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  let receipts = 0;
  while (performance.now() - began < ROUND_MS) {
    await work();
    receipts += BATCH;
  }
  return receipts / ((performance.now() - began) / 1_000);
}
