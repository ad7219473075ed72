// "What can I use now" for a member before whom 200 live offers lie, some of them taken: judged for a store at this hour,
// the best twenty told. Beside it one select by primary key through the same HTTP stack: key, schemas, serializer.
import { Pool } from 'undici';
import { createOffer } from '#src/core/offers/create-offer.ts';
import { publishOffer } from '#src/core/offers/publish-offer.ts';
import { handOut } from '#src/core/offers/take-coupon.ts';
import { createApiKey } from '#src/core/staff/create-api-key.ts';
import { transaction } from '#src/db/client.ts';
import type { OfferId } from '#src/lib/id.ts';
import { NOON, STORE } from '#test/support/a-shop.ts';
import { BENCH_KEY, type BenchShop, benchShop, startServing } from './bench-shop.ts';
import { alternate, median, percentile, ratioLine } from './rounds.ts';

const MEMBERS = 2_000;
const OFFERS = 200;
const TAKEN = 3;
const CALLERS = 32;
const ROUND_MS = 3_000;
const ROUNDS = 7;
const PORT = '3997';
const TOLD = 20;

/** Of several kinds: goods, sums, points, gifts; some for other stores, some at other hours, some for other members. */
function contentOf(n: number): Record<string, unknown> {
  const effects = [
    { kind: 'discountShare', shareBp: 500 + (n % 20) * 100, on: 'receipt' },
    {
      kind: 'discountShare',
      shareBp: 2_000,
      on: 'lines',
      where: { field: 'line.category', is: 'is', value: `c${n}` },
    },
    { kind: 'discountSum', amountMinor: 10_00 + n, on: 'receipt' },
    { kind: 'fixed', currency: 'points', points: 20 + n },
    { kind: 'multiply', currency: 'points', times: 200 },
    { kind: 'gift', name: { uk: `Подарунок ${n}` } },
  ];
  const everyDay = [1, 2, 3, 4, 5, 6, 7];
  return {
    words: {
      uk: { title: `Пропозиція ${n}`, terms: 'Раз на людину, доки є.' },
      en: { title: `Offer ${n}`, terms: '' },
    },
    gives: {
      effects: [effects[n % effects.length]],
      when: n % 3 === 0 ? { field: 'receipt.amount', is: 'atLeast', value: 100_00 } : null,
      hours: n % 5 === 0 ? [{ days: everyDay, from: '00:00', until: '23:59' }] : [],
    },
    audience: n % 4 === 0 ? { field: 'member.tier', is: 'in', value: ['base', 'gold'] } : null,
    stores: n % 7 === 0 ? ['str_00000000000000000009'] : null,
  };
}

async function makeOffers({ database: { db }, members }: BenchShop): Promise<string> {
  const offerIds: OfferId[] = [];
  for (let n = 0; n < OFFERS; n++)
    await transaction(db, async (tx) => {
      const actor = 'bench';
      const offerId = await createOffer(tx, { name: `Offer ${n}`, content: contentOf(n), actor, at: NOON });
      await publishOffer(tx, { offerId, changedAt: NOON, actor, at: NOON });
      offerIds.push(offerId);
    });
  for (const [place, { memberId }] of members.entries())
    await transaction(db, async (tx) => {
      for (let n = 0; n < TAKEN; n++) {
        const offerId = offerIds[(place + n) % offerIds.length];
        if (offerId) await handOut(tx, { memberId, offerId, issuedBy: memberId, at: NOON });
      }
    });
  const key = { name: 'offers', scopes: ['offers:read' as const], storeId: null, actor: 'bench', at: NOON };
  return (await transaction(db, (tx) => createApiKey(tx, key))).secret;
}

/** `npm run bench -- offers`. */
export async function run(): Promise<void> {
  const shop = await benchShop(MEMBERS);
  try {
    const secret = await makeOffers(shop);
    await shop.database.sql`vacuum analyze`;
    const env = {
      PORT,
      DATABASE_URL: shop.databaseUrl,
      SECRET_KEY: BENCH_KEY,
      PUBLIC_URL: `http://127.0.0.1:${PORT}`,
    };
    const service = await startServing('./offers-serve.ts', env);
    const pool = new Pool(service.url, { connections: CALLERS, pipelining: 1 });
    const headers = { authorization: `Bearer ${secret}` };
    let asked = 0;
    let bytes = 0;
    const ask = async (path: (memberId: string) => string): Promise<number[]> => {
      const ms: number[] = [];
      const began = performance.now();
      const loop = async () => {
        while (performance.now() - began < ROUND_MS) {
          const from = performance.now();
          const memberId = shop.members[++asked % shop.members.length]?.memberId ?? '';
          const reply = await pool.request({ method: 'GET', path: path(memberId), headers });
          const text = await reply.body.text();
          if (reply.statusCode !== 200) throw new Error(`answered ${reply.statusCode} ${text}`);
          bytes = text.length;
          ms.push(performance.now() - from);
        }
      };
      await Promise.all(Array.from({ length: CALLERS }, loop));
      return ms;
    };
    const latencies: number[] = [];
    const perSecond = (ms: number[]) => ms.length / (ROUND_MS / 1_000);
    const rounds = await alternate(ROUNDS, {
      floor: async () => perSecond(await ask((memberId) => `/floor/${memberId}`)),
      ours: async () => {
        const ms = await ask(
          (memberId) => `/api/v1/members/${memberId}/offers?storeId=${STORE}&worksNow=true&limit=${TOLD}`,
        );
        latencies.push(...ms);
        return perSecond(ms);
      },
    });
    await pool.close();
    await service.stop();
    console.log(
      `${OFFERS} live offers, ${TAKEN} taken, ${TOLD} told in ${bytes} bytes, ${CALLERS} callers: ` +
        `${median(rounds.ours).toFixed(0)}/s, floor ${median(rounds.floor).toFixed(0)}/s, ` +
        `p50 ${percentile(latencies, 0.5).toFixed(1)} ms, p99 ${percentile(latencies, 0.99).toFixed(1)} ms`,
    );
    console.log(ratioLine(rounds));
  } finally {
    await shop.stop();
  }
}
