// Broadcasts by two workers while everything under them breaks: either worker and PostgreSQL are killed (kill -9), and the
// messengers stall, answer "too many" and accept without answering. Meanwhile somebody writes to the bot. The simulator
// counts what every person got, the database says what became of every message, and the two must agree.
import { setTimeout as pause } from 'node:timers/promises';
import { pollTelegram } from '#bots/telegram/poll.ts';
import { readCampaignProgress } from '#src/core/campaigns/read-campaign-progress.ts';
import { connect, type Database } from '#src/db/client.ts';
import { persevere } from '#src/db/persevere.ts';
import { type Random, seededRandom } from '#src/demo/random.ts';
import { systemClock } from '#src/lib/clock.ts';
import type { CampaignId } from '#src/lib/id.ts';
import { type Ask, type Asker, startAsker } from './asker.ts';
import { type Mishap, mishapsOf } from './broadcast-mishaps.ts';
import { type Crew, makeCrew } from './crew.ts';
import { type Compared, compare, launchToAll, makePeople, readReceived } from './lazy-audience.ts';
import { type Started, startProcess } from './processes.ts';

export interface BroadcastChaos {
  databaseUrl: string;
  /** Of PostgreSQL; whoever started it starts it again when it dies. It is not killed when left out. */
  clusterDir?: string;
  /** How often a worker or PostgreSQL is killed. */
  cycles: number;
  people: number;
  seed: number;
  /** Bulk messages a second to Telegram. */
  perSecond?: number;
  log?: (line: string) => void;
}

export interface BroadcastTold extends Compared {
  cycles: number;
  broadcasts: number;
  failed: number;
  control: number;
  /** Of those sent by nobody for another reason. */
  skipped: number;
  /** Messages in flight at the kills; those whose worker died or whose row was lost may not be more. */
  inFlight: number;
  /** Unknown because a worker died or an answer of the database was lost, and because the messenger did not answer. */
  unknownOf: { kills: number; answers: number };
  /** Messages of the calls that were accepted without an answer. */
  unanswered: number;
  /** By what it should not be. */
  wrong: string[];
  replies: Replies;
  seconds: number;
}

export interface Replies {
  asked: number;
  /** Those that could be given. */
  judged: number;
  /** What came later than two seconds, or never, and what went on before. */
  late: string[];
  slowestMs: number;
  /** In the hands of a worker that was killed: perhaps sent, so never sent again. */
  cutOff: number;
}

const WORKERS = 2;
const VIBER_SHARE = 0.2;
const CONTROL_PERCENT = 10;
const PATIENCE_MS = 90_000;
const PERSONAL = 'Вітаємо, {{name}}! На рахунку {{balance}}.';
const SAME = 'Кава цього тижня за пів ціни.';
/** A person who writes is answered within. */
const REPLY_MS = 2_000;

export async function chaosBroadcast(options: BroadcastChaos): Promise<BroadcastTold> {
  const { databaseUrl, cycles, people, seed, perSecond = 400, log = () => {} } = options;
  const begun = performance.now();
  const database = connect(databaseUrl, { max: 4, applicationName: 'chaos' });
  const simulator = await startProcess('../../src/simulator/main.ts', ['--port', '0'], /http/);
  const simulatorUrl = /http\S+/.exec(simulator.line)?.[0] ?? '';
  const crew = makeCrew([databaseUrl, simulatorUrl, String(perSecond)]);
  const told = nothingYet();
  const words = { info: () => {}, warn: () => {} };
  await makePeople(database, people, { viberShare: VIBER_SHARE });
  const polling = pollTelegram({
    token: '700000001:chaos-telegram-token-000',
    apiRoot: simulatorUrl,
    sql: database.sql,
    clock: systemClock,
    log: words,
    backOffMs: 50,
  });
  let asker: Asker | null = null;
  const mishaps: Mishap[] = [];
  try {
    const workers = await Promise.all(Array.from({ length: WORKERS }, () => crew.next()));
    asker = await startAsker(simulatorUrl);
    const random = seededRandom(seed);
    const stage = {
      database,
      databaseUrl,
      simulatorUrl,
      clusterDir: options.clusterDir,
      random,
      workers,
      crew,
      mishaps,
      asks: asker.asks,
    };
    let before = await readReceived(simulatorUrl);
    while (told.cycles < cycles) {
      const text = told.broadcasts % 2 === 0 ? PERSONAL : SAME;
      const campaignId = await launchToAll(database, { text, controlPercent: CONTROL_PERCENT });
      await breakUntilOver(stage, campaignId, { told, cycles });
      const now = await readReceived(simulatorUrl);
      await compare(database, campaignId, { before, now, into: told });
      await addUp(database, campaignId, told);
      before = now;
      told.broadcasts++;
      log(
        `broadcast ${told.broadcasts}: ${told.cycles} kills, sent=${told.sent} unknown=${told.unknown} ` +
          `lost=${told.lost} doubled=${told.doubled}, ${asker.asks.length} replies`,
      );
    }
    await asker.stop();
    told.replies = judge(asker.asks, mishaps);
  } finally {
    await polling.stop();
    await crew.end();
    await simulator.kill();
    await database.close();
  }
  told.seconds = Math.round((performance.now() - begun) / 1_000);
  return told;
}

