// Whatever the rules, the basket and the member: what must hold of every evaluation.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spreadDiscounts } from '#src/core/receipts/spread-discounts.ts';
import type { BasketLine, CurrencyTerms, MemberFacts } from '#src/core/rules/basket.ts';
import { evaluateReceipt } from '#src/core/rules/evaluate.ts';
import type { Effect, Rule } from '#src/core/rules/rule.ts';
import {
  aBasket,
  aBook,
  aCurrency,
  aRule,
  inCategory,
  someFacts,
  WEDNESDAY,
} from '#test/support/some-rules.ts';

const RUNS = 500;
const categories = ['milk', 'bread', 'fish'];
const where = fc.option(
  fc.subarray(categories, { minLength: 1 }).map((some) => inCategory(...some)),
  { nil: undefined },
);
const currency = fc.constantFrom('points', 'partner');
const points = fc.integer({ min: 1, max: 500 });
const limit = fc.option(fc.integer({ min: 1, max: 300 }), { nil: null });

const effect: fc.Arbitrary<Effect> = fc.oneof(
  fc.record({
    kind: fc.constant('share' as const),
    currency,
    shareBp: fc.oneof(fc.constant('tier' as const), fc.integer({ min: 1, max: 10_000 })),
    where,
  }),
  fc.record({
    kind: fc.constant('per' as const),
    currency,
    points,
    perMinor: fc.integer({ min: 1, max: 50_000 }),
    where,
  }),
  fc.record({ kind: fc.constant('perPiece' as const), currency, points, where }),
  fc.record({ kind: fc.constant('fixed' as const), currency, points }),
  fc.record({
    kind: fc.constant('multiply' as const),
    currency,
    times: fc.integer({ min: 101, max: 1_000 }),
    where,
  }),
  fc.record({
    kind: fc.constant('discountShare' as const),
    shareBp: fc.integer({ min: 1, max: 10_000 }),
    on: fc.constantFrom('lines' as const, 'receipt' as const),
    where,
  }),
  fc.record({
    kind: fc.constant('discountSum' as const),
    amountMinor: fc.integer({ min: 1, max: 20_000 }),
    on: fc.constantFrom('lines' as const, 'receipt' as const),
    where,
  }),
  fc.record({
    kind: fc.constant('stamp' as const),
    currency: fc.constant('stamps'),
    need: fc.integer({ min: 1, max: 6 }),
    where: fc.subarray(categories, { minLength: 1 }).map((some) => inCategory(...some)),
  }),
);

const rules: fc.Arbitrary<Rule[]> = fc
  .array(
    fc.record({
      effects: fc.array(effect, { minLength: 1, maxLength: 3 }),
      priority: fc.integer({ min: -2, max: 2 }),
      group: fc.constantFrom(null, null, 'a', 'b'),
      exclusive: fc.constantFrom(false, false, false, true),
      when: fc.option(
        fc.record({
          field: fc.constant('receipt.amount'),
          is: fc.constantFrom('atLeast' as const, 'atMost' as const),
          value: fc.integer({ min: 0, max: 100_000 }),
        }),
        { nil: null },
      ),
      caps: fc.record({ receipt: limit, memberDay: limit, member: limit }),
      budget: limit,
    }),
    { maxLength: 7 },
  )
  .map((definitions) => definitions.map((definition, i) => aRule(`${i}`, definition)));

const line: fc.Arbitrary<Partial<BasketLine>> = fc.record({
  category: fc.constantFrom(...categories),
  amountMinor: fc.integer({ min: 0, max: 60_000 }),
  quantityMilli: fc.integer({ min: 0, max: 12_000 }),
  excluded: fc.constantFrom(false, false, false, true),
});
const lines = fc.array(line, { maxLength: 8 });

