// One broadcast of the bench: people who exist by their number, a campaign to all of them, two worker processes that send it,
// and the proof that everybody got one message and that each is written down.
import { setTimeout as pause } from 'node:timers/promises';
import { createCampaign } from '#src/core/campaigns/create-campaign.ts';
import { expandAudience } from '#src/core/campaigns/expand-audience.ts';
import { launchCampaign } from '#src/core/campaigns/launch-campaign.ts';
import { readCampaignProgress } from '#src/core/campaigns/read-campaign-progress.ts';
import { keepResults } from '#src/core/campaigns/results/keep-results.ts';
import type { MessengerName } from '#src/core/deliveries/messenger.ts';
import { type Database, transaction } from '#src/db/client.ts';
import type { CampaignId } from '#src/lib/id.ts';
import { LAZY_TELEGRAM_BASE, lazyViberId } from '#src/simulator/lazy-people.ts';
import { POINTS_CHORES } from '#src/workers/points-chores.ts';
import { type Started, startProcess } from '#test/chaos/processes.ts';
import { keepAllStats } from '#test/support/keep-all-stats.ts';
import { makeMembers } from '#test/support/many-members.ts';
import { cpuMicros, parentOf } from './cpu.ts';

const MADE_AT_ONCE = 20_000;
const DONE_AT_ONCE = 5_000;
const LOOK_MS = 50;
/** In Telegram each reader has words of their own; what Viber takes for 300 at once is the same for all. */
export const TEXTS: Record<MessengerName, string> = {
  telegram:
    'Вітаємо, {{name}}! На рахунку {{balance}}. Кава цього тижня за пів ціни, а в суботу бали подвійні.',
  viber: 'Вітаємо! Кава цього тижня за пів ціни, а в суботу бали подвійні.',
};

/** What it needs of a database; a test has it, too. */
type Opened = Pick<Database, 'db' | 'sql'>;

export interface Stub {
  url: string;
  pid: number;
  /** Forgets what it has received. */
  forget(): Promise<void>;
  /** From now on it refuses what is beyond Viber's 500 calls in ten seconds. */
  limit(): Promise<void>;
  kill(): Promise<void>;
}

export async function startStub(): Promise<Stub> {
  const stub = await startProcess('../bench/broadcast-stub.ts', [], /http/);
  const url = stub.line.trim();
  return {
    url,
    pid: stub.pid,
    async forget() {
      await fetch(`${url}/forget`);
    },
    async limit() {
      await fetch(`${url}/limited`);
    },
    kill: () => stub.kill(),
  };
}

export async function makePeople(
  { db, sql }: Opened,
  { messenger, people }: { messenger: MessengerName; people: number },
): Promise<void> {
  const idOf = messenger === 'viber' ? lazyViberId : (n: number) => String(LAZY_TELEGRAM_BASE + n);
  for (let from = 0; from < people; from += MADE_AT_ONCE) {
    const count = Math.min(MADE_AT_ONCE, people - from);
    await makeMembers(sql, { count, messenger, externalId: (n) => idOf(from + n), balance: 120 });
  }
  // A shop that has been open for a while has counted its members, and has been through with what a day brings to all of
  // them, which a broadcast between ten and eight in Kyiv would else pay for.
  await keepAllStats(db, new Date());
  for (const { chore } of POINTS_CHORES)
    while ((await transaction(db, (tx) => chore(tx, new Date(), DONE_AT_ONCE))) > 0);
  await sql`vacuum analyze`;
}

/** Launches a campaign to everybody and writes its audience down, while no worker is at it. */
async function launched({ db, sql }: Opened, text: string): Promise<CampaignId> {
  const at = new Date();
  const campaignId = await transaction(db, (tx) =>
    createCampaign(tx, { name: 'bench', texts: { uk: text }, createdBy: 'stf_bench', at }),
  );
  await sql`update campaign set control_percent = 0 where campaign_id = ${campaignId}`;
  await transaction(db, (tx) => launchCampaign(tx, { campaignId, at }));
  while (await transaction(db, (tx) => expandAudience(tx, { at: new Date() }))) {
    // The next stretch.
  }
  return campaignId;
}

async function isFinished({ sql }: Opened, campaignId: CampaignId): Promise<boolean> {
  const [row] = await sql<{ status: string }[]>`
    select status from campaign where campaign_id = ${campaignId}`;
  return row?.status === 'finished';
}

export type Pace = 'paced' | 'free';

export interface Workers {
  /** Both begin to work: at the pace that the messengers ask for, or as fast as they go. */
  begin(pace: Pace): void;
  /** Both have ended what they were at. Tells how much memory each had, in MB by quarters of its run. */
  end(): Promise<string[]>;
  /** Of CPU so far. */
  micros(): number;
  kill(): Promise<void>;
}

/** Two processes with all loops. */
export async function startBoth(databaseUrl: string, stub: Stub): Promise<Workers> {
  const one = () => startProcess('../bench/broadcast-worker.ts', [databaseUrl, stub.url], /ready/);
  const both = await Promise.all([one(), one()]);
  return {
    begin(pace) {
      for (const each of both) each.say(pace);
    },
    end: () => Promise.all(both.map(endOf)),
    micros: () => both.reduce((sum, { pid }) => sum + cpuMicros(pid), 0),
    async kill() {
      for (const each of both) await each.kill();
    },
  };
}

async function endOf(worker: Started): Promise<string> {
  const memory = worker.hears(/^memory/);
  worker.say('end');
  return (await memory).replace('memory ', '').replaceAll(' ', '/');
}

export interface Broadcast {
  database: Opened;
  messenger: MessengerName;
  people: number;
  stub: Stub;
  workers: Workers;
  pace: Pace;
}

export interface Broadcasted {
  /** From the first message to the last row. */
  perSecond: number;
  /** Of CPU a message. */
  micros: { workers: number; postgres: number; stub: number };
  memory: string[];
}

/** Throws unless each of `people` got one message and has it written down as sent. */
export async function broadcast({
  database,
  people,
  stub,
  workers,
  ...how
}: Broadcast): Promise<Broadcasted> {
  const campaignId = await launched(database, TEXTS[how.messenger]);
  await stub.forget();
  const [server] = await database.sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
  const postgres = parentOf(server?.pid ?? 0);
  const spent = () => ({
    workers: workers.micros(),
    postgres: cpuMicros(postgres, { children: true }),
    stub: cpuMicros(stub.pid),
  });
  const before = spent();
  const began = performance.now();
  workers.begin(how.pace);
  while (!(await isFinished(database, campaignId))) await pause(LOOK_MS);
  const perSecond = people / ((performance.now() - began) / 1_000);
  const after = spent();
  const each = (who: keyof typeof after) => Math.round((after[who] - before[who]) / people);
  const micros = { workers: each('workers'), postgres: each('postgres'), stub: each('stub') };
  const memory = await workers.end();
  // What it has brought is counted once it is through; the next broadcast is not to pay for that.
  while (await keepResults(database, () => new Date()));
  await checkReceived(database, { campaignId, stub, people });
  return { perSecond, micros, memory };
}

async function checkReceived(
  { db }: Opened,
  { campaignId, stub, people }: { campaignId: CampaignId; stub: Stub; people: number },
): Promise<void> {
  const counted = await (await fetch(`${stub.url}/counts`)).json();
  const { sent } = await readCampaignProgress(db, campaignId);
  const told = { messages: people, people, repeated: 0 };
  if (JSON.stringify(counted) !== JSON.stringify(told) || sent !== people)
    throw new Error(`${people} people got ${JSON.stringify(counted)}, and ${sent} are written down as sent`);
}
