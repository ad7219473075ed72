// Five hundred people race for a hundred of an offer, and then buy with what they have, while the service is killed again
// and again. Everybody asks until there is a definite answer. Then the database is held against what they were told.
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { createApiKey } from '#src/core/staff/create-api-key.ts';
import { connect, transaction } from '#src/db/client.ts';
import { type Random, seededRandom } from '#src/demo/random.ts';
import { aMember, aShop, NOON, STORE } from '#test/support/a-shop.ts';
import { anOffer } from '#test/support/an-offer.ts';
import { openWay } from './receipts/ask.ts';
import { superviseService } from './receipts/supervise.ts';

export interface OfferChaosOptions {
  /** An empty database with every migration applied. */
  databaseUrl: string;
  /** How often the service is killed. */
  cycles: number;
  seed: number;
  people?: number;
  stock?: number;
  log?: (line: string) => void;
}

export interface OfferChaosOutcome {
  cycles: number;
  /** Told that they have one, or that it was used, and it is not so. */
  lost: number;
  /** More than there were, one code twice, one coupon used twice. */
  doubled: number;
  wrong: string[];
  took: number;
  refused: number;
  bought: number;
  seconds: number;
}

const OFF_MINOR = 10_00;
const SUM_MINOR = 100_00;
/** At once: more than the service has connections. */
const CALLERS = 64;
const ANSWERED_BEFORE_A_KILL = 24;

export async function chaosOffers(options: OfferChaosOptions): Promise<OfferChaosOutcome> {
  const { databaseUrl, cycles, seed, people = 500, stock = 100, log = () => {} } = options;
  const begun = performance.now();
  const random = seededRandom(seed);
  const { members, secret, offerId } = await open(databaseUrl, { people, stock });
  const service = await superviseService(databaseUrl, {
    secretKey: randomBytes(32).toString('hex'),
    kills: cycles,
  });
  const way = openWay(service.url, secret);
  let answered = 0;
  const insist = async (method: 'POST' | 'PUT', path: string, body: object) => {
    const answer = await way.ask({ method, path, body }, random);
    answered++;
    return { status: answer.status, body: (answer.body ?? {}) as Record<string, unknown> };
  };
  const wrong: string[] = [];
  const took = new Map<string, string>();
  let refused = 0;
  let bought = 0;
  let killed = 0;
  let isOpen = true;
  const killing = kills();
  try {
    // Everybody takes, more than once, in an order of chance.
    await each(shuffled([...members, ...members], random), CALLERS, async ({ memberId }) => {
      const { status, body } = await insist('POST', `/api/v1/members/${memberId}/offers/${offerId}/take`, {});
      if (status === 201 || status === 200) {
        const code = String(body.code);
        const before = took.get(memberId);
        if (before !== undefined && before !== code)
          wrong.push(`${memberId} was told ${before}, then ${code}`);
        took.set(memberId, code);
      } else if (status === 409) refused++;
      else wrong.push(`taking answered ${status} ${JSON.stringify(body)}`);
    });
    log(`${took.size} took one, ${refused} times there was none left, ${killed} kills so far`);
    // Everybody buys twice, told twice: the coupon works once, for whoever has one.
    await each(shuffled([...members, ...members], random), CALLERS, async ({ memberId, cardNumber }, n) => {
      const receipt = { storeId: STORE, memberCode: cardNumber, amountMinor: SUM_MINOR };
      const path = `/api/v1/receipts/race-${n}`;
      const [first, again] = [await insist('PUT', path, receipt), await insist('PUT', path, receipt)];
      const off = Number(first.body.discountMinor);
      if (first.status !== 200)
        wrong.push(`a receipt answered ${first.status} ${JSON.stringify(first.body)}`);
      else if (again.body.discountMinor !== off)
        wrong.push(`race-${n} took off ${off}, told again another sum`);
      else if (off > 0 && !took.has(memberId)) wrong.push(`${memberId} had no coupon and ${off} off`);
      else bought++;
    });
  } finally {
    isOpen = false;
    await killing;
    await service.stop();
    await way.close();
  }
  const compared = await compare(databaseUrl, { took, stock, offerId, people });
  return {
    cycles: killed,
    lost: compared.lost.length,
    doubled: compared.doubled.length,
    wrong: [
      ...wrong,
      ...compared.lost.map((what) => `lost: ${what}`),
      ...compared.doubled.map((what) => `doubled: ${what}`),
      ...compared.broken,
      ...way.tally.unclean,
      ...service.exits.map((what) => `the service ended by itself: ${what}`),
    ],
    took: took.size,
    refused,
    bought,
    seconds: Math.round((performance.now() - begun) / 1_000),
  };

  async function kills(): Promise<void> {
    while (isOpen && killed < cycles) {
      // A process that has answered hardly anybody is no process to kill: nobody would get on.
      const before = answered;
      while (isOpen && answered < before + ANSWERED_BEFORE_A_KILL) await pause(20);
      await pause(random.whole(50, 900));
      if (!isOpen) return;
      await service.kill();
      killed++;
      await service.listeningSince();
    }
  }
}

