// The 27 cells of all members, kept fresh: a day's new receipts, the receipts that leave the window, new cut points and the
// scores that they change, by the statements of the worker; beside naive SQL that counts all receipts of the window anew and
// scores by the same rule. Both must give everybody the same scores.
import { findRun } from '#src/core/analytics/score-members.ts';
import { localDay } from '#src/core/receipts/local-day.ts';
import { readProgramme } from '#src/core/stores/read-programme.ts';
import type { Database } from '#src/db/client.ts';
import { keepAllStats } from '#test/support/keep-all-stats.ts';
import { benchShop } from './bench-shop.ts';
import { cpuMicros, parentOf } from './cpu.ts';
import {
  addDay,
  countDifferent,
  fillReceipts,
  type ManyReceipts,
  ofOneDay,
  scoreNaively,
} from './many-receipts.ts';
import { median, type Rounds, ratioLine } from './rounds.ts';
import { watched } from './watch-memory.ts';

const UNTIL = new Date('2027-03-01T22:00:00Z');
const ROUNDS = 3;

export async function run(
  receipts = '10000000',
  members = '1000000',
  rounds = String(ROUNDS),
): Promise<void> {
  const shop = await benchShop(0);
  const { database } = shop;
  try {
    const many = { receipts: Number(receipts), members: Number(members), until: UNTIL };
    const filled = await seconds(() => fillReceipts(database.sql, many));
    console.log(`${receipts} receipts of ${members} members, made in ${filled.toFixed(0)} s`);
    const first = await seconds(() => keepAllStats(database.db, UNTIL));
    await database.sql`vacuum analyze member_stats`;
    console.log(`everybody counted for the first time in ${first.toFixed(0)} s`);
    await measure(database, many, Number(rounds));
  } finally {
    await shop.stop();
  }
}

async function measure(database: Database, many: ManyReceipts, rounds: number): Promise<void> {
  const { timeZone } = await readProgramme(database.db);
  const measured: Rounds = { ours: [], floor: [] };
  const memory: number[] = [];
  for (let day = 1; day <= rounds; day++) {
    const at = await addDay(database.sql, many, day);
    const today = localDay(at.getTime(), timeZone);
    const floor = await spent(database, () => scoreNaively(database.sql, today, timeZone));
    const ours = await spent(database, () => watched(memory, () => keepAllStats(database.db, at)));
    const different = await countDifferent(database.sql);
    if (different !== 0) throw new Error(`${different} members have other scores than the naive SQL gives`);
    measured.ours.push(1 / ours.seconds);
    measured.floor.push(1 / floor.seconds);
    const scored = await findRun(database.db);
    console.log(
      `${today}: ${ofOneDay(many)} new receipts, ${scored?.rescored} scores changed by new cut points; ` +
        `ours ${told(ours)}, naive SQL ${told(floor)}`,
    );
  }
  const seconds = (rates: number[]) => (1 / median(rates)).toFixed(2);
  console.log(
    `ours ${seconds(measured.ours)} s a day, naive SQL ${seconds(measured.floor)} s; everybody's scores are the same`,
  );
  console.log(`memory of the process by the quarters of each day, MB: ${memory.join(' ')}`);
  console.log(ratioLine(measured));
}

interface Spent {
  seconds: number;
  /** Of PostgreSQL and of this process. */
  cpuSeconds: number;
}

/** Time, and CPU, which neighbours on the machine change less. */
async function spent({ sql }: Database, work: () => Promise<unknown>): Promise<Spent> {
  const [backend] = await sql`select pg_backend_pid() as pid`;
  const server = parentOf(Number(backend?.pid));
  const before = { own: process.cpuUsage(), server: cpuMicros(server, { children: true }) };
  const time = await seconds(work);
  const { user, system } = process.cpuUsage(before.own);
  const micros = user + system + cpuMicros(server, { children: true }) - before.server;
  return { seconds: time, cpuSeconds: micros / 1e6 };
}

function told(each: Spent): string {
  return `${each.seconds.toFixed(2)} s (${each.cpuSeconds.toFixed(2)} s of CPU)`;
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1_000;
}
