// kill -9 of the worker in the middle of a broadcast, again and again. The simulator counts what every person got; the
// database says what became of every message; the two must agree.
import { setTimeout as pause } from 'node:timers/promises';
import { createCampaign } from '#src/core/campaigns/create-campaign.ts';
import { launchCampaign } from '#src/core/campaigns/launch-campaign.ts';
import { readCampaignProgress } from '#src/core/campaigns/read-campaign-progress.ts';
import { connect, type Database, transaction } from '#src/db/client.ts';
import type { CampaignId } from '#src/lib/id.ts';
import type { MessengerName } from '#src/simulator/control.ts';
import { LAZY_TELEGRAM_BASE, lazyViberId } from '#src/simulator/lazy-people.ts';
import { aShop } from '#test/support/a-shop.ts';
import { makeMembers } from '#test/support/many-members.ts';
import { until } from '#test/support/until.ts';
import { type Started, startProcess } from './processes.ts';

export interface ChaosOptions {
  /** An empty database with every migration applied. */
  databaseUrl: string;
  /** How many times the worker is killed. */
  cycles: number;
  people: number;
  /** Bulk messages a second to Telegram: fast enough to be quick, slow enough to be killed in the middle. */
  perSecond?: number;
  log?: (line: string) => void;
}

export interface ChaosOutcome {
  cycles: number;
  broadcasts: number;
  audience: number;
  sent: number;
  /** People whose message is called sent, or has no end at all, and who got nothing. */
  lost: number;
  /** Messages beyond the one that each person may get in a broadcast. */
  doubled: number;
  unknown: number;
  /** Of the unknown: how many arrived all the same. */
  unknownArrived: number;
  /** Messages that were in flight at the kills: unknown may not be more. */
  inFlight: number;
  seconds: number;
}

/** Viber takes 50 calls a second, so most people are on Telegram. */
const VIBER_SHARE = 0.1;
const MESSENGERS: MessengerName[] = ['telegram', 'viber'];
/** From one kill to the next, or to the end: an idle machine takes two or three seconds. */
const PATIENCE_MS = 60_000;

/** Runs broadcasts to everybody until the worker was killed `cycles` times and the last broadcast is over. */
export async function chaosDeliveries(options: ChaosOptions): Promise<ChaosOutcome> {
  const { databaseUrl, cycles, people, perSecond = 600, log = () => {} } = options;
  const database = connect(databaseUrl, { max: 3, applicationName: 'chaos' });
  const simulator = await startProcess('../../src/simulator/main.ts', ['--port', '0'], /http/);
  const simulatorUrl = /http\S+/.exec(simulator.line)?.[0] ?? '';
  const outcome: ChaosOutcome = {
    cycles: 0,
    broadcasts: 0,
    audience: 0,
    sent: 0,
    lost: 0,
    doubled: 0,
    unknown: 0,
    unknownArrived: 0,
    inFlight: 0,
    seconds: 0,
  };
  const begun = performance.now();
  const crew = makeCrew(() =>
    startProcess('worker.ts', [databaseUrl, simulatorUrl, String(perSecond)], /ready/),
  );
  try {
    await makePeople(database, people);
    let worker = await crew.next();
    let before = await readReceived(simulatorUrl);
    while (outcome.cycles < cycles) {
      const campaignId = await broadcast(database);
      worker = await killUntilOver(database, campaignId, { worker, crew, outcome, cycles });
      const now = await readReceived(simulatorUrl);
      await compare(database, campaignId, { before, now, outcome });
      before = now;
      outcome.broadcasts++;
      log(
        `broadcast ${outcome.broadcasts}: ${outcome.cycles} kills, sent=${outcome.sent} unknown=${outcome.unknown} ` +
          `(${outcome.unknownArrived} of them arrived, ${outcome.inFlight} were in flight) ` +
          `lost=${outcome.lost} doubled=${outcome.doubled}`,
      );
    }
  } finally {
    await crew.end();
    await simulator.kill();
    await database.close();
  }
  outcome.seconds = Math.round((performance.now() - begun) / 1000);
  return outcome;
}

interface Crew {
  /** A worker that begins now. */
  next(): Promise<Started>;
  end(): Promise<void>;
}

/** Has the next worker loaded while the last one works, so that most of the time goes into working. */
function makeCrew(start: () => Promise<Started>): Crew {
  const all = new Set<Promise<Started>>();
  const hire = () => {
    const hired = start();
    // Reported when it is needed.
    hired.catch(() => {});
    all.add(hired);
    return hired;
  };
  let spare = hire();
  return {
    async next() {
      const worker = await spare;
      spare = hire();
      worker.say('go');
      return worker;
    },
    async end() {
      for (const hired of await Promise.allSettled(all)) {
        if (hired.status === 'fulfilled') await hired.value.kill();
      }
    },
  };
}

