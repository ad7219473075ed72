import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { expireLots } from '#src/core/ledger/expire-lots.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { readMember } from '#src/core/members/read-member.ts';
import type { ReturnedWhat } from '#src/core/receipts/choose-return.ts';
import { receiptDesk } from '#src/core/receipts/receipt-desk.ts';
import type { ReceiptLine } from '#src/core/receipts/receipt-input.ts';
import { returnReceipt } from '#src/core/receipts/return-receipt.ts';
import { Refusal } from '#src/core/refusal.ts';
import { excludeCategory } from '#src/core/stores/exclude-category.ts';
import { transaction } from '#src/db/client.ts';
import { fixedClock } from '#src/lib/clock.ts';
import { type AMember, aMember, aReceipt, aShop, NOON, STORE } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { fresh } from '#test/support/fresh.ts';

const database = useDatabase();
const clock = fixedClock(NOON);
const DAY_MS = 86_400_000;

beforeAll(async () => {
  await aShop(database.db);
  await transaction(database.db, (tx) =>
    excludeCategory(tx, { category: 'Тютюн', excluded: true, actor: 'stf_00000000000000000001', at: NOON }),
  );
});
beforeEach(() => clock.set(NOON));

function aLine(fields: Partial<ReceiptLine> = {}): ReceiptLine {
  return {
    sku: '1',
    name: 'Хліб',
    category: 'Хліб',
    quantityMilli: 1_000,
    priceMinor: 100_00,
    discountMinor: 0,
    amountMinor: 100_00,
    ...fields,
  };
}

async function bought(
  member: AMember,
  fields: { lines?: ReceiptLine[]; amountMinor?: bigint; burn?: bigint } = {},
) {
  const { lines = [], burn = 0n } = fields;
  const amountMinor = fields.amountMinor ?? BigInt(lines.reduce((sum, line) => sum + line.amountMinor, 0));
  const input = aReceipt({ amountMinor, burn, lines, occurredAt: clock.now() });
  const desk = receiptDesk({ sql: database.sql, ...fresh(database.db), clock });
  await desk.accept(input, { memberId: member.memberId });
  return input.externalId;
}

let returns = 0;

async function brings(
  receiptExternalId: string,
  what: ReturnedWhat,
  { externalId = `back${++returns}`, cancels = false }: { externalId?: string; cancels?: boolean } = {},
) {
  const known = await fresh(database.db).known();
  const at = clock.now();
  const input = {
    storeId: STORE,
    receiptExternalId,
    externalId,
    what,
    cancels,
    acceptedBy: 'key',
    occurredAt: at,
  };
  return transaction(database.db, (tx) => returnReceipt(tx, { ...input, at, known }));
}

const points = ({ memberId }: AMember) => readBalance(database.db, memberId, clock.now());
const refusal = (code: string) => expect.objectContaining({ code });

async function booksAreRight() {
  expect((await auditLedger(database.db)).findings).toEqual([]);
}

