// Every kind of goal against a naive count over the same receipts, with returns in any order.
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import type { ChallengeTerms, Goal } from '#src/core/challenges/challenge-terms.ts';
import { countProgress } from '#src/core/challenges/count-progress.ts';
import { foldCategory } from '#src/core/stores/fold-category.ts';
import type { MemberId } from '#src/lib/id.ts';
import { aMember, aShop, STORE } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { type Bought, type BoughtLine, buys, inDays, returns, START } from './some-challenges.ts';

const database = useDatabase();
const timeZone = 'Europe/Kyiv';
const UNTIL = inDays(40);
const GOODS = ['кава', 'чай', 'сир', 'хліб'];
beforeAll(async () => {
  await aShop(database.db);
  await database.sql`insert into store (store_id, name, city, address) values
    ('str_00000000000000000002', 'Друга', 'Львів', 'пл. Ринок, 1')`;
});

const GOALS: Goal[] = [
  { kind: 'count', of: 'receipts' },
  { kind: 'count', of: 'pieces' },
  { kind: 'sum' },
  ...(['days', 'categories', 'skus', 'stores'] as const).map((of) => ({ kind: 'distinct' as const, of })),
  { kind: 'streak', unit: 'days' },
  { kind: 'streak', unit: 'weeks' },
  { kind: 'set', of: 'categories', values: ['Кава ', 'сир', 'вино'] },
  { kind: 'set', of: 'skus', values: ['кава-1', 'чай-2'] },
  { kind: 'set', of: 'stores', values: ['str_00000000000000000002', 'str_00000000000000000009'] },
];
const LINE: ChallengeTerms['line'] = { field: 'line.category', is: 'in', value: ['Кава', 'сир'] };
const RECEIPT: ChallengeTerms['receipt'] = {
  all: [
    { field: 'receipt.weekday', is: 'in', value: [1, 2, 3, 6] },
    { field: 'receipt.time', is: 'lessThan', value: '18:00' },
    { field: 'receipt.amount', is: 'atLeast', value: 30_00 },
  ],
};

const aLine = fc.record({
  category: fc.constantFrom(...GOODS),
  kind: fc.constantFrom('1', '2'),
  // Tills spell one category differently.
  spell: fc.constantFrom(
    (category: string) => category,
    (category: string) => `\t${category.toUpperCase()}\u00a0`,
  ),
  amountMinor: fc.integer({ min: 1, max: 90_00 }),
  quantityMilli: fc.constantFrom(1_000, 2_000, 3_000, 400),
});
const aPurchase = fc.record({
  // Some before the first moment and some after the last.
  hours: fc.integer({ min: -30, max: 42 * 24 }),
  store: fc.constantFrom(STORE, 'str_00000000000000000002'),
  lines: fc.array(aLine, { minLength: 1, maxLength: 3 }),
  back: fc.array(fc.record({ line: fc.nat(2), milli: fc.constantFrom(400, 1_000, 3_000) }), { maxLength: 2 }),
});

const local = (at: Date) => new Date(at.toLocaleString('en-US', { timeZone }));
const dayOf = (at: Date) =>
  Math.floor(Date.UTC(local(at).getFullYear(), local(at).getMonth(), local(at).getDate()) / 86_400_000);
const kept = (line: BoughtLine) => line.quantityMilli - line.returnedMilli;
const backOf = ({ lines }: Bought) =>
  lines.reduce(
    (sum, line) => sum + Math.round((line.amountMinor * line.returnedMilli) / line.quantityMilli),
    0,
  );
const netOf = (receipt: Bought) =>
  receipt.lines.reduce((sum, line) => sum + line.amountMinor, 0) - backOf(receipt);

/** The same as anybody would count it with a pencil. */
function naive(
  goal: Goal,
  all: Bought[],
  { withLine, withReceipt }: { withLine: boolean; withReceipt: boolean },
): number {
  const likes = (line: BoughtLine) =>
    kept(line) > 0 && (!withLine || ['кава', 'сир'].includes(foldCategory(line.category)));
  const counted = all.filter((receipt) => {
    if (receipt.at < START || receipt.at >= UNTIL || receipt.lines.every((line) => kept(line) === 0))
      return false;
    if (withLine && !receipt.lines.some(likes)) return false;
    const at = local(receipt.at);
    const weekday = at.getDay() === 0 ? 7 : at.getDay();
    return !withReceipt || ([1, 2, 3, 6].includes(weekday) && at.getHours() < 18 && netOf(receipt) >= 30_00);
  });
  const lines = counted.flatMap((receipt) => receipt.lines.filter(likes));
  const distinct = (values: (string | number)[]) => new Set(values).size;
  switch (goal.kind) {
    case 'count':
      return goal.of === 'receipts'
        ? counted.length
        : Math.floor(lines.reduce((sum, line) => sum + kept(line), 0) / 1_000);
    case 'sum':
      return withLine
        ? lines.reduce(
            (sum, line) => sum + Math.floor((line.amountMinor * kept(line)) / line.quantityMilli),
            0,
          )
        : counted.reduce((sum, receipt) => sum + netOf(receipt), 0);
    case 'distinct':
      if (goal.of === 'days') return distinct(counted.map(({ at }) => dayOf(at)));
      if (goal.of === 'stores') return distinct(counted.map(({ storeId }) => storeId));
      return distinct(lines.map((line) => (goal.of === 'skus' ? line.sku : foldCategory(line.category))));
    case 'set': {
      const found =
        goal.of === 'stores'
          ? counted.map(({ storeId }) => storeId)
          : lines.map((line) => (goal.of === 'skus' ? line.sku : foldCategory(line.category)));
      return goal.values.filter((value) =>
        found.includes(goal.of === 'categories' ? foldCategory(value) : value),
      ).length;
    }
    case 'streak': {
      const steps = new Set(
        counted.map(({ at }) => (goal.unit === 'days' ? dayOf(at) : Math.floor((dayOf(at) + 3) / 7))),
      );
      const lengths = [...steps].map((step) => {
        let length = 1;
        while (steps.has(step + length)) length++;
        return length;
      });
      return Math.max(0, ...lengths);
    }
  }
}

it('when receipts and returns come as they like, then every kind of goal is what a naive count says', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(aPurchase, { maxLength: 9 }), async (purchases) => {
      const { memberId } = await aMember(database.db);
      const bought: Bought[] = [];
      for (const { hours, store, lines, back } of purchases) {
        const at = new Date(START.getTime() + hours * 3_600_000);
        const whole = lines.map(({ kind, spell, ...line }) => ({
          ...line,
          category: spell(line.category),
          sku: `${line.category}-${kind}`,
        }));
        const receipt = await buys(database.db, { memberId, at, storeId: store, lines: whole });
        for (const { line, milli } of back)
          await returns(database.db, receipt, at, { line: line % whole.length, milli });
        bought.push(receipt);
      }
      await compare(memberId, bought);
    }),
    { numRuns: 25, seed: 61, endOnFailure: false },
  );
});

async function compare(memberId: MemberId, bought: Bought[]): Promise<void> {
  for (const goal of GOALS)
    for (const withLine of [false, true])
      for (const withReceipt of [false, true]) {
        const terms = { goal, receipt: withReceipt ? RECEIPT : null, line: withLine ? LINE : null };
        const asked = [{ memberId, from: START, until: UNTIL }];
        const [counted] = await countProgress(database.db, terms, { asked, at: UNTIL, timeZone });
        const told = JSON.stringify({ goal, withLine, withReceipt });
        expect(`${told} ${counted?.progress}`).toBe(
          `${told} ${naive(goal, bought, { withLine, withReceipt })}`,
        );
      }
}
