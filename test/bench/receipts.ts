// Receipts of ten lines over HTTP with everything on (key, schemas, 100 live rules, points, lots, tiers, event, the row of
// the receipt message, workers) beside a bare loop that posts finished items of the same kind, with as many callers and
// shared commits, and writes the same message rows. The service runs as in production, web and workers apart, or as one
// process. Callers, service and PostgreSQL share the machine. A round of either ends when the message of its last receipt is
// written, so that neither leaves work to the other.
import { setTimeout as sleep } from 'node:timers/promises';
import { announceEvents } from '#src/core/deliveries/announce-events.ts';
import { menuKeyboard } from '#src/core/deliveries/menu-keys.ts';
import type { ReceiptItem } from '#src/core/receipts/receipt-item.ts';
import { connect, transaction } from '#src/db/client.ts';
import { STORE } from '#test/support/a-shop.ts';
import { BENCH_KEY, type BenchShop, benchShop, type Service, startService } from './bench-shop.ts';
import { aMemberOf, LINES, openFor, prepare } from './busy-shop.ts';
import { cpuMicros, parentOf } from './cpu.ts';
import { type BareDesk, bareDesk, nextItem, singleDesk } from './receipts-floor.ts';
import { alternate, median, percentile, type Rounds, ratioLine } from './rounds.ts';
import { tillConnection } from './till-connection.ts';

/** Half of them buy over HTTP, half by the bare loop. */
const MEMBERS = 40_000;
const ROUND_MS = 3_000;
/** Neighbours of the machine fall into some of them: the median of fewer is left to luck. */
const ROUNDS = 15;
const PORT = '3998';
const WORKERS_PORT = '3997';
const EVENTS_AT_ONCE = 500;
const GATHER_EVENTS_MS = 100;
const NIGHT_MS = 5_000;
/** Of the bare loop that shares no commits. */
const SINGLE_CONNECTIONS = 8;
const BODIES = LINES.map((lines) => JSON.stringify(lines));
let made = 0;

