// A broadcast to lazily made people by two worker processes, rendered for each and recorded, beside bare loops of
// as many processes to the same stub: finished messages over undici.Pool, and over grammY's own transport. Everything
// shares the machine.
import { createCampaign } from '#src/core/campaigns/create-campaign.ts';
import { expandAudience } from '#src/core/campaigns/expand-audience.ts';
import { launchCampaign } from '#src/core/campaigns/launch-campaign.ts';
import { readCampaignProgress } from '#src/core/campaigns/read-campaign-progress.ts';
import { type Database, transaction } from '#src/db/client.ts';
import type { CampaignId } from '#src/lib/id.ts';
import { LAZY_TELEGRAM_BASE } from '#src/simulator/lazy-people.ts';
import { type Started, startProcess } from '#test/chaos/processes.ts';
import { makeMembers } from '#test/support/many-members.ts';
import { until } from '#test/support/until.ts';
import { benchShop } from './bench-shop.ts';
import { cpuMicros, parentOf } from './cpu.ts';
import { type Rounds, ratioLine } from './rounds.ts';

const PROCESSES = 2;
const FLOOR_CALLS = 60_000;
const GRAMMY_CALLS = 12_000;
const MADE_AT_ONCE = 20_000;
const TEXT =
  'Вітаємо, {{name}}! На рахунку {{balance}}. Кава цього тижня за пів ціни, а в суботу бали подвійні.';
const READ = 'Вітаємо, Олена! На рахунку 120. Кава цього тижня за пів ціни, а в суботу бали подвійні.';

async function makePeople({ sql }: Database, people: number): Promise<void> {
  for (let from = 0; from < people; from += MADE_AT_ONCE) {
    const count = Math.min(MADE_AT_ONCE, people - from);
    await makeMembers(sql, { count, externalId: (n) => String(LAZY_TELEGRAM_BASE + from + n), balance: 120 });
  }
  await sql`vacuum analyze`;
}

/** Launches a campaign to everybody and waits until its audience is written down, while no worker is at it. */
async function launched({ db, sql }: Database, text: string): Promise<CampaignId> {
  const at = new Date();
  const campaignId = await transaction(db, (tx) =>
    createCampaign(tx, { name: 'bench', texts: { uk: text }, createdBy: 'stf_bench', at }),
  );
  await sql`update campaign set control_percent = 0 where campaign_id = ${campaignId}`;
  await transaction(db, (tx) => launchCampaign(tx, { campaignId, at }));
  return campaignId;
}

async function hasStatus({ sql }: Database, campaignId: CampaignId, wanted: string): Promise<boolean> {
  const [row] = await sql<
    { status: string }[]
  >`select status from campaign where campaign_id = ${campaignId}`;
  return row?.status === wanted;
}

interface Broadcast {
  database: Database;
  databaseUrl: string;
  stubUrl: string;
  stubPid: number;
  people: number;
  memory: string[];
}

/** From the first message to the last row, in messages a second. */
async function broadcast({
  database,
  databaseUrl,
  stubUrl,
  stubPid,
  people,
  memory,
}: Broadcast): Promise<{ perSecond: number; micros: number[] }> {
  const campaignId = await launched(database, TEXT);
  while (await transaction(database.db, (tx) => expandAudience(tx, { at: new Date() }))) {
    // The next batch.
  }
  await fetch(`${stubUrl}/forget`);
  const workers = await Promise.all(
    Array.from({ length: PROCESSES }, () =>
      startProcess('../bench/broadcast-worker.ts', [databaseUrl, stubUrl], /ready/),
    ),
  );
  const [server] = await database.sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
  const postgres = parentOf(server?.pid ?? 0);
  const spent = () => [
    workers.reduce((sum, { pid }) => sum + cpuMicros(pid), 0),
    cpuMicros(postgres, { children: true }),
    cpuMicros(stubPid),
  ];
  const before = spent();
  const began = performance.now();
  for (const worker of workers) worker.say('begin');
  await until('the broadcast to end', () => hasStatus(database, campaignId, 'finished'), {
    withinMs: 600_000,
  });
  const perSecond = people / ((performance.now() - began) / 1_000);
  const micros = spent().map((after, part) => Math.round((after - (before[part] ?? 0)) / people));
  memory.push(...(await Promise.all(workers.map(endOf))));
  const counted = await (await fetch(`${stubUrl}/counts`)).json();
  const told = { messages: people, people, repeated: 0 };
  const { sent } = await readCampaignProgress(database.db, campaignId);
  if (JSON.stringify(counted) !== JSON.stringify(told) || sent !== people)
    throw new Error(`${people} people got ${JSON.stringify(counted)}, and ${sent} are written down as sent`);
  return { perSecond, micros };
}

async function endOf(worker: Started): Promise<string> {
  const memory = worker.hears(/^memory/);
  worker.say('end');
  const line = await memory;
  await worker.ended;
  return line.replace('memory ', '').replaceAll(' ', '/');
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

export async function run(people = '200000', rounds = '3'): Promise<void> {
  const shop = await benchShop(1);
  const { database, databaseUrl } = shop;
  const stub = await startProcess('../bench/broadcast-stub.ts', [], /http/);
  const stubUrl = stub.line.trim();
  const loops = await Promise.all(
    Array.from({ length: PROCESSES }, () =>
      startProcess('../bench/broadcast-floor.ts', [stubUrl, READ], /ready/),
    ),
  );
  try {
    await makePeople(database, Number(people));
    const measured: Rounds = { ours: [], floor: [] };
    const grammy: Rounds = { ours: [], floor: [] };
    await floor(loops, 'undici', FLOOR_CALLS / 4);
    await floor(loops, 'grammy', GRAMMY_CALLS / 4);
    for (let round = 1; round <= Number(rounds); round++) {
      const memory: string[] = [];
      const bare = await floor(loops, 'undici', FLOOR_CALLS);
      const theirs = await floor(loops, 'grammy', GRAMMY_CALLS);
      const { perSecond: ours, micros } = await broadcast({
        database,
        databaseUrl,
        stubUrl,
        stubPid: stub.pid,
        people: Number(people),
        memory,
      });
      measured.floor.push(bare);
      measured.ours.push(ours);
      grammy.floor.push(theirs);
      grammy.ours.push(ours);
      console.log(
        `round ${round}: ${ours.toFixed(0)} messages/s rendered and recorded, undici.Pool ${bare.toFixed(0)}/s, ` +
          `grammY's own ${theirs.toFixed(0)}/s; memory by quarter ${memory.join(' and ')} MB`,
      );
      console.log(
        `  microseconds of CPU a message: ${micros[0]} workers, ${micros[1]} PostgreSQL, ${micros[2]} stub`,
      );
    }
    console.log(`beside grammY's own transport: ${ratioLine(grammy)}`);
    console.log(ratioLine(measured));
  } finally {
    for (const each of [...loops, stub]) await each.kill();
    await shop.stop();
  }
}
