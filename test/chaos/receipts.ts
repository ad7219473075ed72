// Tills that go on selling while everything under them breaks: the service, PostgreSQL, its sessions, its disk. Each errand is
// repeated under its own key until there is a definite answer. After each fault the tills rest for a moment, and the database
// is held against what they were told.
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { connect } from '#src/db/client.ts';
import { type Random, seededRandom } from '#src/demo/random.ts';
import { until } from '#test/support/until.ts';
import { type Answers, countAnswered, noAnswers } from './receipts/answers.ts';
import { openWay, type Tally } from './receipts/ask.ts';
import { type Comparison, compareBooks } from './receipts/compare-books.ts';
import { whenAccepting } from './receipts/connection.ts';
import { FAULTS, type FaultName, type Stage } from './receipts/faults.ts';
import { type ChaosShop, openShop } from './receipts/open-shop.ts';
import type { SmallDisk } from './receipts/small-disk.ts';
import { superviseService } from './receipts/supervise.ts';
import { makeTill } from './receipts/till.ts';

export interface ReceiptChaosOptions {
  /** An empty database with every migration applied, on a server that is started again when it dies. */
  databaseUrl: string;
  /** That server's cluster. */
  clusterDir: string;
  cycles: number;
  /** Which faults in which order, and what the tills do; how it all falls together is chance. */
  seed: number;
  /** Where the cluster lies, when it can be filled. */
  disk?: SmallDisk | null;
  /** All of them when left out; without a disk that one is left out. */
  faults?: FaultName[];
  tills?: number;
  log?: (line: string) => void;
}

export interface ReceiptChaosOutcome {
  cycles: number;
  lost: number;
  doubled: number;
  /** Everything else that must not be, in words: wrong answers, faults shown, ends of the process, broken books. */
  wrong: string[];
  answered: number;
  refused: number;
  tally: Tally;
  /** Of each fault: from PostgreSQL (and the service) being there until a till had its first yes. */
  recoveriesMs: number[];
  seconds: number;
}

const MEMBERS = 60;
/** Between two errands of a till. */
const THINK_MS = 60;
const RECOVERED_WITHIN_MS = 60_000;

export async function chaosReceipts(options: ReceiptChaosOptions): Promise<ReceiptChaosOutcome> {
  const { databaseUrl, clusterDir, cycles, seed, disk = null, tills = 10, log = () => {} } = options;
  const begun = performance.now();
  const random = seededRandom(seed);
  const shop = await openShop(databaseUrl, MEMBERS);
  const secretKey = randomBytes(32).toString('hex');
  const known = Object.keys(FAULTS) as FaultName[];
  const plan = planFaults(options.faults ?? known.filter((name) => disk || name !== 'disk full'), {
    cycles,
    random,
  });
  const kills = plan.filter((name) => name === 'service killed' || name === 'both killed').length;
  const service = await superviseService(databaseUrl, { secretKey, kills });
  const way = openWay(service.url, shop.secret);
  const answers = noAnswers();
  const errands = Array.from({ length: tills }, (_, n) => {
    const own = seededRandom(seed + n + 1);
    const name = `till ${n + 1}`;
    const errand = makeTill({ name, way, answers, random: own, members: shop.members, secretKey });
    return { errand, random: own };
  });
  const stage: Stage = { databaseUrl, clusterDir, service, random, disk };
  const outcome: ReceiptChaosOutcome = {
    cycles: 0,
    lost: 0,
    doubled: 0,
    wrong: [],
    answered: 0,
    refused: 0,
    tally: way.tally,
    recoveriesMs: [],
    seconds: 0,
  };
  try {
    for (const name of plan) {
      const from = performance.now();
      const told = await cycle({ name, stage, errands, tally: way.tally });
      const compared = await compare(databaseUrl, { shop, answers });
      outcome.cycles++;
      outcome.recoveriesMs.push(told.recoveryMs);
      noteDifferences(outcome, compared);
      log(
        `${outcome.cycles}. ${told.what}; first yes ${Math.round(told.recoveryMs)} ms after; ` +
          `${Math.round((performance.now() - from) / 100) / 10} s, ${countAnswered(answers)} answered, lost=${outcome.lost} doubled=${outcome.doubled}`,
      );
    }
    await until('every return to be booked', async () => {
      for (const isBooked of answers.waiting.values()) await isBooked();
      return answers.waiting.size === 0;
    });
    noteDifferences(outcome, await compare(databaseUrl, { shop, answers }));
  } finally {
    await service.stop();
    await way.close();
  }
  outcome.wrong.push(
    ...answers.wrong,
    ...way.tally.unclean,
    ...service.exits.map((each) => `the service ended by itself: ${each}`),
  );
  outcome.answered = countAnswered(answers);
  outcome.refused = answers.refused.size;
  outcome.seconds = Math.round((performance.now() - begun) / 1000);
  return outcome;
}