export interface Stage {
  database: Database;
  databaseUrl: string;
  simulatorUrl: string;
  clusterDir: string | undefined;
  random: Random;
  workers: Started[];
  crew: Crew;
  /** What went wrong so far, and when. */
  mishaps: Mishap[];
  /** Of whoever writes meanwhile, as far as they are over. */
  asks: Ask[];
}

/** Lets things happen, each after the broadcast has got somewhere, until it is over. */
async function breakUntilOver(
  stage: Stage,
  campaignId: CampaignId,
  { told, cycles }: { told: BroadcastTold; cycles: number },
): Promise<void> {
  const { database, random, workers } = stage;
  const happens = mishapsOf(stage, campaignId);
  const progress = () => persevere(() => readCampaignProgress(database.db, campaignId));
  const inFlight = new Set<number>();
  let deadline = Date.now() + PATIENCE_MS;
  let before = 0;
  for (;;) {
    const { status, queued, sending, audience, pauseReason } = await progress();
    if (status === 'finished') break;
    if (status === 'paused') throw new Error(`A broadcast has paused: ${pauseReason}`);
    if (Date.now() > deadline) {
      const complaints = workers.map((worker) => worker.complaints()).join('\n');
      throw new Error(`A broadcast did not end: ${JSON.stringify(await progress())}\n${complaints}`);
    }
    const settled = audience - queued - sending;
    if (status === 'running' && settled > before && told.cycles < cycles && askedSinceMishaps(stage)) {
      told.unanswered += await happens.messengersMisbehave();
      await pause(random.whole(50, 700));
      for (const seq of await happens.kill()) inFlight.add(seq);
      told.cycles++;
      await happens.calm();
      before = settled;
      deadline = Date.now() + PATIENCE_MS;
    }
    await pause(random.whole(5, 20));
  }
  told.inFlight += inFlight.size;
}

/** Between two mishaps somebody writes undisturbed, on a slow machine too, so that each leaves a reply to judge. */
function askedSinceMishaps({ asks, mishaps }: Stage): boolean {
  const calmSince = Math.max(0, ...mishaps.map(({ to }) => to));
  return asks.some(({ from }) => from > calmSince);
}

async function addUp({ sql }: Database, campaignId: CampaignId, told: BroadcastTold): Promise<void> {
  const rows = await sql<{ status: string; reason: string | null; messages: number }[]>`
    select status, reason, count(*)::integer as messages from campaign_delivery
    where campaign_id = ${campaignId} group by 1, 2`;
  const [written] = await sql<{ audience: number }[]>`
    select audience from campaign where campaign_id = ${campaignId}`;
  const count = (fits: (row: (typeof rows)[number]) => boolean) =>
    rows.reduce((sum, row) => sum + (fits(row) ? row.messages : 0), 0);
  const of = (status: string) => count((row) => row.status === status);
  told.failed += of('failed');
  told.control += of('control');
  told.skipped += of('skipped');
  const killed = count(
    ({ status, reason }) => status === 'unknown' && /the worker died|the answer was lost/.test(reason ?? ''),
  );
  told.unknownOf.kills += killed;
  told.unknownOf.answers += of('unknown') - killed;
  const ends = ['sent', 'failed', 'unknown', 'skipped', 'control'].reduce((sum, each) => sum + of(each), 0);
  if (ends !== written?.audience || ends !== count(() => true))
    told.wrong.push(`${campaignId}: ${ends} have an end, ${written?.audience} are its audience`);
}

/** Whoever wrote while nothing could answer (PostgreSQL gone, the messenger stalling or asking for silence) is left out. */
function judge(asks: Asker['asks'], mishaps: Mishap[]): Replies {
  const meanwhile = ({ from, to }: Ask, blocking: boolean) =>
    mishaps.some(
      (each) => each.blocking === blocking && each.from < (to ?? from + REPLY_MS) && from < each.to,
    );
  const judged = asks.filter((ask) => !meanwhile(ask, true));
  const cutOff = judged.filter((ask) => ask.to === null && meanwhile(ask, false));
  const took = ({ from, to }: Ask) => (to ?? Number.POSITIVE_INFINITY) - from;
  const late = judged.filter((ask) => took(ask) > REPLY_MS && !cutOff.includes(ask));
  return {
    asked: asks.length,
    judged: judged.length,
    late: late.map((ask) => {
      const before = mishaps.filter(({ from }) => from < (ask.to ?? ask.from)).at(-1);
      const since = before
        ? `${Math.round(ask.from - before.from)} ms after ${before.what}`
        : 'before anything';
      return `an answer took ${Math.round(took(ask))} ms, asked ${since}`;
    }),
    slowestMs: Math.round(Math.max(0, ...judged.filter(({ to }) => to !== null).map(took))),
    cutOff: cutOff.length,
  };
}

function nothingYet(): BroadcastTold {
  return {
    cycles: 0,
    broadcasts: 0,
    audience: 0,
    sent: 0,
    failed: 0,
    control: 0,
    skipped: 0,
    lost: 0,
    doubled: 0,
    unknown: 0,
    unknownArrived: 0,
    inFlight: 0,
    unknownOf: { kills: 0, answers: 0 },
    unanswered: 0,
    wrong: [],
    replies: { asked: 0, judged: 0, late: [], slowestMs: 0, cutOff: 0 },
    seconds: 0,
  };
}