describe('a return', () => {
  test('of a whole receipt takes back what it earned and gives back what it burnt', async () => {
    const member = await aMember(database.db, { balance: 60n });
    const receipt = await bought(member, { amountMinor: 200_00n, burn: 60n });
    expect((await points(member)).balance).toBe(7n);
    const back = await brings(receipt, 'all');
    expect(back).toMatchObject({
      outcome: 'returned',
      amountMinor: 200_00n,
      takenBack: 7n,
      givenBack: 60n,
      owed: 0n,
    });
    expect((await points(member)).balance).toBe(60n);
    expect((await readMember(database.db, member.memberId)).turnoverMinor).toBe(0n);
    await booksAreRight();
  });

  test('told again changes nothing, and another one under its key is refused', async () => {
    const member = await aMember(database.db);
    const receipt = await bought(member, { lines: [aLine(), aLine({ sku: '2' })] });
    const first = await brings(
      receipt,
      { lines: [{ lineNo: 1, quantityMilli: 1_000 }] },
      { externalId: 'same' },
    );
    const again = await brings(
      receipt,
      { lines: [{ lineNo: 1, quantityMilli: 1_000 }] },
      { externalId: 'same' },
    );
    expect(again).toEqual({ ...first, outcome: 'replayed' });
    await expect(brings(receipt, 'all', { externalId: 'same' })).rejects.toEqual(refusal('return_differs'));
    expect((await points(member)).balance).toBe(5n);
  });

  test('of a line takes back the points of that line alone', async () => {
    const member = await aMember(database.db);
    const receipt = await bought(member, {
      lines: [aLine({ amountMinor: 300_00 }), aLine({ sku: '2', amountMinor: 100_00 })],
    });
    expect((await points(member)).balance).toBe(20n);
    expect(await brings(receipt, { lines: [{ lineNo: 2, quantityMilli: 1_000 }] })).toMatchObject({
      amountMinor: 100_00n,
      takenBack: 5n,
    });
    expect(await brings(receipt, 'all')).toMatchObject({ amountMinor: 300_00n, takenBack: 15n });
    await booksAreRight();
  });

  test('when more comes back than was bought, then it is refused and says how much is left', async () => {
    const member = await aMember(database.db);
    const receipt = await bought(member, { lines: [aLine({ quantityMilli: 2_000 })] });
    await brings(receipt, { lines: [{ lineNo: 1, quantityMilli: 1_500 }] });
    const rest = brings(receipt, { lines: [{ lineNo: 1, quantityMilli: 600 }] });
    await expect(rest).rejects.toMatchObject({
      code: 'return_above_bought',
      details: { lineNo: 1, left: 500 },
    });
    await brings(receipt, 'all');
    await expect(brings(receipt, 'all')).rejects.toEqual(refusal('already_returned'));
    await expect(brings('never sold', 'all')).rejects.toEqual(refusal('receipt_not_found'));
  });

  test('after the points were spent leaves a debt that the next points pay', async () => {
    const member = await aMember(database.db);
    const receipt = await bought(member, { amountMinor: 1_000_00n });
    await bought(member, { amountMinor: 100_00n, burn: 50n });
    const back = await brings(receipt, 'all');
    expect(back).toMatchObject({ takenBack: 50n, owed: 48n });
    expect(await points(member)).toMatchObject({ balance: 0n, debt: 48n, spendable: 0n });
    await bought(member, { amountMinor: 2_000_00n });
    expect(await points(member)).toMatchObject({ balance: 52n, debt: 0n, spendable: 52n });
    await booksAreRight();
  });

  test('gives burnt points back with the expiry that they had', async () => {
    const expiresAt = new Date('2026-06-01T00:00:00Z');
    const member = await aMember(database.db, { balance: 40n, expiresAt });
    const receipt = await bought(member, { amountMinor: 100_00n, burn: 40n });
    await brings(receipt, { amountMinor: 50_00 });
    expect((await points(member)).nextExpiry).toEqual({ amount: 20n, expiresAt });
    await booksAreRight();
  });

  test('does not take again what has expired unused', async () => {
    const member = await aMember(database.db);
    const receipt = await bought(member, { amountMinor: 1_000_00n });
    clock.advance(400 * DAY_MS);
    await transaction(database.db, (tx) => expireLots(tx, clock.now(), 100));
    expect(await brings(receipt, 'all')).toMatchObject({ takenBack: 0n, owed: 0n });
    expect(await points(member)).toMatchObject({ balance: 0n, debt: 0n });
    await booksAreRight();
  });

  test('of a sale that never was leaves the receipt cancelled', async () => {
    const member = await aMember(database.db);
    const receipt = await bought(member, { amountMinor: 100_00n });
    await brings(receipt, 'all', { cancels: true });
    const [row] =
      await database.sql`select state, returned_minor from receipt where external_id = ${receipt}`;
    expect(row).toMatchObject({ state: 'cancelled', returned_minor: 100_00n });
  });

  test('fifty times at once returns once', async () => {
    const member = await aMember(database.db);
    const receipt = await bought(member, { amountMinor: 1_000_00n });
    const answers = await Promise.allSettled(
      Array.from({ length: 50 }, (_, n) => brings(receipt, 'all', { externalId: `race ${n % 2}` })),
    );
    const done = answers.filter((each) => each.status === 'fulfilled' && each.value.outcome === 'returned');
    expect(done).toHaveLength(1);
    for (const each of answers) if (each.status === 'rejected') expect(each.reason).toBeInstanceOf(Refusal);
    expect((await points(member)).balance).toBe(0n);
    await booksAreRight();
  });

  test('in parts and in any order ends as a whole return does', async () => {
    const lines = fc.array(
      fc.record({
        amountMinor: fc.integer({ min: 1, max: 500_00 }),
        pieces: fc.integer({ min: 1, max: 4 }),
        category: fc.constantFrom('Хліб', 'Тютюн'),
      }),
      { minLength: 1, maxLength: 5 },
    );
    await fc.assert(
      fc.asyncProperty(
        lines,
        fc.nat(60),
        fc.array(fc.tuple(fc.nat(4), fc.integer({ min: 1, max: 4_000 }))),
        async (told, burn, parts) => {
          const member = await aMember(database.db, { balance: 100n });
          const basket = told.map(({ pieces, ...line }, place) =>
            aLine({ ...line, sku: String(place), quantityMilli: pieces * 1_000 }),
          );
          const amountMinor = BigInt(basket.reduce((sum, line) => sum + line.amountMinor, 0));
          const paid = BigInt(burn) * 100n > amountMinor ? amountMinor / 100n : BigInt(burn);
          const receipt = await bought(member, { lines: basket, burn: paid });
          for (const [place, quantityMilli] of parts) {
            const what = { lines: [{ lineNo: (place % basket.length) + 1, quantityMilli }] };
            await brings(receipt, what).catch((error: unknown) => expect(error).toBeInstanceOf(Refusal));
          }
          await brings(receipt, 'all').catch((error: unknown) =>
            expect(error).toMatchObject({ code: 'already_returned' }),
          );
          expect((await points(member)).balance).toBe(100n);
        },
      ),
      { numRuns: 25 },
    );
    await booksAreRight();
  });
});

