// Random histories beside the simplest possible count: purchases at any hour, returns, merges and days that pass, each seen
// by the worker at any moment. STATS_RUNS=500 for the long run.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { absorbMember } from '#src/core/members/absorb-member.ts';
import { eraseMember } from '#src/core/members/erase-member.ts';
import { transaction } from '#src/db/client.ts';
import { memberStats, rfmRun } from '#src/db/schema/analytics.ts';
import type { MemberId } from '#src/lib/id.ts';
import { aMember, aShop } from '#test/support/a-shop.ts';
import { checkModel } from '#test/support/check-model.ts';
import { useDatabase } from '#test/support/database.ts';
import { above, dayIn, daysBetween, type Figures, figuresOf, third } from './naive-stats.ts';
import { type Bought, buys, countAll, returns } from './some-receipts.ts';

const database = useDatabase();
const DAY_MS = 86_400_000;
const ZONES = ['Europe/Kyiv', 'Asia/Tokyo', 'America/New_York'];
const BEGIN = Date.UTC(2027, 10, 3);

const who = fc.nat(5);
const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('buy' as const),
      who,
      ago: fc.nat(500),
      minute: fc.nat(1439),
      amountMinor: fc.oneof(fc.constantFrom(100_00, 200_00), fc.integer({ min: 1, max: 900_00 })),
      lines: fc.array(
        fc.record({
          category: fc.constantFrom('', 'сир', 'хліб', 'тютюн'),
          amountMinor: fc.integer({ min: 1, max: 50_00 }),
          excluded: fc.boolean(),
        }),
        { maxLength: 6 },
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('return' as const), which: fc.nat(20), whole: fc.boolean() }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 130 }) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('look' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('merge' as const), who, into: who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('erase' as const), who }) },
);
type Step = typeof step extends fc.Arbitrary<infer Each> ? Each : never;

async function live(steps: Step[], timeZone: string) {
  const { db, sql } = database;
  // Those of the history before are gone.
  await sql.unsafe("update member set status = 'erased'; delete from member_stats; delete from rfm_run");
  await sql`update analytics_settings set admitted_on = null`;
  const members: (MemberId | null)[] = [];
  for (let n = 0; n < 6; n++) members.push((await aMember(db)).memberId);
  const receipts: Bought[] = [];
  let now = BEGIN;
  const runs = new Set<number>();

  const look = async () => {
    const at = new Date(now);
    await countAll(database, at);
    const today = dayIn(at, timeZone);
    const figures = new Map<MemberId, Figures>();
    for (const id of members)
      if (id)
        figures.set(
          id,
          figuresOf(
            receipts.filter((each) => each.memberId === id),
            { today, timeZone },
          ),
        );
    const all = await db.select().from(rfmRun).orderBy(rfmRun.runNo);
    const run = all.at(-1);
    if (!run) throw new Error('no cut points');
    expect(run.runOn).toBe(today);
    const buyers = [...figures.values()].filter(({ days }) => days > 0);
    const recency = ({ lastDay }: Figures) => daysBetween(lastDay ?? today, today);
    const cut = (value: (each: Figures) => number) =>
      ([1, 2] as const).map((which) => third(buyers.map(value), which));
    if (!runs.has(run.runNo)) {
      runs.add(run.runNo);
      const near = (value: number | null | undefined) => (value == null ? null : expect.closeTo(value, 6));
      const [[r1, r2], [f1, f2], [m1, m2], [size1, size2]] = [
        cut(recency),
        cut(({ days }) => days),
        cut(({ netMinor }) => netMinor),
        cut(({ medianMinor }) => medianMinor ?? 0),
      ];
      expect({ ...run, buyers: run.buyers }).toMatchObject({
        buyers: buyers.length,
        r1: near(r1),
        r2: near(r2),
        f1: near(f1),
        f2: near(f2),
        m1: near(m1),
        m2: near(m2),
        size1: near(size1),
        size2: near(size2),
      });
    }
    const told = await db.select().from(memberStats).orderBy(memberStats.memberId);
    const ours = told.map(({ netMinor, medianMinor, dueOn: _due, ...row }) => ({
      ...row,
      netMinor: Number(netMinor),
      medianMinor: medianMinor === null ? null : Number(medianMinor),
    }));
    const naive = [...figures].map(([memberId, each]) => ({
      memberId,
      ...each,
      r: each.days === 0 ? 0 : 3 - above(recency(each), run.r1, run.r2),
      f: each.days === 0 ? 0 : 1 + above(each.days, run.f1, run.f2),
      m: each.days === 0 ? 0 : 1 + above(each.netMinor, run.m1, run.m2),
      receiptSize: sizeOf(each, run),
    }));
    expect(ours).toEqual(naive.toSorted((a, b) => (a.memberId < b.memberId ? -1 : 1)));
  };

  for (const each of steps) {
    const at = new Date(now);
    if (each.do === 'look') await look();
    else if (each.do === 'wait') now += each.days * DAY_MS;
    else if (each.do === 'buy') {
      const memberId = members[each.who];
      const when = new Date(now - each.ago * DAY_MS - each.minute * 60_000);
      if (memberId) receipts.push(await buys(db, { ...each, memberId, at: when }));
    } else if (each.do === 'return') {
      const receipt = receipts[each.which % Math.max(1, receipts.length)];
      const left = receipt ? receipt.amountMinor - receipt.returnedMinor : 0;
      if (receipt && left > 0) await returns(db, receipt, each.whole ? left : Math.ceil(left / 2));
    } else if (each.do === 'merge') {
      const [from, into] = [members[each.who], members[each.into]];
      if (!from || !into || from === into) continue;
      await transaction(db, (tx) => absorbMember(tx, { from, into, at }));
      members[each.who] = null;
      for (const receipt of receipts) if (receipt.memberId === from) receipt.memberId = into;
    } else {
      const gone = members[each.who];
      if (gone) await transaction(db, (tx) => eraseMember(tx, gone, at));
      members[each.who] = null;
    }
  }
  await look();
}

function sizeOf({ medianLines, medianMinor }: Figures, run: { size1: number | null; size2: number | null }) {
  if (!medianLines || medianMinor === null) return null;
  const letter = medianLines >= 5 ? 'L' : medianLines >= 2 ? 'M' : 'S';
  return `${letter}${1 + above(medianMinor, run.size1, run.size2)}`;
}

test('after any history the statistics are those of a naive count', { timeout: 3_600_000 }, async ({
  task,
}) => {
  await aShop(database.db);
  await checkModel(task, {
    name: 'STATS',
    runs: 25,
    lives: fc.tuple(fc.array(step, { maxLength: 40 }), fc.constantFrom(...ZONES)),
    async live([steps, timeZone]) {
      await database.sql`update programme set time_zone = ${timeZone}`;
      await live(steps, timeZone);
      return steps.length;
    },
  });
});