/** Calls `one` from `callers` loops for ROUND_MS, then waits for `rest`. Returns calls a second and each one's milliseconds. */
async function load(
  callers: number,
  one: (caller: number) => Promise<void>,
  rest: () => Promise<void>,
): Promise<{ perSecond: number; ms: number[] }> {
  const ms: number[] = [];
  const began = performance.now();
  const loop = async (_: unknown, caller: number) => {
    while (performance.now() - began < ROUND_MS) {
      const from = performance.now();
      await one(caller);
      ms.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({ length: callers }, loop));
  await rest();
  return { perSecond: ms.length / ((performance.now() - began) / 1_000), ms };
}

/** Resolves when every receipt has the row of its message. */
async function allTold({ database }: BenchShop): Promise<void> {
  for (;;) {
    const [row] = await database.sql<{ waits: boolean }[]>`
      select exists (select from event_reader r cross join lateral (
        select from event e where (e.recorded_in, e.event_no) > (r.recorded_in, r.event_no)
        order by e.recorded_in, e.event_no limit 1) unread where r.reader = 'notices') as waits`;
    if (!row?.waits) return;
    await sleep(20);
  }
}

/**
 * Resolves when what is done once a day with every member is done: it would fall into the first rounds. At night nothing
 * of it is done, and nothing begins within NIGHT_MS.
 */
async function dayIsBegun({ database }: BenchShop): Promise<void> {
  const began = performance.now();
  for (;;) {
    const [row] = await database.sql<
      { over: boolean | null }[]
    >`select bool_and(done) as over from daily_pass`;
    if (row?.over || (row?.over === null && performance.now() - began > NIGHT_MS)) return;
    await sleep(100);
  }
}

/** Posts finished items, and writes the rows of the receipt messages in batches as the worker does. */
function floor(
  shop: BenchShop,
  { callers, next, desk }: Pick<Measure, 'callers' | 'next' | 'desk'>,
): () => Promise<number> {
  return async () => {
    let isOn = true;
    const messages = (async () => {
      while (isOn) {
        const { events } = await transaction(shop.database.db, (tx) =>
          announceEvents(tx, { at: new Date(), limit: EVENTS_AT_ONCE, keyboard: menuKeyboard }),
        );
        if (events < EVENTS_AT_ONCE) await sleep(GATHER_EVENTS_MS);
      }
    })();
    const post = () => desk.post(next());
    const { perSecond } = await load(callers, post, () => allTold(shop));
    isOn = false;
    await messages;
    return perSecond;
  };
}

/** The service, in one process or in two. */
interface Serving {
  web: Service;
  /** Undefined: the web process does their work. */
  workers: Service | undefined;
}

async function startServices(
  { databaseUrl }: BenchShop,
  { lanes, processes }: Pick<Measure, 'lanes' | 'processes'>,
): Promise<Serving> {
  const env = {
    DATABASE_URL: databaseUrl,
    SECRET_KEY: BENCH_KEY,
    PUBLIC_URL: `http://127.0.0.1:${PORT}`,
    // The members of the bench are Telegram's, so that the rows of their messages are written and nothing is sent.
    VIBER_TOKEN: 'a-token-that-nobody-answers-to',
    VIBER_API_ROOT: 'http://127.0.0.1:9',
  };
  const receipts = JSON.stringify({ lanes });
  if (processes === 'one') return { web: await startService({ ...env, PORT }, receipts), workers: undefined };
  const workers = await startService({ ...env, PORT: WORKERS_PORT, ROLE: 'worker' });
  return { web: await startService({ ...env, PORT, ROLE: 'web' }, receipts), workers };
}

/** Of an operation: microseconds of CPU of whoever makes the load, of the web, of the workers, of PostgreSQL, and bytes of WAL. */
type Split = [callers: number, web: number, workers: number, postgres: number, wal: number];

/** Runs `round` and notes what went into one of its operations. */
async function split(
  round: () => Promise<number>,
  { shop, serving, into }: { shop: BenchShop; serving: Serving; into: Split[] },
): Promise<number> {
  const spent = async (): Promise<Split> => {
    const [row] = await shop.database.sql<{ pid: number; wal: number }[]>`
      select pg_backend_pid() as pid, (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::float8 as wal`;
    return [
      cpuMicros(process.pid),
      cpuMicros(serving.web.pid),
      serving.workers ? cpuMicros(serving.workers.pid) : 0,
      cpuMicros(parentOf(row?.pid ?? 0), { children: true }),
      row?.wal ?? 0,
    ];
  };
  const before = await spent();
  const began = performance.now();
  const perSecond = await round();
  const operations = (perSecond * (performance.now() - began)) / 1_000;
  const after = await spent();
  const each = (place: 0 | 1 | 2 | 3 | 4) => (after[place] - before[place]) / operations;
  into.push([each(0), each(1), each(2), each(3), each(4)]);
  return perSecond;
}

function tellSplit(splits: Split[]): string {
  const [callers, web, workers, postgres, wal] = [0, 1, 2, 3, 4].map((place) =>
    median(splits.map((each) => each[place] ?? 0)).toFixed(0),
  );
  return `${callers} callers + ${web} web + ${workers} workers + ${postgres} PostgreSQL, ${wal} B of WAL`;
}

/** What an earlier measure has left unread is no work of the next one. */
async function nothingUnread({ database }: BenchShop): Promise<void> {
  await database.sql`
    update event_reader r set recorded_in = e.recorded_in, event_no = e.event_no
    from (select recorded_in, event_no from event order by recorded_in desc, event_no desc limit 1) e`;
}

interface Measure {
  callers: number;
  lanes: number;
  processes: 'one' | 'two';
  rulesMicros: number;
  /** The next item of the bare loop. */
  next: () => ReceiptItem;
  /** Where the bare loop posts. */
  desk: BareDesk;
}

async function measure(shop: BenchShop, measured: Measure): Promise<Rounds> {
  await nothingUnread(shop);
  const serving = await startServices(shop, measured);
  try {
    return await measureOn(shop, serving, measured);
  } finally {
    await serving.web.stop();
    await serving.workers?.stop();
  }
}

async function measureOn(
  shop: BenchShop,
  serving: Serving,
  { callers, lanes, rulesMicros, next, desk }: Measure,
): Promise<Rounds> {
  const headers = { authorization: `Bearer ${shop.secret}`, 'content-type': 'application/json' };
  const tills = await Promise.all(
    Array.from({ length: callers }, () => tillConnection(serving.web.url, headers)),
  );
  const latencies: number[] = [];
  const buyers = shop.members.slice(0, MEMBERS / 2);
  const put = async (caller: number) => {
    const number = String(++made);
    const { cardNumber } = aMemberOf(buyers);
    const lines = BODIES[made % BODIES.length];
    const body = `{"storeId":"${STORE}","number":"${number}","memberCode":"${cardNumber}","lines":${lines}}`;
    await tills[caller]?.put(`/api/v1/receipts/http-${number}`, body);
  };
  const ours = async () => {
    const { perSecond, ms } = await load(callers, put, () => allTold(shop));
    latencies.push(...ms);
    return perSecond;
  };
  const spent: { floor: Split[]; ours: Split[] } = { floor: [], ours: [] };
  const bare = floor(shop, { callers, next, desk });
  await dayIsBegun(shop);
  // A service that has just started is still being compiled.
  await ours();
  latencies.length = 0;
  const rounds = await alternate(ROUNDS, {
    floor: () => split(bare, { shop, serving, into: spent.floor }),
    ours: () => split(ours, { shop, serving, into: spent.ours }),
  });
  for (const till of tills) till.close();
  const [p50, p99] = [percentile(latencies, 0.5), percentile(latencies, 0.99)];
  const perReceipt = 1_000_000 / median(rounds.ours);
  console.log(
    `${callers} callers, ${lanes} lane${lanes === 1 ? '' : 's'}: ${median(rounds.ours).toFixed(0)}/s, floor ${median(rounds.floor).toFixed(0)}/s, ` +
      `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, rules ${rulesMicros.toFixed(0)} µs = ` +
      `${((rulesMicros / perReceipt) * 100).toFixed(1)} % of a receipt, ${ratioLine(rounds)}`,
  );
  console.log(`  µs of CPU a receipt: ${tellSplit(spent.ours)}; floor: ${tellSplit(spent.floor)}`);
  return rounds;
}

/**
 * `npm run bench -- receipts [callers] [lanes] [shared|single] [one|two]`: whether the bare loop shares commits too, and in how
 * many processes the service runs.
 */
export async function run(
  callers = '64,128,256',
  lanes = '2',
  commits = 'shared',
  processes = 'two',
): Promise<void> {
  if (!['shared', 'single'].includes(commits))
    throw new Error(`commits are shared or single, not ${commits}`);
  if (processes !== 'one' && processes !== 'two')
    throw new Error(`the service runs in one process or two, not ${processes}`);
  let last: Rounds | undefined;
  // Each on a database of its own, so that one does not begin with the history that another has made.
  for (const each of callers.split(','))
    for (const lane of lanes.split(','))
      last = await measureAlone({ callers: Number(each), lanes: Number(lane), processes }, commits);
  if (last) console.log(ratioLine(last));
}

async function measureAlone(
  asked: Pick<Measure, 'callers' | 'lanes' | 'processes'>,
  commits: string,
): Promise<Rounds> {
  const shop = await benchShop(MEMBERS);
  const single = connect(shop.databaseUrl, { max: SINGLE_CONNECTIONS, applicationName: 'bench single' });
  try {
    await openFor(shop);
    const prepared = await prepare(shop);
    const next = nextItem(shop.members.slice(MEMBERS / 2), prepared);
    const desk = commits === 'single' ? singleDesk(single.sql) : bareDesk(shop.database.sql);
    return await measure(shop, { ...asked, rulesMicros: prepared.rulesMicros, next, desk });
  } finally {
    await single.close();
    await shop.stop();
  }
}