describe('what was paid for a line', () => {
  test('when a till took something off the whole receipt, then its share comes back with the line', async () => {
    const member = await aMember(database.db);
    const receipt = await bought(member, {
      amountMinor: 100_00n,
      lines: [aLine(), aLine({ sku: '2' })],
    });
    expect(await brings(receipt, { lines: [{ lineNo: 1, quantityMilli: 1_000 }] })).toMatchObject({
      amountMinor: 50_00n,
    });
    expect(await brings(receipt, 'all')).toMatchObject({ amountMinor: 50_00n });
    await booksAreRight();
  });

  test('when one key comes for two receipts at once, then one counts and the other is refused', async () => {
    const receipts = await Promise.all(
      [1, 2].map(async () => await bought(await aMember(database.db), { amountMinor: 500_00n })),
    );
    const answers = await Promise.allSettled(
      receipts.map((receipt) => brings(receipt, 'all', { externalId: 'one key' })),
    );
    expect(answers.map((each) => each.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(answers.find((each) => each.status === 'rejected')?.reason).toEqual(refusal('return_differs'));
    await booksAreRight();
  });
});

describe('what points had paid', () => {
  const line = (lineNo: number) => ({ lines: [{ lineNo, quantityMilli: 1_000 }] });
  const tobaccoAndBread = async (member: AMember) =>
    await bought(member, {
      lines: [aLine({ category: 'Тютюн', amountMinor: 900_00 }), aLine()],
      burn: 50n,
    });
  /** As returns were shared out before goods that points cannot pay were told apart. */
  const asBefore = async (receipt: string, what: ReturnedWhat) => {
    const mark = (excluded: boolean) =>
      database.sql`update receipt_line l set excluded = ${excluded} from receipt r
        where r.external_id = ${receipt} and l.receipt_id = r.receipt_id and l.category = 'Тютюн'`;
    await mark(false);
    const back = await brings(receipt, what);
    await mark(true);
    return back;
  };

  test('comes back with the goods that points could pay', async () => {
    const member = await aMember(database.db, { balance: 60n });
    const receipt = await tobaccoAndBread(member);
    expect(await brings(receipt, line(2))).toMatchObject({ amountMinor: 100_00n, givenBack: 50n });
    expect(await brings(receipt, line(1))).toMatchObject({ amountMinor: 900_00n, givenBack: 0n });
    expect((await points(member)).balance).toBe(60n);
    await booksAreRight();
  });

  test('comes back by its share with what stands on no line', async () => {
    const member = await aMember(database.db, { balance: 60n });
    const receipt = await bought(member, {
      lines: [aLine({ category: 'Тютюн', amountMinor: 900_00 }), aLine()],
      amountMinor: 1_200_00n,
      burn: 60n,
    });
    expect(await brings(receipt, { amountMinor: 100_00 })).toMatchObject({ givenBack: 20n });
    expect(await brings(receipt, line(1))).toMatchObject({ givenBack: 0n });
    expect(await brings(receipt, 'all')).toMatchObject({ givenBack: 40n });
    await booksAreRight();
  });

  test.each([
    [1, 45n, 5n],
    [2, 5n, 45n],
  ])(
    'when line %d came back by the share of all money, then the rest is what is left',
    async (first, was, rest) => {
      const expiresAt = new Date('2026-06-01T00:00:00Z');
      const member = await aMember(database.db, { balance: 60n, expiresAt });
      const receipt = await tobaccoAndBread(member);
      expect(await asBefore(receipt, line(first))).toMatchObject({ givenBack: was });
      expect(await brings(receipt, 'all')).toMatchObject({ givenBack: rest });
      expect(await points(member)).toMatchObject({ balance: 60n, nextExpiry: { amount: 60n, expiresAt } });
      await booksAreRight();
    },
  );

  test('when more came back by the share of all money than is due by now, then nothing is taken again', async () => {
    const member = await aMember(database.db, { balance: 60n });
    const receipt = await bought(member, {
      lines: [aLine({ category: 'Тютюн', amountMinor: 900_00 }), aLine({ quantityMilli: 2_000 })],
      burn: 50n,
    });
    expect(await asBefore(receipt, line(1))).toMatchObject({ givenBack: 45n });
    expect(await brings(receipt, line(2))).toMatchObject({ givenBack: 0n, takenBack: 1n });
    expect(await brings(receipt, 'all')).toMatchObject({ givenBack: 5n });
    expect((await points(member)).balance).toBe(60n);
    await booksAreRight();
  });
});
