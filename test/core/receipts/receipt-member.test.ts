// How far the look at a member's past receipts goes: as far as the rules ask, and no receipt that counts is left out.
import { beforeAll, expect, it } from 'vitest';
import {
  type ReadReceiptMembers,
  readReceiptMemberIn,
  readReceiptMembers,
} from '#src/core/receipts/receipt-member.ts';
import { Refusal } from '#src/core/refusal.ts';
import { compileBook } from '#src/core/rules/compile-book.ts';
import type { Condition } from '#src/core/rules/condition.ts';
import { couponRules } from '#src/core/rules/coupon-rules.ts';
import { transaction } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { aMember, aShop, STORE } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { aRule } from '#test/support/some-rules.ts';

const database = useDatabase();
const DAY_MS = 86_400_000;
const NOW = new Date('2027-05-20T11:00:00Z');
const ago = (days: number) => new Date(NOW.getTime() - days * DAY_MS);
const period = { days: 30 };

beforeAll(() => aShop(database.db));

async function whoBought(
  ...receipts: { daysAgo: number; amountMinor?: number; state?: string }[]
): Promise<MemberId> {
  const { memberId } = await aMember(database.db);
  for (const [no, { daysAgo, amountMinor = 10_00, state = 'closed' }] of receipts.entries())
    await database.sql`
      insert into receipt (member_id, receipt_id, store_id, external_id, number, amount_minor, earned, burnt, balance_after,
        accepted_by, occurred_at, recorded_at, state)
      values (${memberId}, ${`rcp_${memberId}${no}`}, ${STORE}, ${`${memberId}${no}`}, '1', ${amountMinor}, 0, 0, 0, 'test',
        ${ago(daysAgo)}, ${ago(daysAgo)}, ${state})`;
  return memberId;
}

const parts = { currencies: [], tiers: [], pointValueMinor: 100, timeZone: 'Europe/Kyiv' };

function ruleOf(when: Condition) {
  return aRule('a', { when, effects: [{ kind: 'fixed', currency: 'points', points: 1 }] });
}

const bookOf = (when: Condition) => compileBook({ ...parts, rules: [ruleOf(when)] });

/** Days ago of the receipts that are known to rules, of a receipt at each of the moments. */
async function readKnown(
  memberId: MemberId,
  rules: ReadReceiptMembers['rules'],
  moments: Date[],
): Promise<number[][]> {
  const keys = moments.map(() => ({ memberId }));
  const asked = { moments, timeZone: 'Europe/Kyiv', rules, at: NOW };
  const found = await readReceiptMembers(database.sql, keys, asked);
  return found.map((member) => {
    if (member instanceof Refusal) throw member;
    return member.facts.recent.map(({ at }) => (NOW.getTime() - at) / DAY_MS);
  });
}

const known = (memberId: MemberId, when: Condition, moments = [NOW]) =>
  readKnown(memberId, { at: () => bookOf(when) }, moments);

const atLeast = (field: string, value: number): Condition => ({ field, is: 'atLeast', value, period });

it('knows one receipt more than is asked about, the newest, oldest first', async () => {
  const memberId = await whoBought(...[9, 1, 5, 3, 7].map((daysAgo) => ({ daysAgo })));
  expect(await known(memberId, atLeast('member.receipts', 2))).toEqual([[5, 3, 1]]);
});

it('passes over what was cancelled, is too old or comes later', async () => {
  const memberId = await whoBought(
    { daysAgo: 40 },
    { daysAgo: 4 },
    { daysAgo: 3, state: 'cancelled' },
    { daysAgo: 2, state: 'returned' },
    { daysAgo: 1, state: 'partly_returned' },
    { daysAgo: -1 },
  );
  expect(await known(memberId, atLeast('member.receipts', 2))).toEqual([[4, 1]]);
});

it('knows all receipts where their sum is asked', async () => {
  const memberId = await whoBought(...[1, 2, 3, 4, 5].map((daysAgo) => ({ daysAgo })));
  expect(await known(memberId, atLeast('member.spent', 100_00))).toEqual([[5, 4, 3, 2, 1]]);
});

it('looks back from each receipt of a batch: the newest before the first, and all until the last', async () => {
  const memberId = await whoBought(...[1, 2, 3, 4, 5, 6, 7].map((daysAgo) => ({ daysAgo })));
  const both = await known(memberId, atLeast('member.receipts', 1), [ago(4), NOW]);
  expect(both).toEqual([
    [5, 4, 3, 2, 1],
    [5, 4, 3, 2, 1],
  ]);
});

it('knows enough for the rules of each time in a batch, and for those of coupons', async () => {
  const memberId = await whoBought(...[1, 2, 3, 4, 5, 6, 7].map((daysAgo) => ({ daysAgo })));
  const [one, three] = [bookOf(atLeast('member.receipts', 1)), bookOf(atLeast('member.receipts', 3))];
  const before = (moment: Date) => (moment < NOW ? three : one);
  expect(await readKnown(memberId, { at: before }, [ago(2), NOW])).toEqual([
    [5, 4, 3, 2, 1],
    [5, 4, 3, 2, 1],
  ]);
  const coupons = couponRules([ruleOf(atLeast('member.spent', 100_00))], parts);
  expect(await readKnown(memberId, { at: () => one, coupons }, [NOW])).toEqual([[7, 6, 5, 4, 3, 2, 1]]);
});

it('knows as much of one member whose standing a transaction has locked', async () => {
  const memberId = await whoBought(...[9, 1, 5, 3, 7].map((daysAgo) => ({ daysAgo })));
  const rules = { at: () => bookOf(atLeast('member.receipts', 2)) };
  const asked = { moments: [NOW], timeZone: 'Europe/Kyiv', rules, at: NOW };
  const { facts } = await transaction(database.db, (tx) => readReceiptMemberIn(tx, memberId, asked));
  expect(facts.recent.map(({ at }) => (NOW.getTime() - at) / DAY_MS)).toEqual([5, 3, 1]);
});