async function open(databaseUrl: string, { people, stock }: { people: number; stock: number }) {
  const database = connect(databaseUrl, { max: 3, applicationName: 'chaos' });
  try {
    await aShop(database.db);
    const members: Awaited<ReturnType<typeof aMember>>[] = [];
    for (let n = 0; n < people; n++) members.push(await aMember(database.db));
    const offerId = await anOffer(database.db, {
      stock,
      effects: [{ kind: 'discountSum', amountMinor: OFF_MINOR, on: 'receipt' }],
    });
    const { secret } = await transaction(database.db, (tx) =>
      createApiKey(tx, {
        name: 'chaos',
        scopes: ['receipts:write', 'offers:read', 'offers:write'],
        storeId: null,
        actor: 'chaos',
        at: NOON,
      }),
    );
    return { members, offerId, secret };
  } finally {
    await database.close();
  }
}

async function each<T>(
  items: T[],
  callers: number,
  one: (item: T, n: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const loop = async () => {
    while (next < items.length) {
      const n = next++;
      const item = items[n];
      if (item !== undefined) await one(item, n);
    }
  };
  await Promise.all(Array.from({ length: callers }, loop));
}

function shuffled<T>(items: T[], random: Random): T[] {
  return items
    .map((item) => ({ item, place: random.next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

interface Compared {
  lost: string[];
  doubled: string[];
  broken: string[];
}

async function compare(
  databaseUrl: string,
  {
    took,
    stock,
    offerId,
    people,
  }: { took: Map<string, string>; stock: number; offerId: string; people: number },
): Promise<Compared> {
  const database = connect(databaseUrl, { max: 1, applicationName: 'chaos', statementTimeoutMs: 0 });
  try {
    const { sql } = database;
    const held = await sql<{ member_id: string; code: string; status: string }[]>`
      select member_id, code, status from coupon where offer_id = ${offerId}`;
    const [counted] = await sql<{ taken: number; off: number; used: number; receipts: number }[]>`
      select (select taken from offer where offer_id = ${offerId})::int as taken,
        (select coalesce(sum(discount_minor), 0) from receipt)::int as off,
        (select count(*) from receipt)::int as receipts,
        (select count(*) from coupon where status = 'used')::int as used`;
    const codes = new Map(held.map(({ member_id, code }) => [member_id, code]));
    const lost = [...took].flatMap(([memberId, code]) =>
      codes.get(memberId) === code ? [] : [`${memberId} was given ${code}`],
    );
    const unused = held.filter(({ status }) => status !== 'used');
    lost.push(...unused.map(({ member_id }) => `${member_id} bought twice and the coupon is not used`));
    const doubled: string[] = [];
    if (held.length > stock) doubled.push(`${held.length} of ${stock} were handed out`);
    if (new Set(held.map(({ code }) => code)).size < held.length) doubled.push('a code was handed out twice');
    if (new Set(codes.keys()).size < held.length) doubled.push('a member has two');
    const broken: string[] = [];
    if (held.length < stock) broken.push(`only ${held.length} of ${stock} were handed out`);
    if (counted?.taken !== held.length)
      broken.push(`${counted?.taken} are counted, ${held.length} are there`);
    if (counted?.receipts !== 2 * people) broken.push(`${counted?.receipts} receipts of ${2 * people}`);
    if (counted?.off !== held.length * OFF_MINOR)
      doubled.push(`${counted?.off} was taken off for ${held.length} coupons of ${OFF_MINOR}`);
    const { findings } = await auditLedger(database.db);
    broken.push(...findings.map(({ rule, count }) => `the audit finds: ${rule}: ${count}`));
    return { lost, doubled, broken };
  } finally {
    await database.close();
  }
}