/** Each fault about as often as the others, in an order of chance. */
function planFaults(names: FaultName[], { cycles, random }: { cycles: number; random: Random }): FaultName[] {
  const plan: FaultName[] = [];
  while (plan.length < cycles) {
    const round = names.map((name) => ({ name, place: random.next() }));
    plan.push(...round.toSorted((a, b) => a.place - b.place).map((each) => each.name));
  }
  return plan.slice(0, cycles);
}

interface Cycle {
  name: FaultName;
  stage: Stage;
  errands: { errand: () => Promise<void>; random: Random }[];
  tally: Tally;
}

/** The tills work, something breaks, the tills work on, and rest. */
async function cycle({ name, stage, errands, tally }: Cycle): Promise<{ what: string; recoveryMs: number }> {
  let isOpen = true;
  const working = errands.map(async ({ errand, random }) => {
    while (isOpen) {
      await errand();
      await pause(random.whole(0, THINK_MS));
    }
  });
  // A till that gives up ends the run, once the others rest.
  const rest = Promise.allSettled(working);
  try {
    await pause(stage.random.whole(200, 900));
    const what = await FAULTS[name](stage);
    const accepting = await whenAccepting(stage.databaseUrl);
    const there = Math.max(accepting, await stage.service.listeningSince());
    const firstYes = () => (tally.lastSuccessAt >= there ? tally.lastSuccessAt : null);
    const yesAt = await until('a first yes', firstYes, { withinMs: RECOVERED_WITHIN_MS });
    await pause(stage.random.whole(100, 400));
    return { what, recoveryMs: yesAt - there };
  } finally {
    isOpen = false;
    await rest;
    await Promise.all(working);
  }
}

interface Compared extends Comparison {
  broken: string[];
}

async function compare(
  databaseUrl: string,
  { shop, answers }: { shop: ChaosShop; answers: Answers },
): Promise<Compared> {
  const database = connect(databaseUrl, {
    max: 1,
    applicationName: 'chaos',
    statementTimeoutMs: 0,
  });
  try {
    const compared = await compareBooks(database.sql, { answers, before: shop.before });
    const { findings } = await auditLedger(database.db);
    const broken = findings.map(
      ({ rule, count, examples }) => `the audit finds: ${rule}: ${count} (${examples.join(', ')})`,
    );
    return { ...compared, broken };
  } finally {
    await database.close();
  }
}

/** Counts each difference once, however often it is seen. */
function noteDifferences(outcome: ReceiptChaosOutcome, { lost, doubled, stuck, broken }: Compared): void {
  outcome.lost = Math.max(outcome.lost, lost.length);
  outcome.doubled = Math.max(outcome.doubled, doubled.length);
  const words = [
    ...lost.map((each) => `lost: ${each}`),
    ...doubled.map((each) => `doubled: ${each}`),
    ...stuck.map((each) => `held for ever: ${each}`),
    ...broken,
  ];
  for (const each of words) if (!outcome.wrong.includes(each)) outcome.wrong.push(each);
}