async function makePeople({ db, sql }: Database, people: number): Promise<void> {
  await aShop(db);
  const viber = Math.round(people * VIBER_SHARE);
  await makeMembers(sql, {
    count: people - viber,
    externalId: (n) => String(LAZY_TELEGRAM_BASE + n),
    balance: 120,
  });
  await makeMembers(sql, { count: viber, messenger: 'viber', externalId: lazyViberId, balance: 120 });
}

async function broadcast({ db }: Database): Promise<CampaignId> {
  const at = new Date();
  const texts = { uk: 'Вітаємо, {{name}}! На рахунку {{balance}}.' };
  const campaignId = await transaction(db, (tx) =>
    createCampaign(tx, { name: 'chaos', texts, controlPercent: 0, createdBy: 'stf_chaos', at }),
  );
  await transaction(db, (tx) => launchCampaign(tx, { campaignId, at }));
  return campaignId;
}

interface Killing {
  worker: Started;
  crew: Crew;
  outcome: ChaosOutcome;
  cycles: number;
}

/** Kills the worker at random moments, each time after it has got somewhere, until the broadcast is over. */
async function killUntilOver(
  database: Database,
  campaignId: CampaignId,
  { worker, crew, outcome, cycles }: Killing,
): Promise<Started> {
  let deadline = Date.now() + PATIENCE_MS;
  const progress = () => readCampaignProgress(database.db, campaignId);
  let killAt: number | null = null;
  let settledBefore = 0;
  const inFlight = new Set<number>();
  let counted = 0;
  for (;;) {
    if (Date.now() > deadline) {
      throw new Error(`A broadcast did not end: ${JSON.stringify(await progress())}\n${worker.complaints()}`);
    }
    const { status, queued, sending, audience } = await progress();
    if (status === 'finished') return worker;
    const settled = audience - queued - sending;
    const moving = status === 'running' && settled > settledBefore;
    if (killAt === null && moving && outcome.cycles < cycles)
      killAt = performance.now() + Math.random() * 700;
    if (killAt === null || performance.now() < killAt) {
      await pause(5 + Math.random() * 15);
      continue;
    }
    await worker.kill();
    outcome.cycles++;
    await sessionsEnded(database);
    const left = await database.sql<{ seq: number }[]>`
      select unnest(flight) as seq from campaign_chunk where campaign_id = ${campaignId} and not done`;
    for (const { seq } of left) inFlight.add(seq);
    outcome.inFlight += inFlight.size - counted;
    counted = inFlight.size;
    // What the dead worker left becomes unknown, which is no progress.
    settledBefore = settled + left.length;
    killAt = null;
    deadline = Date.now() + PATIENCE_MS;
    worker = await crew.next();
  }
}

/** Postgres may still be at the dead worker's last statement, which can mark messages as sending yet. */
async function sessionsEnded({ sql }: Database): Promise<void> {
  await until('the sessions of the dead worker to end', async () => {
    const sessions = await sql`
      select 1 from pg_stat_activity where application_name = 'chaos worker' and datname = current_database()`;
    return sessions.length === 0;
  });
}

type Received = Record<MessengerName, Map<number, number>>;

async function readReceived(simulatorUrl: string): Promise<Received> {
  const [telegram, viber] = await Promise.all(
    MESSENGERS.map(async (messenger) => {
      const answer = await fetch(`${simulatorUrl}/control/lazy/received?messenger=${messenger}`);
      // As control.ts says.
      return new Map((await answer.json()) as [number, number][]);
    }),
  );
  return { telegram: telegram ?? new Map(), viber: viber ?? new Map() };
}

/** Holds what every person of the audience got against what the database says. */
async function compare(
  { sql }: Database,
  campaignId: CampaignId,
  { before, now, outcome }: { before: Received; now: Received; outcome: ChaosOutcome },
): Promise<void> {
  const rows = await sql<{ messenger: MessengerName; externalId: string; status: string }[]>`
    select i.messenger, i.external_id as "externalId", d.status
    from campaign_delivery d join identity i on i.identity_id = d.identity_id where d.campaign_id = ${campaignId}`;
  const viberNumbers = new Map(
    rows.filter((row) => row.messenger === 'viber').map((_, n) => [lazyViberId(n), n]),
  );
  for (const { messenger, externalId, status } of rows) {
    const n =
      messenger === 'telegram'
        ? Number(externalId) - LAZY_TELEGRAM_BASE
        : (viberNumbers.get(externalId) ?? -1);
    const got = (now[messenger].get(n) ?? 0) - (before[messenger].get(n) ?? 0);
    outcome.audience++;
    if (status === 'sent') outcome.sent++;
    if (status === 'unknown') outcome.unknown++;
    if (status === 'unknown' && got > 0) outcome.unknownArrived++;
    if (status !== 'unknown' && got === 0) outcome.lost++;
    if (got > 1) outcome.doubled += got - 1;
    // Called failed or skipped, but it arrived: whoever sends it again doubles it.
    if (status !== 'sent' && status !== 'unknown' && got > 0) outcome.doubled++;
  }
}
