// What happens in the lives of books-model.test.ts.
import fc from 'fast-check';
import { CURRENCIES } from './plain-till.ts';

/** The first of them lives most. */
const who = fc.constantFrom(0, 0, 0, 1, 2);
const currency = fc.constantFrom(...CURRENCIES);
const goods = fc.record({
  kind: fc.constantFrom('Хліб', 'Хліб', 'Сир', 'Сир', 'Тютюн'),
  pieces: fc.integer({ min: 1, max: 4 }),
  priceMinor: fc.integer({ min: 1, max: 300_00 }),
  /** What the till takes off the line by itself. */
  offMinor: fc.oneof(fc.constant(0), fc.nat(40_00)),
});
/** Seldom: what is asked is asked whether it can be or not. */
const blindly = fc.nat(5).map((n) => n === 5);
const receipt = fc.record({
  do: fc.constant('receipt' as const),
  who,
  goods: fc.array(goods, { maxLength: 4 }),
  /** What the sum holds beyond its lines, or what the till has taken off the whole of it. */
  beyondMinor: fc.oneof(fc.constant(0), fc.integer({ min: -30_00, max: 200_00 })),
  /** All that is there, where it is more. */
  burn: fc.oneof(fc.constant(0), fc.nat(60), fc.constant(1_000)),
  blindly,
  times: fc.integer({ min: 1, max: 3 }),
});
const someLines = fc.array(
  fc.record({ lineNo: fc.integer({ min: 1, max: 4 }), units: fc.integer({ min: 1, max: 4 }) }),
  { minLength: 1, maxLength: 3 },
);
const what = fc.oneof(
  { weight: 5, arbitrary: someLines },
  { weight: 2, arbitrary: fc.record({ amountMinor: fc.integer({ min: 1, max: 150_00 }) }) },
  { weight: 1, arbitrary: fc.constant('all' as const) },
);
const times = fc.integer({ min: 1, max: 2 });
const bringBack = fc.record({
  do: fc.constant('return' as const),
  who,
  which: fc.nat(5),
  what,
  blindly,
  times,
});
const cancel = fc.record({ do: fc.constant('cancel' as const), who, which: fc.nat(5), times });
const give = fc.record({
  do: fc.constant('give' as const),
  who,
  currency,
  amount: fc.bigInt(1n, 30n),
  days: fc.integer({ min: 1, max: 90 }),
});
const hold = fc.record({
  do: fc.constant('hold' as const),
  who,
  currency,
  amount: fc.bigInt(1n, 15n),
  minutes: fc.integer({ min: 1, max: 60 }),
});
const settled = { who, currency, which: fc.nat(2) };
const capture = fc.record({
  do: fc.constant('capture' as const),
  ...settled,
  amount: fc.bigInt(1n, 15n),
});
const letGo = fc.record({ do: fc.constant('void' as const), ...settled });
const wait = fc.record({
  do: fc.constant('wait' as const),
  minutes: fc.integer({ min: 1, max: 40 * 1_440 }),
});
const chores = fc.record({ do: fc.constant('let time pass over' as const) });

export const command = fc.oneof(
  { weight: 7, arbitrary: receipt },
  { weight: 5, arbitrary: bringBack },
  { weight: 1, arbitrary: cancel },
  { weight: 4, arbitrary: give },
  { weight: 2, arbitrary: hold },
  { weight: 2, arbitrary: capture },
  { weight: 1, arbitrary: letGo },
  { weight: 3, arbitrary: wait },
  { weight: 2, arbitrary: chores },
);

/** What differs from one life to the next. */
export const terms = fc.record({
  returnPolicy: fc.constantFrom('debt' as const, 'negative' as const),
  pendingHours: fc.record({ points: fc.constantFrom(0, 30), stars: fc.constantFrom(0, 5) }),
  /** Points that bread may bring in all. */
  budget: fc.constantFrom(10, 25, 1_000),
});

export type Terms = typeof terms extends fc.Arbitrary<infer T> ? T : never;
export type Command = typeof command extends fc.Arbitrary<infer T> ? T : never;
export type Of<Name extends Command['do']> = Extract<Command, { do: Name }>;
