// kill -9 of the worker in the middle of a broadcast, again and again. The simulator counts what every person got; the
// database says what became of every message; the two must agree.
import { setTimeout as pause } from 'node:timers/promises';
import { readCampaignProgress } from '#src/core/campaigns/read-campaign-progress.ts';
import { connect, type Database } from '#src/db/client.ts';
import type { CampaignId } from '#src/lib/id.ts';
import { until } from '#test/support/until.ts';
import { type Crew, makeCrew } from './crew.ts';
import { type Compared, compare, launchToAll, makePeople, readReceived } from './lazy-audience.ts';
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

export interface ChaosOutcome extends Compared {
  cycles: number;
  broadcasts: number;
  /** Messages that were in flight at the kills: unknown may not be more. */
  inFlight: number;
  seconds: number;
}

/** Viber takes 50 calls a second, so most people are on Telegram. */
const VIBER_SHARE = 0.1;
const TEXT = 'Вітаємо, {{name}}! На рахунку {{balance}}.';
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
  const crew = makeCrew([databaseUrl, simulatorUrl, String(perSecond)]);
  try {
    await makePeople(database, people, { viberShare: VIBER_SHARE });
    let worker = await crew.next();
    let before = await readReceived(simulatorUrl);
    while (outcome.cycles < cycles) {
      const campaignId = await launchToAll(database, { text: TEXT, controlPercent: 0 });
      worker = await killUntilOver(database, campaignId, { worker, crew, outcome, cycles });
      const now = await readReceived(simulatorUrl);
      await compare(database, campaignId, { before, now, into: outcome });
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
      select 1 from pg_stat_activity where application_name like 'chaos worker%' and datname = current_database()`;
    return sessions.length === 0;
  });
}