const currencies: fc.Arbitrary<CurrencyTerms[]> = fc
  .tuple(
    fc.record({ capReceipt: limit, capDay: limit, capBalance: limit }),
    fc.record({ capReceipt: limit, capDay: limit, capBalance: limit }),
  )
  .map(([caps, stampCaps]) => [
    aCurrency(caps),
    aCurrency({ currency: 'partner', pending: { hours: 24 }, expiry: { kind: 'rolling', months: 12 } }),
    aCurrency({ currency: 'stamps', ...stampCaps }),
  ]);

const facts: fc.Arbitrary<Partial<MemberFacts>> = fc
  .record({
    stamps: fc.nat(9),
    total: fc.nat(200),
    today: fc.nat(200),
    used: fc.nat(200),
    tierKey: fc.constantFrom('base', 'gold'),
  })
  .map(({ stamps, total, today, used, tierKey }) => ({
    tierKey,
    balances: { stamps },
    totals: { stamps, points: total },
    earnedToday: { points: today },
    ruleUse: {
      rul_0: { times: 1, timesToday: 1, points: used, pointsToday: Math.min(used, 100), lastAt: WEDNESDAY },
    },
  }));

const situation = fc.record({ rules, lines, currencies, facts, paid: fc.nat(100_000), budget: fc.nat(300) });
type Situation = typeof situation extends fc.Arbitrary<infer T> ? T : never;

function evaluate({ rules, lines, currencies, facts, paid, budget }: Situation) {
  const book = aBook(rules, { currencies });
  const basket = aBasket(lines, { paidByPointsMinor: paid });
  const answer = evaluateReceipt(book, { basket, member: someFacts(facts), budgets: { rul_0: budget } });
  return { basket, answer, parts: answer.awards.flatMap((award) => award.parts) };
}

function always(check: (situation: Situation) => void): void {
  fc.assert(fc.property(situation, check), { numRuns: RUNS });
}

test('the lines of a part sum to its points, and parts to their award', () => {
  always((situation) => {
    const { answer, parts } = evaluate(situation);
    for (const part of parts) expect(part.lines.reduce((sum, [, share]) => sum + share, 0)).toBe(part.points);
    for (const award of answer.awards) {
      expect(award.parts.reduce((sum, part) => sum + part.points, 0)).toBe(award.points);
    }
  });
});

test('points are whole and never negative, and stamps are never taken that are not there', () => {
  always((situation) => {
    const { answer, parts } = evaluate(situation);
    for (const part of parts) {
      expect(Number.isSafeInteger(part.points)).toBe(true);
      expect(part.points).toBeLessThanOrEqual(Math.max(part.wanted, 0));
      if (part.currency !== 'stamps')
        expect(Math.min(part.points, ...part.lines.map(([, share]) => share))).toBeGreaterThanOrEqual(0);
    }
    const stamps = answer.awards.reduce(
      (sum, award) => sum + (award.currency === 'stamps' ? award.points : 0),
      0,
    );
    expect((situation.facts.balances?.stamps ?? 0) + stamps).toBeGreaterThanOrEqual(0);
  });
});

test('no cap and no budget is ever exceeded', () => {
  always((situation) => {
    const { answer, parts } = evaluate(situation);
    for (const { currency, capReceipt, capDay, capBalance } of situation.currencies) {
      const gained = parts.reduce(
        (sum, part) => sum + (part.currency === currency ? Math.max(0, part.points) : 0),
        0,
      );
      const taken = parts.reduce(
        (sum, part) => sum - (part.currency === currency ? Math.min(0, part.points) : 0),
        0,
      );
      if (gained === 0) continue;
      const total = situation.facts.totals?.[currency] ?? 0;
      expect(gained).toBeLessThanOrEqual(capReceipt ?? Number.POSITIVE_INFINITY);
      expect(gained + (situation.facts.earnedToday?.[currency] ?? 0)).toBeLessThanOrEqual(
        capDay ?? Number.POSITIVE_INFINITY,
      );
      expect(total + gained - taken).toBeLessThanOrEqual(capBalance ?? Number.POSITIVE_INFINITY);
    }
    for (const { ruleId, points: given } of answer.used) {
      const rule = situation.rules.find((each) => each.ruleId === ruleId);
      const { caps, budget } = rule?.definition ?? {
        caps: { receipt: null, memberDay: null, member: null },
        budget: null,
      };
      const use = ruleId === 'rul_0' ? (situation.facts.ruleUse?.rul_0 ?? null) : null;
      expect(given).toBeLessThanOrEqual(caps.receipt ?? Number.POSITIVE_INFINITY);
      // Who has more than a cap already gets no points, and the rule may do the rest of what it does.
      const within = (cap: number | null, before = 0) =>
        expect(given).toBeLessThanOrEqual(
          cap === null ? Number.POSITIVE_INFINITY : Math.max(0, cap - before),
        );
      within(caps.memberDay, use?.pointsToday);
      within(caps.member, use?.points);
      const charged = answer.charges?.find((each) => each.ruleId === ruleId)?.points ?? 0;
      if (budget !== null)
        expect(given + charged).toBeLessThanOrEqual(ruleId === 'rul_0' ? situation.budget : budget);
    }
  });
});

