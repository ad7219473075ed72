// Random life against the simplest possible books: receipts in two currencies with burns, discounts, caps of currencies and of a
// rule that has a budget, points that wait, returns by line, by sum and whole, cancellations, holds, expiry, under either policy. Whatever is done in whatever
// order, the database must say the same of each currency after every step, and the audit must find nothing.
// BOOKS_RUNS=1000 BOOKS_STEPS=50 for the long run.
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { excludeCategory } from '#src/core/stores/exclude-category.ts';
import { transaction } from '#src/db/client.ts';
import { currency, programme } from '#src/db/schema/stores.ts';
import { fixedClock } from '#src/lib/clock.ts';
import { aMember, aShop, NOON, STORE } from '#test/support/a-shop.ts';
import { auditAnew } from '#test/support/audit-anew.ts';
import { checkModel, sequence } from '#test/support/check-model.ts';
import { useDatabase } from '#test/support/database.ts';
import { publishRule } from '#test/support/publish-rule.ts';
import { command, type Terms, terms } from './books-commands.ts';
import { type Life, live, OF_BREAD, STAFF, TERMS } from './live-books.ts';
import { moneyBack, PlainBooks, type PlainBudget } from './plain-books.ts';
import { CURRENCIES, type Currency, sum } from './plain-till.ts';

const database = useDatabase();
const BREAD_RULE = 'rul_00000000000000000084';
const steps = Number(process.env.BOOKS_STEPS ?? 50);

// plain-till.ts says the same a second time.
beforeAll(async () => {
  const { months: expiryMonths, ...caps } = TERMS.points;
  await aShop(database.db, {}, { expiryMonths, ...caps });
  // Nobody rises: the share that comes back stays 5 %.
  await database.sql`update tier set from_turnover_minor = 1000000 * from_turnover_minor`;
  await database.db
    .insert(currency)
    .values({ currency: 'stars', kind: 'points', expiryMonths: TERMS.stars.months, ...TERMS.stars });
  const cheese = { field: 'line.category', is: 'is' as const, value: 'Сир' };
  const bread = { ...cheese, value: 'Хліб' };
  await publishRule(database, 'rul_00000000000000000081', {
    effects: [{ kind: 'discountShare', shareBp: 1_000, on: 'lines', where: cheese }],
    priority: 30,
  });
  await publishRule(database, 'rul_00000000000000000082', {
    effects: [{ kind: 'discountSum', amountMinor: 5_00, on: 'receipt' }],
    when: { lines: 'any', where: bread },
    priority: 20,
  });
  await publishRule(database, 'rul_00000000000000000083', {
    effects: [{ kind: 'per', currency: 'stars', points: 2, perMinor: 30_00, where: cheese }],
  });
  await publishRule(database, BREAD_RULE, {
    effects: [{ kind: 'perPiece', currency: 'points', points: 3, where: bread }],
    caps: { receipt: OF_BREAD.capReceipt, memberDay: OF_BREAD.capDay, member: null },
  });
  await database.sql`insert into rule_budget (rule_id, points) values (${BREAD_RULE}, 1)`;
  await transaction(database.db, (tx) =>
    excludeCategory(tx, { category: 'Тютюн', excluded: true, actor: STAFF, at: NOON }),
  );
});

/** Sets the programme to the terms of a life. */
async function agreeOn({ returnPolicy, pendingHours, budget }: Terms): Promise<void> {
  await database.sql`update rule_budget set points = ${budget}, spent = 0 where rule_id = ${BREAD_RULE}`;
  await database.sql`update rule_version set definition = jsonb_set(definition, '{budget}', to_jsonb(${budget}::integer))
    where rule_id = ${BREAD_RULE}`;
  await database.db.update(programme).set({ returnPolicy });
  for (const each of CURRENCIES) {
    const pendingAmount = pendingHours[each];
    const pending = pendingAmount > 0 ? 'hours' : 'none';
    await database.sql`update currency set ${database.sql({ pending, pending_amount: pendingAmount })} where currency = ${each}`;
  }
}

/** What the database must say of a purse now. */
function told(books: PlainBooks, { terms: { returnPolicy }, clock }: Life, of: Currency) {
  const purse = books.purses[of];
  const balance = purse.balance();
  return {
    balance: balance > 0n || returnPolicy === 'negative' ? balance : 0n,
    debt: purse.owed,
    spendable: purse.spendable(clock.now().getTime()),
  };
}

async function comparePurses(life: Life, after: string): Promise<void> {
  const at = life.clock.now();
  const purses = life.people.flatMap((person, n) => CURRENCIES.map((of) => ({ ...person, of, n })));
  const found = await Promise.all(
    purses.map(({ member, of }) => readBalance(database.db, member.memberId, at, of)),
  );
  for (const [place, { books, of, n }] of purses.entries()) {
    const { balance, debt, spendable } = found[place] ?? {};
    const named = `${of} of member ${n} after "${after}"`;
    expect({ balance, debt, spendable }, named).toEqual(told(books, life, of));
  }
}

async function compareBudget({ spent }: PlainBudget, after: string): Promise<void> {
  const [found] = await database.sql`select spent from rule_budget where rule_id = ${BREAD_RULE}`;
  expect(found, `the budget after "${after}"`).toEqual({ spent: BigInt(spent) });
}

async function compareReceipts({ people }: Life): Promise<void> {
  for (const { member, books } of people) {
    const rows = await database.sql`
      select external_id as id, state, returned_minor from receipt
      where store_id = ${STORE} and member_id = ${member.memberId} order by receipt_id`;
    const expected = books.receipts.map((bought) => ({
      id: bought.id,
      state: bought.state,
      returned_minor: BigInt(sum(moneyBack(bought))),
    }));
    expect([...rows]).toEqual(expected);
  }
}

test('the books agree with plain books after any life', { timeout: 3_600_000 }, async ({ task }) => {
  const audit = auditAnew(database);
  let keys = 0;
  await checkModel(task, {
    name: 'BOOKS',
    runs: 7,
    lives: fc.tuple(terms, sequence(command, steps)),
    async live([agreed, commands]) {
      await agreeOn(agreed);
      const budget = { points: agreed.budget, spent: 0 };
      const people = [];
      for (let n = 0; n < 3; n++)
        people.push({ member: await aMember(database.db), books: new PlainBooks(budget) });
      const next = () => `k${++keys}`;
      const life: Life = { database, clock: fixedClock(NOON), people, terms: agreed, next };
      for (const each of commands) {
        await live(each, life);
        await comparePurses(life, each.do);
        await compareBudget(budget, each.do);
      }
      await compareReceipts(life);
      expect(await audit()).toEqual([]);
      return commands.length;
    },
  });
});
