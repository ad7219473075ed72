// Five hundred people press for one of a hundred, in their chats, while the programs that hear them are killed again and
// again. When nobody waits any more, what they were told is held against what is there.
import { setTimeout as pause } from 'node:timers/promises';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { postTransfers } from '#src/core/ledger/post-transfer.ts';
import { connect, type Database, transaction } from '#src/db/client.ts';
import { seededRandom } from '#src/demo/random.ts';
import type { RewardId } from '#src/lib/id.ts';
import { aReward } from '#test/core/rewards/a-reward.ts';
import { aShop } from '#test/support/a-shop.ts';
import { press } from '#test/support/converse-lanes.ts';
import { type MadeMember, makeMembers } from '#test/support/many-members.ts';
import { startProcess } from './processes.ts';

export interface RewardChaosOptions {
  /** An empty database with every migration applied. */
  databaseUrl: string;
  /** How often a program is killed. */
  cycles: number;
  seed: number;
  people?: number;
  stock?: number;
  log?: (line: string) => void;
}

export interface RewardChaosOutcome {
  cycles: number;
  /** Told that they have one, or paid for one, and it is not there. */
  lost: number;
  /** More than there were, one member twice, one paid twice. */
  doubled: number;
  wrong: string[];
  races: number;
  ordered: number;
  seconds: number;
}

const PROGRAMS = 2;
const PRICE = 100n;

export async function chaosRewards(options: RewardChaosOptions): Promise<RewardChaosOutcome> {
  const { databaseUrl, cycles, seed, people: count = 500, stock = 100, log = () => {} } = options;
  const begun = performance.now();
  const random = seededRandom(seed);
  const database = connect(databaseUrl, { max: 3, applicationName: 'chaos', statementTimeoutMs: 0 });
  const start = () => startProcess('converser.ts', [databaseUrl], /^ready$/);
  const programs = await Promise.all(Array.from({ length: PROGRAMS }, start));
  const outcome: RewardChaosOutcome = {
    cycles: 0,
    lost: 0,
    doubled: 0,
    wrong: [],
    races: 0,
    ordered: 0,
    seconds: 0,
  };
  try {
    await aShop(database.db);
    const people = await makeMembers(database.sql, { count, externalId: (n) => String(7_000 + n) });
    while (outcome.cycles < cycles) {
      const rewardId = await race(database, { people, stock, round: ++outcome.races });
      while (await somebodyWaits(database)) {
        await pause(random.whole(80, 400));
        if (outcome.cycles >= cycles) continue;
        const place = random.whole(0, PROGRAMS - 1);
        await programs[place]?.kill();
        programs[place] = await start();
        outcome.cycles++;
      }
      await compare(database, { rewardId, stock, people }, outcome);
      log(`race ${outcome.races}: ${outcome.ordered} orders so far, ${outcome.cycles} kills`);
    }
    const { findings } = await auditLedger(database.db);
    outcome.wrong.push(...findings.map(({ rule, count: rows }) => `the audit finds: ${rule}: ${rows}`));
  } finally {
    await Promise.all(programs.map((each) => each.kill()));
    await database.close();
  }
  outcome.seconds = Math.round((performance.now() - begun) / 1_000);
  return outcome;
}

/** Everybody gets what one costs, and a new reward is there; all press, and half of them again. */
async function race(
  { db, sql }: Database,
  { people, stock, round }: { people: MadeMember[]; stock: number; round: number },
): Promise<RewardId> {
  const at = new Date();
  await transaction(db, (tx) =>
    postTransfers(
      tx,
      people.map(({ memberId }) => ({
        memberId,
        kind: 'welcome' as const,
        amount: PRICE,
        account: 'issued' as const,
        key: `race-${round}`,
        occurredAt: at,
        recordedAt: at,
      })),
    ),
  );
  const { rewardId, version } = await aReward(db, { stock, price: PRICE, memberLimit: 1, at });
  const action = `reward.yes:${rewardId}:${version}.k${round}`;
  await press(sql, people, { action, round: 2 * round, at });
  await press(sql, people.slice(0, people.length / 2), { action, round: 2 * round + 1, at });
  return rewardId;
}

async function somebodyWaits({ sql }: Database): Promise<boolean> {
  return (await sql`select 1 from inbox where status = 'new' limit 1`).length > 0;
}

async function compare(
  { sql }: Database,
  { rewardId, stock, people }: { rewardId: RewardId; stock: number; people: MadeMember[] },
  outcome: RewardChaosOutcome,
): Promise<void> {
  const [found] = await sql<Found[]>`
    with o as (select * from reward_order where reward_id = ${rewardId}),
      paid as (select * from transfer where kind = 'reward' and reason ->> 'rewardId' = ${rewardId}),
      said as (select once_key from delivery where once_key in (select 'order:' || order_id from o))
    select (select count(*) from o)::int as orders, (select count(distinct member_id) from o)::int as members,
      (select count(distinct code) from o)::int as codes, (select count(*) from paid)::int as paid,
      (select count(*) from paid where not exists (
        select from o where 'reward:' || o.order_id = paid.idempotency_key))::int as "paidForNothing",
      (select count(*) from said)::int as told, (select stock from reward where reward_id = ${rewardId}) as left,
      (select count(*) from inbox where status = 'failed')::int as failed`;
  if (!found) throw new Error('nothing was counted');
  const { orders, members, codes, paid, paidForNothing, told, left, failed } = found;
  outcome.ordered += orders;
  outcome.lost += paidForNothing + (orders - told);
  outcome.doubled += Math.max(0, orders - stock) + (orders - members) + (orders - codes) + (paid - orders);
  if (orders !== Math.min(stock, people.length)) outcome.wrong.push(`${orders} of ${stock} were ordered`);
  if (left !== stock - orders) outcome.wrong.push(`${left} are left of ${stock}, and ${orders} ordered`);
  if (failed > 0) outcome.wrong.push(`${failed} presses were given up`);
}

interface Found {
  orders: number;
  members: number;
  codes: number;
  paid: number;
  paidForNothing: number;
  told: number;
  left: number;
  failed: number;
}