test('what the rules used is what their parts give', () => {
  always((situation) => {
    const { answer, parts } = evaluate(situation);
    for (const { ruleId, points: given } of answer.used) {
      expect(
        parts.reduce((sum, part) => sum + (part.ruleId === ruleId ? Math.max(0, part.points) : 0), 0),
      ).toBe(given);
    }
  });
});

test('discounts leave every line at nothing or more, and the sum to pay is what they leave', () => {
  always((situation) => {
    const { answer, basket } = evaluate(situation);
    const off = answer.discounts.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    expect(answer.toPayMinor).toBe(basket.amountMinor - off);
    const excluded = basket.lines.reduce((sum, each) => sum + (each.excluded ? each.amountMinor : 0), 0);
    expect(answer.toPayMinor).toBeGreaterThanOrEqual(excluded);
    for (const { lineNo, amountMinor } of answer.discounts) {
      const found = basket.lines.find((each) => each.lineNo === lineNo);
      expect(amountMinor).toBeGreaterThan(0);
      if (lineNo !== null) expect(amountMinor).toBeLessThanOrEqual(found?.amountMinor ?? 0);
    }
    const ours = spreadDiscounts(answer);
    expect([...ours.values()].reduce((sum, each) => sum + each, 0)).toBe(off);
    for (const { lineNo, amountMinor, excluded: kept } of basket.lines)
      expect(ours.get(lineNo) ?? 0).toBeLessThanOrEqual(kept ? 0 : amountMinor);
  });
});

test('a line that the law excludes neither earns nor is discounted, and changes nothing for the others', () => {
  always((situation) => {
    const { answer, basket, parts } = evaluate(situation);
    const excluded = new Set(basket.lines.flatMap((each) => (each.excluded ? [each.lineNo] : [])));
    for (const part of parts) expect(part.lines.some(([lineNo]) => excluded.has(lineNo))).toBe(false);
    expect(answer.discounts.some(({ lineNo }) => lineNo !== null && excluded.has(lineNo))).toBe(false);
    const without = evaluate({ ...situation, lines: situation.lines.filter((each) => !each.excluded) });
    const points = (awards: typeof answer.awards) => awards.map((award) => [award.currency, award.points]);
    expect(points(without.answer.awards)).toEqual(points(answer.awards));
  });
});

test('the order in which rules are handed in does not matter, and asking again gives the same', () => {
  fc.assert(
    fc.property(situation, fc.integer(), (given, seed) => {
      const shuffled = given.rules
        .map((rule, i) => ({ rule, key: Math.sin(seed + i * 7) }))
        .sort((a, b) => a.key - b.key)
        .map(({ rule }) => rule);
      const { answer } = evaluate(given);
      expect(evaluate({ ...given, rules: shuffled }).answer).toEqual(answer);
      expect(evaluate(given).answer).toEqual(answer);
    }),
    { numRuns: RUNS },
  );
});
