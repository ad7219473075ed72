// Does what a command of books-model.test.ts says, to the database and to plain books alike, and compares the answers.
import { expect } from 'vitest';
import { activateLots } from '#src/core/ledger/activate-lots.ts';
import { captureHold } from '#src/core/ledger/capture-hold.ts';
import { expireLots } from '#src/core/ledger/expire-lots.ts';
import { openHold } from '#src/core/ledger/open-hold.ts';
import { expireHolds, voidHold } from '#src/core/ledger/void-hold.ts';
import { cancelReceipt } from '#src/core/receipts/cancel-receipt.ts';
import type { ReturnedWhat } from '#src/core/receipts/choose-return.ts';
import { receiptDesk } from '#src/core/receipts/receipt-desk.ts';
import type { ReceiptTold } from '#src/core/receipts/receipt-input.ts';
import { returnReceipt } from '#src/core/receipts/return-receipt.ts';
import { Refusal } from '#src/core/refusal.ts';
import { type Tx, transaction } from '#src/db/client.ts';
import type { FixedClock } from '#src/lib/clock.ts';
import type { HoldId, StaffId } from '#src/lib/id.ts';
import { type AMember, aReceipt, give, STORE } from '#test/support/a-shop.ts';
import type { TestDatabase } from '#test/support/database.ts';
import { fresh } from '#test/support/fresh.ts';
import type { Command, Of, Terms } from './books-commands.ts';
import type { PlainBooks, What } from './plain-books.ts';
import { dayInKyiv, endOfDayIn } from './plain-calendar.ts';
import {
  type Asked,
  type Bound,
  CURRENCIES,
  type Currency,
  earn,
  earnedOf,
  price,
  sum,
} from './plain-till.ts';

export const STAFF: StaffId = 'stf_00000000000000000001';
/** Of each currency: how long it lives, and what is earned of it at most. */
export const TERMS: Record<Currency, { months: number; capReceipt: bigint; capDay: bigint }> = {
  points: { months: 1, capReceipt: 20n, capDay: 30n },
  stars: { months: 2, capReceipt: 16n, capDay: 25n },
};
/** What bread brings a member at most. */
export const OF_BREAD = { capReceipt: 7, capDay: 8 };
const MINUTE_MS = 60_000;

export interface Person {
  member: AMember;
  books: PlainBooks;
}

export interface Life {
  database: Pick<TestDatabase, 'db' | 'sql'>;
  clock: FixedClock;
  people: Person[];
  terms: Terms;
  /** Makes keys that are never used twice. */
  next: () => string;
}

export async function live(each: Command, life: Life): Promise<void> {
  if (each.do === 'wait') return life.clock.advance(each.minutes * MINUTE_MS);
  if (each.do === 'let time pass over') return letTimePassOver(life);
  const person = life.people[each.who];
  if (!person) return;
  switch (each.do) {
    case 'receipt':
      return buy(each, person, life);
    case 'return':
      return bringBack(each, person, life);
    case 'cancel':
      return cancel(each, person, life);
    case 'give':
      return receive(each, person, life);
    case 'hold':
      return keep(each, person, life);
    case 'capture':
    case 'void':
      return settle(each, person, life);
  }
}

async function letTimePassOver(life: Life): Promise<void> {
  const at = life.clock.now();
  for (const chore of [expireHolds, activateLots, expireLots])
    while ((await inside(life, (tx) => chore(tx, at, 1_000))) > 0);
  for (const { books } of life.people)
    for (const purse of Object.values(books.purses)) {
      purse.expireHolds(at.getTime());
      purse.expireLots(at.getTime());
    }
}

async function receive({ currency, amount, days }: Of<'give'>, { member, books }: Person, life: Life) {
  const at = life.clock.now();
  const expiresAt = new Date(at.getTime() + days * 1_440 * MINUTE_MS);
  const { memberId } = member;
  await inside(life, (tx) => give(tx, { memberId, currency, amount, expiresAt, at }));
  books.purses[currency].gain(life.next(), amount, {
    activeAt: at.getTime(),
    expiresAt: expiresAt.getTime(),
  });
}

