// Random life against the simplest possible books: receipts with burns and caps, points that wait, returns under either
// policy, holds, expiry. Whatever is done in whatever order, the database must say the same after every step, and the
// audit must find nothing. BOOKS_RUNS=1000 BOOKS_STEPS=50 for the long run; the seed and the path of a failure are printed,
// BOOKS_SEED and BOOKS_PATH repeat it.
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { activateLots } from '#src/core/ledger/activate-lots.ts';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { captureHold } from '#src/core/ledger/capture-hold.ts';
import { expireLots } from '#src/core/ledger/expire-lots.ts';
import { openHold } from '#src/core/ledger/open-hold.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { expireHolds, voidHold } from '#src/core/ledger/void-hold.ts';
import { receiptDesk } from '#src/core/receipts/receipt-desk.ts';
import { returnReceipt } from '#src/core/receipts/return-receipt.ts';
import { Refusal } from '#src/core/refusal.ts';
import { excludeCategory } from '#src/core/stores/exclude-category.ts';
import { type Tx, transaction } from '#src/db/client.ts';
import { currency, programme } from '#src/db/schema/stores.ts';
import { addMonthsIn } from '#src/lib/add-months.ts';
import { type FixedClock, fixedClock } from '#src/lib/clock.ts';
import type { HoldId, StaffId } from '#src/lib/id.ts';
import { startOfDay } from '#src/lib/zoned.ts';
import { type AMember, aMember, aReceipt, aShop, give, NOON, STORE } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { fresh } from '#test/support/fresh.ts';
import { PlainBooks } from './plain-books.ts';

const database = useDatabase();
const MINUTE_MS = 60_000;
const KYIV = 'Europe/Kyiv';
const CAP_RECEIPT = 20n;
const CAP_DAY = 30n;
const staffId: StaffId = 'stf_00000000000000000001';

