// `npm run chaos -- receipts --cycles 50`, `npm run chaos -- broadcast --cycles 200`: what must never happen, tried. The last
// line tells; exit code 1 when it happened.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { connect } from '#src/db/client.ts';
import { type Embedded, startEmbedded } from '#src/db/embedded.ts';
import { migrate } from '#src/db/migrate.ts';
import { chaosBroadcast } from './broadcast.ts';
import { chaosDeliveries } from './deliveries.ts';
import { fuzz } from './fuzz.ts';
import { chaosOffers } from './offers.ts';
import { chaosQuest } from './quest.ts';
import type { FaultName } from './receipts/faults.ts';
import { runAudit } from './receipts/run-audit.ts';
import { mountSmallDisk, type SmallDisk } from './receipts/small-disk.ts';
import { chaosReceipts } from './receipts.ts';
import { chaosRewards } from './rewards.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cycles: { type: 'string', default: '50' },
    people: { type: 'string', default: '2000' },
    requests: { type: 'string', default: '10000' },
    seed: { type: 'string' },
    faults: { type: 'string' },
  },
});
const cycles = Number(values.cycles);

async function deliveries(server: Embedded): Promise<void> {
  const people = Number(values.people);
  const told = await chaosDeliveries({ databaseUrl: server.url, cycles, people, log: console.log });
  const { lost, doubled, unknown, inFlight, broadcasts, audience, seconds } = told;
  console.log(
    `${broadcasts} broadcasts, ${audience} messages, ${inFlight} in flight at the kills, ${seconds} s`,
  );
  console.log(`lost=${lost} doubled=${doubled} unknown=${unknown} cycles=${told.cycles}`);
  if (lost > 0 || doubled > 0 || unknown > inFlight) process.exitCode = 1;
}

async function broadcast(server: Embedded, { dataDir }: Place): Promise<void> {
  const seed = values.seed ? Number(values.seed) : Math.floor(Math.random() * 1e9);
  console.log(`seed=${seed}`);
  const told = await chaosBroadcast({
    databaseUrl: server.url,
    clusterDir: join(dataDir, 'postgres'),
    cycles,
    seed,
    people: Number(values.people),
    log: console.log,
  });
  const { lost, doubled, unknown, unknownOf, inFlight, unanswered, wrong, replies } = told;
  for (const each of [...wrong, ...replies.late].slice(0, 50)) console.log(`WRONG: ${each}`);
  console.log(
    `${told.broadcasts} broadcasts to ${told.audience}: sent=${told.sent} failed=${told.failed} unknown=${unknown} ` +
      `skipped=${told.skipped} control=${told.control}; ${told.unknownArrived} of the unknown arrived; ${told.seconds} s`,
  );
  console.log(
    `unknown: ${unknownOf.kills} of the ${inFlight} in flight at the kills, ${unknownOf.answers} of at most ` +
      `${unanswered} that were accepted without an answer`,
  );
  console.log(
    `replies: ${replies.asked} asked, of ${replies.judged} ${replies.late.length} came later than 2 s, the slowest after ` +
      `${replies.slowestMs} ms, ${replies.cutOff} were in the hands of a worker that was killed`,
  );
  console.log(`lost=${lost} doubled=${doubled} unknown=${unknown} cycles=${told.cycles}`);
  const tooMany = unknownOf.kills > inFlight || unknownOf.answers > unanswered;
  if (lost > 0 || doubled > 0 || tooMany || wrong.length > 0 || replies.late.length > 0) process.exitCode = 1;
}

async function receipts(server: Embedded, { dataDir, disk }: Place): Promise<void> {
  const seed = values.seed ? Number(values.seed) : Math.floor(Math.random() * 1e9);
  console.log(`seed=${seed}`);
  console.log(
    disk
      ? `PostgreSQL on a disk of its own (${disk.kind})`
      : 'No disk may be mounted here: it is never full.',
  );
  const clusterDir = join(dataDir, 'postgres');
  const told = await chaosReceipts({
    databaseUrl: server.url,
    clusterDir,
    cycles,
    seed,
    disk,
    // As faults.ts names them.
    faults: values.faults?.split(',') as FaultName[] | undefined,
    log: console.log,
  });
  const { lost, doubled, wrong, tally } = told;
  for (const each of wrong.slice(0, 50)) console.log(`WRONG: ${each}`);
  const audit = await runAudit(server.url);
  console.log(`npm run audit: ${audit.said}`);
  const recoveries = told.recoveriesMs.toSorted((a, b) => a - b);
  const late = recoveries.filter((each) => each > 2_000).length;
  console.log(
    `first yes after ${Math.round(recoveries.at(recoveries.length / 2) ?? 0)} ms as a rule, ` +
      `${Math.round(recoveries.at(-1) ?? 0)} ms at most, ${late} later than 2 s`,
  );
  console.log(
    `${told.answered} keys answered, ${told.refused} refused or cancelled, ${tally.attempts} attempts: ` +
      `${tally.unavailable} told to come again, ${tally.broken} broken off, ${tally.timedOut} given up on, ` +
      `${tally.unclean.length} unclean; ${told.seconds} s`,
  );
  console.log(`refusals: ${JSON.stringify(tally.refused)}`);
  console.log(`lost=${lost} doubled=${doubled} cycles=${told.cycles}`);
  if (lost > 0 || doubled > 0 || wrong.length > 0 || !audit.clean) process.exitCode = 1;
}

