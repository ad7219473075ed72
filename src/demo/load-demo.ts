// Loads the demo shop through the same doors as real life: members and cards as rows, every receipt through
// post_receipts, so that the books are right to the point. Made from a seed: the same shop every time.
import { sql } from 'drizzle-orm';
import { changeFriendSettings } from '#src/core/friends/friend-settings.ts';
import { postReceipts } from '#src/core/receipts/post-receipts.ts';
import { prepareReceipt } from '#src/core/receipts/prepare-receipt.ts';
import type { ReceiptItem } from '#src/core/receipts/receipt-item.ts';
import type { ReceiptMember } from '#src/core/receipts/receipt-member.ts';
import type { MemberFacts } from '#src/core/rules/basket.ts';
import { knownRules } from '#src/core/rules/known-rules.ts';
import { knownProgramme } from '#src/core/stores/known-programme.ts';
import { type Database, transaction } from '#src/db/client.ts';
import { demoReceipt, visits } from './baskets.ts';
import { type DemoPerson, demoPerson } from './people.ts';
import { storePlastic } from './plastic.ts';
import { type Random, seededRandom } from './random.ts';
import { FRIENDS } from './shop.ts';
import { storeOffers } from './store-offers.ts';
import { storePartners } from './store-partners.ts';
import { storePeople } from './store-people.ts';
import { storeQuest } from './store-quest.ts';
import { storeRewards } from './store-rewards.ts';
import { storeRules } from './store-rules.ts';
import { storeShop } from './store-shop.ts';

export interface LoadDemo {
  database: Database;
  /** The demo's year ends here. */
  at: Date;
  members?: number;
  seed?: number;
  /** Told from time to time how far it is, 0 to 1. */
  onProgress?: (share: number) => void;
}

export interface LoadedDemo {
  /** False when the database already held a shop, the demo's or another. */
  loaded: boolean;
  /** False when the shop in the database is not the demo's: nothing was written, and nothing of the demo belongs there. */
  ours: boolean;
  members: number;
  receipts: number;
}

/** Receipts in one commit while loading. */
const BATCH = 400;

/**
 * Loads the demo shop into an empty database. It is known by a mark that is set last: when it was broken off, the
 * next start goes on where it stopped, since every row has an identifier made from the seed.
 */
export async function loadDemo(options: LoadDemo): Promise<LoadedDemo> {
  const { database, members: count = 2_000, seed = 20_260_101 } = options;
  const { db } = database;
  const [mark] = await db.execute(sql`select from audit_log where action = 'demo.loaded'`);
  if (mark) return { loaded: false, ours: true, members: 0, receipts: 0 };
  const [other] = await db.execute(sql`select from programme`);
  const [ours] = await db.execute(sql`select from member where member_id like 'mem_dem0%' limit 1`);
  if (other && !ours) return { loaded: false, ours: false, members: 0, receipts: 0 };

  const random = seededRandom(seed);
  const people = Array.from({ length: count }, (_, number) => demoPerson(number + 1, random));
  await transaction(db, async (tx) => {
    await storeShop(tx);
    if (!ours) {
      await storeRules(tx, options.at);
      await storeOffers(tx, options.at);
      await storeQuest(tx, options.at);
    }
    await storePeople(tx, { people, until: options.at });
    await storeRewards(tx, options.at);
    await changeFriendSettings(tx, { ...FRIENDS, actor: 'demo', at: options.at });
    await storePlastic(tx, new Date(options.at.getTime() - 365 * 86_400_000));
  });
  const receipts = await loadReceipts(people, random, options);
  await transaction(db, (tx) => storePartners(tx, options.at));
  await db.execute(sql`
    insert into audit_log (actor, action, subject, recorded_at) values ('demo', 'demo.loaded', 'shop', ${options.at})`);
  await db.execute(sql`analyze`);
  return { loaded: true, ours: true, members: count, receipts };
}

interface Shopper {
  person: DemoPerson;
  visits: Date[];
  spendable: bigint;
  /** As the next receipt finds it. */
  member: ReceiptMember;
}

/** Goes round by round, everyone's n-th visit together, so that nobody is twice in one commit. */
async function loadReceipts(
  people: DemoPerson[],
  random: Random,
  { database, at, onProgress }: LoadDemo,
): Promise<number> {
  const knowing = knownProgramme(database.db);
  const known = await knowing();
  const rules = await knownRules(database.db, knowing)();
  const shoppers: Shopper[] = people.map((person) => ({
    person,
    visits: visits(person, { until: at, random }),
    spendable: known.programme.welcomePoints,
    member: firstStanding(person, new Date(at.getTime() - person.habit.firstDay * 86_400_000)),
  }));
  const total = shoppers.reduce((sum, shopper) => sum + shopper.visits.length, 0);
  let done = 0;
  for (let visit = 0; done < total; visit++) {
    const present = shoppers.filter((shopper) => shopper.visits[visit]);
    for (let from = 0; from < present.length; from += BATCH) {
      const items = present.slice(from, from + BATCH).map((shopper) => {
        const occurredAt = shopper.visits[visit] ?? at;
        const { person, spendable, member } = shopper;
        const receipt = demoReceipt(person, { visit, occurredAt, spendable, known, random });
        const item = prepareReceipt(receipt, { member, known, rules, at: occurredAt, history: true });
        shopper.spendable += BigInt(item.row.earned) - receipt.burn;
        shopper.member = standingAfter(member, item, occurredAt);
        return item;
      });
      await post(items, database, at);
      done += items.length;
      onProgress?.(done / total);
    }
  }
  return total;
}

function firstStanding({ memberId }: DemoPerson, joinedAt: Date): ReceiptMember {
  const facts: MemberFacts = {
    memberId,
    tierKey: 'base',
    language: 'uk',
    registeredAt: joinedAt.getTime(),
    birthday: null,
    marketingConsent: true,
    turnoverMinor: 0,
    receipts: 0,
    lastReceiptAt: null,
    balances: {},
    totals: {},
    earnedToday: {},
    recent: [],
    ruleUse: {},
  };
  return {
    memberId,
    version: 0n,
    nowTierKey: 'base',
    turnoverMinor: 0n,
    months: {},
    day: null,
    ruleUse: {},
    coupons: [],
    facts,
  };
}

function standingAfter(before: ReceiptMember, { row, movements }: ReceiptItem, at: Date): ReceiptMember {
  const balances = { ...before.facts.balances };
  for (const { currency, amount } of movements)
    balances[currency] = (balances[currency] ?? 0) + Number(amount);
  const tierKey = row.tierKey ?? before.nowTierKey;
  const turnoverMinor = before.turnoverMinor + row.amountMinor;
  return {
    ...before,
    nowTierKey: tierKey,
    turnoverMinor,
    facts: {
      ...before.facts,
      balances,
      tierKey,
      turnoverMinor: Number(turnoverMinor),
      receipts: before.facts.receipts + 1,
      lastReceiptAt: at.getTime(),
    },
  };
}

async function post(items: ReceiptItem[], database: Database, at: Date): Promise<void> {
  const rows = await postReceipts(database.sql, items, at);
  const wrong = rows.find((row) => !['accepted', 'replayed', 'key_reused'].includes(row.outcome));
  if (wrong) throw new Error(`a receipt of the demo shop was not accepted: ${wrong.outcome}`);
}