const who = fc.nat(2);
const command = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('receipt' as const),
      who,
      amountMinor: fc.bigInt(1n, 500_00n),
      pieces: fc.integer({ min: 1, max: 4 }),
      burn: fc.bigInt(0n, 12n),
      tobaccoMinor: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 900_00 })),
      times: fc.integer({ min: 1, max: 3 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('return' as const),
      who,
      which: fc.nat(5),
      /** 0: the tobacco. */
      pieces: fc.integer({ min: 0, max: 4 }),
      times: fc.integer({ min: 1, max: 2 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('give' as const),
      who,
      amount: fc.bigInt(1n, 30n),
      days: fc.integer({ min: 1, max: 90 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('hold' as const),
      who,
      amount: fc.bigInt(1n, 15n),
      minutes: fc.integer({ min: 1, max: 60 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('capture' as const),
      who,
      which: fc.nat(2),
      amount: fc.bigInt(1n, 15n),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('void' as const), who, which: fc.nat(2) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      minutes: fc.integer({ min: 1, max: 40 * 1_440 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('let time pass over' as const) }) },
);
/** What differs from one life to the next. */
const terms = fc.record({
  returnPolicy: fc.constantFrom('debt' as const, 'negative' as const),
  pendingHours: fc.constantFrom(0, 30),
});
type Terms = typeof terms extends fc.Arbitrary<infer T> ? T : never;
type Command = typeof command extends fc.Arbitrary<infer T> ? T : never;

interface Person {
  member: AMember;
  books: PlainBooks;
}

interface Life {
  clock: FixedClock;
  people: Person[];
  terms: Terms;
  /** Makes keys that are never used twice. */
  next: () => string;
}

beforeAll(async () => {
  await aShop(database.db, {}, { expiryMonths: 1, capReceipt: CAP_RECEIPT, capDay: CAP_DAY });
  const tobacco = { category: 'Тютюн', excluded: true, actor: staffId, at: NOON };
  await inside((tx) => excludeCategory(tx, tobacco));
});

const inside = <T>(work: (tx: Tx) => Promise<T>) => transaction(database.db, work);
const refused = (error: unknown) => {
  if (!(error instanceof Refusal)) throw error;
  return error;
};

/** Sets the programme to the terms of a life. */
async function agreeOn({ returnPolicy, pendingHours }: Terms): Promise<void> {
  await inside(async (tx) => {
    await tx.update(programme).set({ returnPolicy });
    const pending = pendingHours > 0 ? ('hours' as const) : ('none' as const);
    await tx.update(currency).set({ pending, pendingAmount: pendingHours });
  });
}

async function live(each: Command, life: Life): Promise<void> {
  const { clock, people, next } = life;
  const at = clock.now();
  const now = at.getTime();
  if (each.do === 'wait') {
    clock.advance(each.minutes * MINUTE_MS);
    return;
  }
  if (each.do === 'let time pass over') {
    await inside((tx) => expireHolds(tx, at, 1_000));
    await inside((tx) => activateLots(tx, at, 1_000));
    await inside((tx) => expireLots(tx, at, 1_000));
    for (const { books } of people) {
      books.expireHolds(now);
      books.expireLots(now);
    }
    return;
  }
  const person = people[each.who];
  if (!person) return;
  const { memberId } = person.member;
  const { books } = person;
  if (each.do === 'give') {
    const expiresAt = new Date(now + each.days * 1_440 * MINUTE_MS);
    await inside((tx) => give(tx, { memberId, amount: each.amount, expiresAt, at }));
    books.gain(next(), each.amount, { activeAt: now, expiresAt: expiresAt.getTime() });
  }
  if (each.do === 'receipt') await buy(each, person, life);
  if (each.do === 'return') await bringBack(each, person, life);
  if (each.do === 'hold') {
    const { amount, minutes } = each;
    books.expireHolds(now);
    const opened = await inside((tx) =>
      openHold(tx, { memberId, key: next(), amount, minutes, askedBy: staffId, at }),
    ).catch(refused);
    expect(opened instanceof Refusal).toBe(books.spendable(now) < amount);
    if (!(opened instanceof Refusal))
      books.hold(opened.holdId, amount, { at: now, until: now + minutes * MINUTE_MS });
    else await inside((tx) => expireHolds(tx, at, 1_000));
    for (const other of people) other.books.expireHolds(now);
    await inside((tx) => expireHolds(tx, at, 1_000));
  }
  if (each.do === 'capture' || each.do === 'void') {
    const hold = books.holds[each.which % Math.max(1, books.holds.length)];
    if (!hold) return;
    const holdId = hold.id as HoldId;
    const kept = hold.kept.reduce((sum, lot) => sum + lot.amount, 0n);
    if (each.do === 'void') {
      await inside((tx) => voidHold(tx, { holdId, at }));
      books.endHold(hold.id, 0n);
      return;
    }
    const captured = await inside((tx) => captureHold(tx, { holdId, amount: each.amount, at })).catch(
      refused,
    );
    expect(captured instanceof Refusal).toBe(each.amount > kept || hold.until <= now);
    if (!(captured instanceof Refusal)) books.endHold(hold.id, each.amount);
  }
}

async function buy(
  { amountMinor, pieces, burn, tobaccoMinor, times }: Extract<Command, { do: 'receipt' }>,
  { member: { memberId }, books }: Person,
  { clock, next, terms: { pendingHours } }: Life,
): Promise<void> {
  const at = clock.now();
  const desk = receiptDesk({ sql: database.sql, ...fresh(database.db), clock });
  const amount = Number(amountMinor);
  const line = {
    sku: '1',
    name: 'Хліб',
    category: 'Хліб',
    quantityMilli: pieces * 1_000,
    priceMinor: amount,
  };
  const lines = [{ ...line, discountMinor: 0, amountMinor: amount }];
  const tobacco = { ...line, category: 'Тютюн', quantityMilli: 1_000, priceMinor: tobaccoMinor };
  if (tobaccoMinor > 0) lines.push({ ...tobacco, discountMinor: 0, amountMinor: tobaccoMinor });
  const sum = amountMinor + BigInt(tobaccoMinor);
  const input = aReceipt({ externalId: next(), amountMinor: sum, burn, lines, occurredAt: at });
  // Sent several times at once, as an impatient till does.
  const answers = await Promise.allSettled(
    Array.from({ length: times }, () => desk.accept(input, { memberId })),
  );
  const enough = burn <= books.spendable(at.getTime());
  for (const answer of answers) {
    if (enough)
      expect(answer, String((answer as { reason?: unknown }).reason)).toMatchObject({ status: 'fulfilled' });
    else expect(answer).toMatchObject({ status: 'rejected', reason: expect.any(Refusal) });
  }
  if (!enough) return;
  const drawn = books.burn(burn, at.getTime());
  const paid = amountMinor - burn * 100n;
  const byRule = paid > 0n ? (paid * 500n) / 1_000_000n : 0n;
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone: KYIV }).format(at);
  const today = books.earnedOn.get(day) ?? 0n;
  const left = CAP_DAY - today > 0n ? CAP_DAY - today : 0n;
  const earned = [byRule, CAP_RECEIPT, left].reduce((least, each) => (each < least ? each : least));
  books.earnedOn.set(day, today + earned);
  books.boughtOn.set(input.externalId, day);
  const activeAt = new Date(at.getTime() + pendingHours * 60 * MINUTE_MS);
  const expiresAt = startOfDay(addMonthsIn(activeAt, 1, KYIV).getTime(), KYIV, 1);
  books.gain(input.externalId, earned, { activeAt: activeAt.getTime(), expiresAt });
  const nothing = { returned: 0, moneyBack: 0n, takenBack: 0n, expired: 0n, givenBack: 0n };
  const bought = { id: input.externalId, pieces, amountMinor, earned, burnt: burn, drawn };
  books.receipts.push({ ...nothing, ...bought, tobaccoLeft: lines.length > 1 });
  for (const answer of answers)
    expect(answer).toMatchObject({ value: { earned, burnt: burn, balance: books.balance() } });
}

async function bringBack(
  { which, pieces, times }: Extract<Command, { do: 'return' }>,
  { books }: Person,
  { clock, next }: Life,
): Promise<void> {
  const bought = books.receipts[which % Math.max(1, books.receipts.length)];
  if (!bought) return;
  const at = clock.now();
  const known = await fresh(database.db).known();
  const input = {
    storeId: STORE,
    receiptExternalId: bought.id,
    externalId: next(),
    what: { lines: [{ lineNo: pieces === 0 ? 2 : 1, quantityMilli: pieces * 1_000 || 1_000 }] },
    acceptedBy: staffId,
    occurredAt: at,
  };
  const answers = await Promise.allSettled(
    Array.from({ length: times }, () => inside((tx) => returnReceipt(tx, { ...input, at, known }))),
  );
  const tooMuch = pieces === 0 ? !bought.tobaccoLeft : bought.returned + pieces > bought.pieces;
  for (const answer of answers) {
    if (tooMuch) expect(answer).toMatchObject({ status: 'rejected', reason: expect.any(Refusal) });
    else expect(answer).toMatchObject({ status: 'fulfilled' });
  }
  if (tooMuch) return;
  // Points neither pay for it nor come with it.
  if (pieces === 0) bought.tobaccoLeft = false;
  const before = bought.takenBack;
  books.bringBack(bought, pieces, at.getTime());
  // What was taken back on the day it was earned can be earned again on that day; a later day forgets it.
  const [day, earned] = [...books.earnedOn].at(-1) ?? [];
  const boughtOn = books.boughtOn.get(bought.id);
  if (day !== undefined && day === boughtOn) {
    const rest = (earned ?? 0n) - (bought.takenBack - before);
    books.earnedOn.set(day, rest > 0n ? rest : 0n);
  }
}

/** What the database must say of a person now. */
function told(books: PlainBooks, { terms: { returnPolicy }, clock }: Life) {
  const balance = books.balance();
  return {
    balance: balance > 0n || returnPolicy === 'negative' ? balance : 0n,
    debt: books.owed,
    spendable: books.spendable(clock.now().getTime()),
  };
}

test('the books agree with plain books after any life', { timeout: 3_600_000 }, async () => {
  const { BOOKS_RUNS = '15', BOOKS_STEPS = '50', BOOKS_SEED, BOOKS_PATH } = process.env;
  const steps = Number(BOOKS_STEPS);
  const commands = fc.array(command, { minLength: Math.min(10, steps), maxLength: steps, size: 'max' });
  let keys = 0;
  const next = () => `k${++keys}`;
  await fc.assert(
    fc.asyncProperty(terms, commands, async (agreed, lived) => {
      await agreeOn(agreed);
      const clock = fixedClock(NOON);
      const people: Person[] = [];
      for (let n = 0; n < 3; n++)
        people.push({ member: await aMember(database.db), books: new PlainBooks() });
      const life = { clock, people, terms: agreed, next };
      for (const each of lived) {
        await live(each, life);
        for (const { member, books } of people) {
          const { balance, debt, spendable } = await readBalance(database.db, member.memberId, clock.now());
          expect({ balance, debt, spendable }).toEqual(told(books, life));
        }
      }
      expect((await auditLedger(database.db)).findings).toEqual([]);
    }),
    {
      numRuns: Number(BOOKS_RUNS),
      endOnFailure: true,
      ...(BOOKS_SEED && { seed: Number(BOOKS_SEED) }),
      ...(BOOKS_PATH && { path: BOOKS_PATH }),
    },
  );
});