async function buy(each: Of<'receipt'>, person: Person, life: Life) {
  const { goods, beyondMinor, burn, blindly, times } = each;
  const { books, member } = person;
  const at = life.clock.now();
  const now = at.getTime();
  const asked: Asked[] = goods.map(({ kind, pieces, priceMinor, offMinor }) => ({
    kind,
    pieces,
    amountMinor: Math.max(0, priceMinor - offMinor),
  }));
  const listed = sum(asked.map((each) => each.amountMinor));
  const beyond = listed + beyondMinor > 0 ? beyondMinor : 0;
  if (listed + beyond === 0) return;
  const lines = asked.map((line, place) => ({
    sku: '1',
    name: 'Товар',
    category: String(line.kind),
    quantityMilli: line.pieces * 1_000,
    priceMinor: goods[place]?.priceMinor ?? 0,
    discountMinor: (goods[place]?.priceMinor ?? 0) - line.amountMinor,
    amountMinor: line.amountMinor,
  }));
  if (beyond > 0) asked.push({ kind: null, pieces: 1, amountMinor: beyond });
  const slip = price(asked, listed + beyond);
  const there = blindly ? burn : Number(books.purses.points.spendable(now));
  const burnt = Math.min(burn, there, Math.floor(slip.payableMinor / 100));
  const input = aReceipt({
    externalId: life.next(),
    amountMinor: BigInt(listed + beyond),
    burn: BigInt(burnt),
    lines,
    occurredAt: at,
  });
  // Sent several times at once, as an impatient till does.
  const desk = receiptDesk({ sql: life.database.sql, ...fresh(life.database.db), clock: life.clock });
  const answers = await Promise.allSettled(
    Array.from({ length: times }, () => desk.accept(input, { memberId: member.memberId })),
  );
  const enough = BigInt(burnt) <= books.purses.points.spendable(now);
  expectAll(answers, enough ? null : 'insufficient_points');
  if (!enough) return;
  const { externalId: id } = input;
  const day = dayInKyiv(now);
  const notGiven = earn(slip, burnt, boundsOf(books, day));
  const earned = ofEach((currency) => earnedOf(slip, currency));
  books.buy(id, slip, { burnt, at: now });
  books.purses.points.burn(id, BigInt(burnt), now);
  for (const currency of CURRENCIES) {
    const activeAt = now + life.terms.pendingHours[currency] * 60 * MINUTE_MS;
    const expiresAt = endOfDayIn(TERMS[currency].months, activeAt);
    books.purses[currency].earn(id, BigInt(earned[currency]), { activeAt, expiresAt, day });
  }
  const given = CURRENCIES.map((currency) => [currency, earned[currency]] as const);
  for (const answer of answers) {
    if (answer.status === 'rejected') continue;
    const { value } = answer;
    expect(value).toMatchObject({
      earned: BigInt(earned.points),
      burnt: BigInt(burnt),
      balance: books.purses.points.balance(),
      discountMinor: BigInt(slip.discountMinor),
      toPayMinor: BigInt(listed + beyond - slip.discountMinor),
    });
    const told = value.told.awards.map(({ currency, points }) => [currency, points] as const);
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries(given.filter(([, points]) => points > 0)));
    expect(notGivenOf(value.told)).toEqual(notGiven);
  }
}

/** Of equal ones the first is told. */
function boundsOf(books: PlainBooks, day: string): Record<Currency | 'bread', Bound[]> {
  const { purses, budget } = books;
  const bound = (kind: Bound['kind'], limit: number, left = limit): Bound => ({ kind, limit, left });
  const ofCurrency = (currency: Currency) => {
    const [capReceipt, capDay] = [TERMS[currency].capReceipt, TERMS[currency].capDay];
    const left = purses[currency].leftOn(day, capDay);
    return [bound('receipt', Number(capReceipt)), bound('day', Number(capDay), Number(left))];
  };
  const bread = [
    bound('ruleReceipt', OF_BREAD.capReceipt),
    bound('ruleDay', OF_BREAD.capDay, OF_BREAD.capDay - books.breadOn(day)),
    bound('budget', budget.points, budget.points - budget.spent),
  ];
  return { ...ofEach(ofCurrency), bread };
}

function notGivenOf({ trimmed, cut = [], notApplied }: ReceiptTold) {
  const plain = ({ kind, limit, wanted, given }: (typeof trimmed)[number]) => ({
    kind,
    limit,
    wanted,
    given,
  });
  return {
    trimmed: Object.fromEntries(trimmed.map((each) => [each.currency, plain(each)])),
    cut: cut.map(plain),
    refused: notApplied.map(({ why }) => why),
  };
}