async function offers(server: Embedded): Promise<void> {
  const seed = values.seed ? Number(values.seed) : Math.floor(Math.random() * 1e9);
  console.log(`seed=${seed}`);
  const told = await chaosOffers({ databaseUrl: server.url, cycles, seed, people: 500, log: console.log });
  const { lost, doubled, wrong, took, refused, bought, seconds } = told;
  for (const each of wrong.slice(0, 50)) console.log(`WRONG: ${each}`);
  const audit = await runAudit(server.url);
  console.log(`npm run audit: ${audit.said}`);
  console.log(`${took} took one, ${refused} refusals, ${bought} receipts, ${seconds} s`);
  console.log(`lost=${lost} doubled=${doubled} cycles=${told.cycles}`);
  if (lost > 0 || doubled > 0 || wrong.length > 0 || !audit.clean) process.exitCode = 1;
}

async function quest(server: Embedded): Promise<void> {
  const seed = values.seed ? Number(values.seed) : Math.floor(Math.random() * 1e9);
  console.log(`seed=${seed}`);
  const told = await chaosQuest({ databaseUrl: server.url, cycles, seed, log: console.log });
  for (const each of told.wrong.slice(0, 50)) console.log(`WRONG: ${each}`);
  console.log(`${told.quests} quests, ${told.answers} answers, ${told.cycles} kills, ${told.seconds} s`);
  console.log(`lost=${told.lost} doubled=${told.doubled}`);
  if (told.lost > 0 || told.doubled > 0 || told.wrong.length > 0) process.exitCode = 1;
}

async function rewards(server: Embedded): Promise<void> {
  const seed = values.seed ? Number(values.seed) : Math.floor(Math.random() * 1e9);
  console.log(`seed=${seed}`);
  const told = await chaosRewards({ databaseUrl: server.url, cycles, seed, log: console.log });
  for (const each of told.wrong.slice(0, 50)) console.log(`WRONG: ${each}`);
  const audit = await runAudit(server.url);
  console.log(`npm run audit: ${audit.said}`);
  console.log(`${told.races} races, ${told.ordered} orders, ${told.seconds} s`);
  console.log(`lost=${told.lost} doubled=${told.doubled} cycles=${told.cycles}`);
  if (told.lost > 0 || told.doubled > 0 || told.wrong.length > 0 || !audit.clean) process.exitCode = 1;
}

async function fuzzing(server: Embedded): Promise<void> {
  const seed = values.seed ? Number(values.seed) : Math.floor(Math.random() * 1e9);
  console.log(`seed=${seed}`);
  const database = connect(server.url, { max: 5, applicationName: 'kartka fuzz' });
  try {
    const told = await fuzz(database, { requests: Number(values.requests), seed, log: console.log });
    for (const each of told.wrong.slice(0, 50)) console.log(`WRONG: ${each}`);
    console.log(`statuses: ${JSON.stringify(told.answered)}`);
    console.log(`the slowest took ${Math.round(told.slowestMs)} ms; ${told.seconds} s`);
    console.log(`wrong=${told.wrong.length} requests=${told.requests}`);
    if (told.wrong.length > 0) process.exitCode = 1;
  } finally {
    await database.close();
  }
}

interface Place {
  dataDir: string;
  disk: SmallDisk | null;
}

const [kind] = positionals;
if (
  kind !== 'deliveries' &&
  kind !== 'broadcast' &&
  kind !== 'receipts' &&
  kind !== 'offers' &&
  kind !== 'rewards' &&
  kind !== 'quest' &&
  kind !== 'fuzz'
) {
  console.error('npm run chaos -- receipts [--cycles 50] [--seed 1] [--faults "disk full,both killed"]');
  console.error('npm run chaos -- deliveries [--cycles 50] [--people 2000]');
  console.error('npm run chaos -- broadcast [--cycles 200] [--people 2000] [--seed 1]');
  console.error('npm run chaos -- offers [--cycles 50] [--seed 1]');
  console.error('npm run chaos -- rewards [--cycles 50] [--seed 1]');
  console.error('npm run chaos -- quest [--cycles 50] [--seed 1]');
  console.error('npm run chaos -- fuzz [--requests 10000] [--seed 1]');
  process.exit(1);
}

const disk = kind === 'receipts' ? await mountSmallDisk() : null;
const dataDir = disk?.path ?? (await mkdtemp(join(tmpdir(), 'kartka-chaos-')));
// Started by root, the server runs as another account, which has to get in.
await chmod(dataDir, 0o755);
/** Few connections, so that they can be used up; a log that leaves room on the small disk. */
const settings = { max_connections: '60', max_wal_size: '192MB', min_wal_size: '64MB' };
const server = await startEmbedded({ dataDir, ...(kind === 'receipts' && { settings }) });
const leave = async () => {
  await disk?.free();
  await server.stop();
  await rm(dataDir, { recursive: true, force: true }).catch(() => undefined);
  await disk?.remove();
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // The other processes end with this one.
  process.once(signal, () => void leave().finally(() => process.exit(1)));
}
try {
  await migrate(server.url);
  if (kind === 'receipts') await receipts(server, { dataDir, disk });
  else if (kind === 'broadcast') await broadcast(server, { dataDir, disk });
  else if (kind === 'offers') await offers(server);
  else if (kind === 'rewards') await rewards(server);
  else if (kind === 'quest') await quest(server);
  else if (kind === 'fuzz') await fuzzing(server);
  else await deliveries(server);
} finally {
  await leave();
}
