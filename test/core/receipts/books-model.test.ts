// Random life against the simplest possible books: a few numbers in memory. Whatever is done in whatever order, the
// database must say the same, and the audit must find nothing.
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { expireLots } from '#src/core/ledger/expire-lots.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { receiptDesk } from '#src/core/receipts/receipt-desk.ts';
import { Refusal } from '#src/core/refusal.ts';
import { knownProgramme } from '#src/core/stores/known-programme.ts';
import { transaction } from '#src/db/client.ts';
import { addMonths } from '#src/lib/add-months.ts';
import { fixedClock } from '#src/lib/clock.ts';
import { type AMember, aMember, aReceipt, aShop, give, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
const DAY_MS = 86_400_000;

interface Lot {
  amount: bigint;
  expiresAt: number;
}

/** The plain books of one member: lots in the order in which they expire. */
class PlainBooks {
  lots: Lot[] = [];
  earn(amount: bigint, expiresAt: Date): void {
    if (amount > 0n) this.lots.push({ amount, expiresAt: expiresAt.getTime() });
    this.lots.sort((a, b) => a.expiresAt - b.expiresAt);
  }
  spendable(at: Date): bigint {
    return this.lots.filter((lot) => lot.expiresAt > at.getTime()).reduce((sum, lot) => sum + lot.amount, 0n);
  }
  balance(): bigint {
    return this.lots.reduce((sum, lot) => sum + lot.amount, 0n);
  }
  burn(amount: bigint, at: Date): void {
    let left = amount;
    for (const lot of this.lots) {
      if (lot.expiresAt <= at.getTime()) continue;
      while (left > 0n && lot.amount > 0n) {
        lot.amount--;
        left--;
      }
    }
  }
  expire(at: Date): void {
    this.lots = this.lots.filter((lot) => lot.expiresAt > at.getTime());
  }
}

const command = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('receipt' as const),
      who: fc.nat(2),
      amountMinor: fc.bigInt(1n, 500_00n),
      burn: fc.bigInt(0n, 12n),
      times: fc.integer({ min: 1, max: 3 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('give' as const),
      who: fc.nat(2),
      amount: fc.bigInt(1n, 30n),
      days: fc.integer({ min: 1, max: 90 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 40 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('expire' as const) }) },
);

beforeAll(() => aShop(database.db, { pointsLifeMonths: 1 }));

test('the books agree with plain books after any life', { timeout: 240_000 }, async () => {
  const runs = Number(process.env.BOOKS_RUNS ?? 12);
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 10, maxLength: 50 }), async (commands) => {
      const clock = fixedClock(NOON);
      const desk = receiptDesk({ sql: database.sql, known: knownProgramme(database.db), clock });
      const people: { member: AMember; books: PlainBooks }[] = [];
      for (let who = 0; who < 3; who++)
        people.push({ member: await aMember(database.db), books: new PlainBooks() });
      for (const each of commands) {
        const at = clock.now();
        if (each.do === 'wait') clock.advance(each.days * DAY_MS);
        if (each.do === 'expire') {
          await transaction(database.db, (tx) => expireLots(tx, at, 1_000));
          for (const person of people) person.books.expire(at);
        }
        if (each.do === 'give') {
          const person = people[each.who];
          if (!person) continue;
          const expiresAt = new Date(at.getTime() + each.days * DAY_MS);
          const { memberId } = person.member;
          await transaction(database.db, (tx) => give(tx, { memberId, amount: each.amount, expiresAt, at }));
          person.books.earn(each.amount, expiresAt);
        }
        if (each.do === 'receipt') {
          const person = people[each.who];
          if (!person) continue;
          const { amountMinor, burn, times } = each;
          const input = aReceipt({ amountMinor, burn, occurredAt: at });
          const key = { memberId: person.member.memberId };
          // Sent several times at once, as an impatient till does.
          const answers = await Promise.allSettled(
            Array.from({ length: times }, () => desk.accept(input, key)),
          );
          const enough = burn <= person.books.spendable(at);
          for (const answer of answers) {
            if (enough) expect(answer).toMatchObject({ status: 'fulfilled' });
            else expect(answer).toMatchObject({ status: 'rejected', reason: expect.any(Refusal) });
          }
          if (enough) {
            person.books.burn(burn, at);
            const paid = amountMinor - burn * 100n;
            person.books.earn(paid > 0n ? (paid * 500n) / 1_000_000n : 0n, addMonths(at, 1));
          }
        }
      }
      for (const { member, books } of people) {
        const { balance, spendable } = await readBalance(database.db, member.memberId, clock.now());
        expect({ balance, spendable }).toEqual({
          balance: books.balance(),
          spendable: books.spendable(clock.now()),
        });
      }
      expect((await auditLedger(database.db)).findings).toEqual([]);
    }),
    { numRuns: runs, endOnFailure: true },
  );
});
