// What stamp cards gave on a past day counts for the caps of that day, also where a free piece took as much or more.
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { postTransfer } from '#src/core/ledger/post-transfer.ts';
import { acceptLate } from '#src/core/receipts/accept-late.ts';
import { receiptDesk } from '#src/core/receipts/receipt-desk.ts';
import type { ReceiptInput } from '#src/core/receipts/receipt-input.ts';
import { returnReceipt } from '#src/core/receipts/return-receipt.ts';
import { createRule } from '#src/core/rules/create-rule.ts';
import { publishRule } from '#src/core/rules/publish-rule.ts';
import { readRule } from '#src/core/rules/read-rule.ts';
import { findTemplate } from '#src/core/rules/templates.ts';
import { transaction } from '#src/db/client.ts';
import { currency } from '#src/db/schema/stores.ts';
import { fixedClock } from '#src/lib/clock.ts';
import type { MemberId } from '#src/lib/id.ts';
import { aMember, aReceipt, aShop, NOON, STORE } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { fresh } from '#test/support/fresh.ts';

const database = useDatabase();
const clock = fixedClock(NOON);
const DAY_MS = 86_400_000;
/** Hours after noon of the day that is told late. */
const then = (hours = 0) => new Date(NOON.getTime() - 3 * DAY_MS + hours * 3_600_000);

/** The eleventh cup is free, and a day brings fifteen stamps at most: by the rule or by the currency. */
beforeAll(async () => {
  await aShop(database.db);
  const stamps = { currency: 'stamps', kind: 'stickers' as const, names: {}, expiry: 'never' as const };
  await database.db.insert(currency).values([stamps, { ...stamps, currency: 'seals', capDay: 15n }]);
  await aCard('stamps', 'Кава', { caps: { memberDay: 15 } });
  await aCard('seals', 'Чай', {});
});
beforeEach(() => clock.set(NOON));

async function aCard(code: string, category: string, more: object): Promise<void> {
  const card = findTemplate('stampCard')?.build({ currency: code, categories: [category], need: 10 });
  const by = { actor: 'stf_00000000000000000001', at: new Date(NOON.getTime() - 9 * DAY_MS) };
  await transaction(database.db, async (tx) => {
    const ruleId = await createRule(tx, { name: code, definition: { ...card, ...more }, ...by });
    const { changedAt } = await readRule(tx, ruleId);
    await publishRule(tx, { ruleId, changedAt, resetBudget: false, ...by });
  });
}

/** Each number a line of so many cups. */
function cups(category: string, occurredAt: Date, ...pieces: number[]): ReceiptInput {
  const lines = pieces.map((count) => ({
    sku: category,
    name: category,
    category,
    quantityMilli: count * 1_000,
    priceMinor: 60_00,
    amountMinor: count * 60_00,
    discountMinor: 0,
  }));
  const all = pieces.reduce((sum, count) => sum + count, 0);
  return aReceipt({ occurredAt, lines, amountMinor: BigInt(all * 60_00) });
}

/** At the till; what a receipt of today has begun makes every day before it a past one. */
async function buy(memberId: MemberId, input: ReceiptInput) {
  const desk = receiptDesk({ sql: database.sql, ...fresh(database.db), clock });
  await desk.accept(input, { memberId });
}
async function bring(memberId: MemberId, ...receipts: ReceiptInput[]) {
  const brought = receipts.map((input) => ({ input, member: { memberId } }));
  await acceptLate({ sql: database.sql, ...fresh(database.db), clock }, brought);
}
async function bringBack({ externalId }: ReceiptInput, lineNo: number, pieces: number) {
  const known = await fresh(database.db).known();
  const at = clock.now();
  const what = { lines: [{ lineNo, quantityMilli: pieces * 1_000 }] };
  const named = { storeId: STORE, receiptExternalId: externalId, externalId: `${externalId} back`, what };
  await transaction(database.db, (tx) =>
    returnReceipt(tx, { ...named, acceptedBy: 'key', occurredAt: at, at, known }),
  );
}
/** The stamps that a receipt has given, whatever a free piece has taken. */
async function given(input: ReceiptInput): Promise<number> {
  const [row] = await database.sql<{ points: bigint }[]>`
    select coalesce(sum((p.part->>'points')::bigint), 0)::bigint as points from receipt r
      cross join lateral (
        select t.reason->'parts' as parts from transfer t
        where t.member_id = r.member_id and t.receipt_id = r.receipt_id and t.kind in ('earn', 'stamp')
          and t.currency <> 'points'
        union all
        select n.award->'parts' from jsonb_array_elements(r.told->'netted') as n(award)) g
      cross join lateral jsonb_array_elements(g.parts) as p(part)
    where r.external_id = ${input.externalId} and (p.part->>'points')::bigint > 0`;
  return Number(row?.points);
}

describe.each([
  ['the rule', 'stamps', 'Кава'],
  ['the currency', 'seals', 'Чай'],
])('a cap of the day that %s has', (_, code, category) => {
  async function someone(balance = 0n): Promise<MemberId> {
    const { memberId } = await aMember(database.db);
    const at = then(-72);
    const gift = { memberId, currency: code, kind: 'adjust', account: 'adjusted', key: 'given' } as const;
    if (balance > 0n)
      await transaction(database.db, (tx) =>
        postTransfer(tx, { ...gift, amount: balance, occurredAt: at, recordedAt: at }),
      );
    return memberId;
  }

  test('when a receipt has filled a card and emptied it, then those of the day that are told later see it', async () => {
    const memberId = await someone();
    await buy(memberId, cups(category, then(), 11));
    await buy(memberId, aReceipt());
    const [before, after] = [cups(category, then(-2), 3), cups(category, then(2), 4)];
    await bring(memberId, before, after);
    expect([await given(before), await given(after)]).toEqual([3, 2]);
  });

  test('when such a receipt is told later itself, then it is trimmed by what the day has had', async () => {
    const memberId = await someone();
    await buy(memberId, cups(category, then(), 8));
    await buy(memberId, aReceipt());
    // Two fill the card; the next is free; five are left of the day's fifteen.
    const late = cups(category, then(-1), 11);
    const last = cups(category, then(1), 2);
    await bring(memberId, late);
    await bring(memberId, last);
    expect([await given(late), await given(last)]).toEqual([7, 0]);
  });

  test('when a receipt has given more than it took, or less, then all that it gave counts', async () => {
    const [more, less] = [await someone(), await someone(5n)];
    await buy(more, cups(category, then(), 12));
    await buy(less, cups(category, then(), 6));
    const late: ReceiptInput[] = [];
    for (const memberId of [more, less]) {
      await buy(memberId, aReceipt());
      const brought = cups(category, then(1), 9);
      late.push(brought, cups(category, then(2), 5));
      await bring(memberId, ...late.slice(-2));
    }
    const counts = await Promise.all(late.map(given));
    // Eleven and four; five, nine and one.
    expect(counts).toEqual([4, 0, 9, 1]);
  });

  test('when a part of such a receipt came back, then the day has so many again', async () => {
    const memberId = await someone();
    const bought = cups(category, then(), 10, 1);
    await buy(memberId, bought);
    await bringBack(bought, 1, 4);
    await buy(memberId, aReceipt());
    const late = cups(category, then(1), 10);
    await bring(memberId, late);
    expect(await given(late)).toBe(9);
  });
});

test('the books are right after all of it', async () => {
  expect((await auditLedger(database.db)).findings).toEqual([]);
});