async function bringBack(each: Of<'return'>, { books }: Person, life: Life) {
  const { which, blindly, times } = each;
  const bought = books.receipts[which % Math.max(1, books.receipts.length)];
  if (!bought) return;
  const what = blindly ? each.what : (books.fitting(bought, each.what) ?? each.what);
  const at = life.clock.now();
  const known = await fresh(life.database.db).known();
  const input = {
    storeId: STORE,
    receiptExternalId: bought.id,
    externalId: life.next(),
    what: asTold(what),
    acceptedBy: STAFF,
    occurredAt: at,
  };
  const answers = await Promise.allSettled(
    Array.from({ length: times }, () => inside(life, (tx) => returnReceipt(tx, { ...input, at, known }))),
  );
  const refusal = books.refuses(bought, what);
  expectAll(answers, refusal);
  if (refusal) return;
  const answer = books.bringBack(bought, what, at.getTime());
  for (const each of answers) expect(each).toMatchObject({ value: answer });
}

async function cancel({ which, times }: Of<'cancel'>, { books }: Person, life: Life) {
  const bought = books.receipts[which % Math.max(1, books.receipts.length)];
  if (!bought) return;
  const at = life.clock.now();
  const known = await fresh(life.database.db).known();
  const name = { storeId: STORE, externalId: bought.id };
  const answers = await Promise.allSettled(
    Array.from({ length: times }, () =>
      inside(life, (tx) => cancelReceipt(tx, { name, acceptedBy: STAFF, told: null, at, known })),
    ),
  );
  // Cancelling again is harmless.
  if (bought.state === 'cancelled') return expectAll(answers, null);
  const refusal = books.refuses(bought, 'all');
  expectAll(answers, refusal);
  if (refusal) return;
  const answer = books.bringBack(bought, 'all', at.getTime());
  bought.state = 'cancelled';
  for (const each of answers) expect(each).toMatchObject({ value: answer });
}

async function keep({ currency, amount, minutes }: Of<'hold'>, { member, books }: Person, life: Life) {
  const at = life.clock.now();
  const now = at.getTime();
  const purse = books.purses[currency];
  const overdue = () => {
    for (const person of life.people)
      for (const each of Object.values(person.books.purses)) each.expireHolds(now);
  };
  overdue();
  const { memberId } = member;
  const asked = { memberId, key: life.next(), currency, amount, minutes, askedBy: STAFF, at };
  const opened = await inside(life, (tx) => openHold(tx, asked)).catch(refused);
  expect(opened instanceof Refusal).toBe(purse.spendable(now) < amount);
  if (!(opened instanceof Refusal))
    purse.hold(opened.holdId, amount, { at: now, until: now + minutes * MINUTE_MS });
  await inside(life, (tx) => expireHolds(tx, at, 1_000));
}

async function settle(each: Of<'capture'> | Of<'void'>, { books }: Person, life: Life) {
  const purse = books.purses[each.currency];
  const hold = purse.holds[each.which % Math.max(1, purse.holds.length)];
  if (!hold) return;
  const at = life.clock.now();
  const holdId = hold.id as HoldId;
  if (each.do === 'void') {
    await inside(life, (tx) => voidHold(tx, { holdId, at }));
    purse.endHold(hold.id, 0n);
    return;
  }
  const kept = hold.kept.reduce((all, lot) => all + lot.amount, 0n);
  const { amount } = each;
  const captured = await inside(life, (tx) => captureHold(tx, { holdId, amount, at })).catch(refused);
  expect(captured instanceof Refusal).toBe(amount > kept || hold.until <= at.getTime());
  if (!(captured instanceof Refusal)) purse.endHold(hold.id, amount);
}

/** As a till tells it: in thousandths. */
function asTold(what: What): ReturnedWhat {
  if (!Array.isArray(what)) return what;
  return { lines: what.map(({ lineNo, units }) => ({ lineNo, quantityMilli: units * 1_000 })) };
}

function expectAll(answers: PromiseSettledResult<unknown>[], refusal: string | null): void {
  const expected = refusal
    ? { status: 'rejected', reason: expect.objectContaining({ code: refusal }) }
    : { status: 'fulfilled' };
  for (const answer of answers)
    expect(answer, answer.status === 'rejected' ? String(answer.reason) : '').toMatchObject(expected);
}

function ofEach<Value>(tell: (currency: Currency) => Value): Record<Currency, Value> {
  return { points: tell('points'), stars: tell('stars') };
}

function inside<T>({ database }: Pick<Life, 'database'>, work: (tx: Tx) => Promise<T>): Promise<T> {
  return transaction(database.db, work);
}

function refused(error: unknown): Refusal {
  if (!(error instanceof Refusal)) throw error;
  return error;
}
