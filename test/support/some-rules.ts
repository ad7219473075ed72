// Baskets, members and rules for tests of the rules: a test names only what matters to it.
import type { Basket, BasketLine, CurrencyTerms, MemberFacts } from '#src/core/rules/basket.ts';
import { checkRule } from '#src/core/rules/check-rule.ts';
import { type BookParts, type CompiledBook, compileBook } from '#src/core/rules/compile-book.ts';
import type { Condition, LineCondition } from '#src/core/rules/condition.ts';
import type { Effect, Rule, RuleDefinition } from '#src/core/rules/rule.ts';

/** A Wednesday, 14:30 in Kyiv. */
export const WEDNESDAY = Date.parse('2026-11-18T12:30:00Z');
export const KYIV = 'Europe/Kyiv';

export function aLine(line: Partial<BasketLine> = {}): BasketLine {
  const amountMinor = line.amountMinor ?? 10_000;
  return {
    lineNo: 1,
    sku: 'milk-1',
    name: 'Milk',
    category: 'milk',
    brand: 'Farm',
    quantityMilli: 1_000,
    priceMinor: amountMinor,
    amountMinor,
    excluded: false,
    ...line,
  };
}

/** Lines are numbered in their order; the sum is theirs. */
export function aBasket(
  lines: Partial<BasketLine>[] = [{}],
  basket: Partial<Omit<Basket, 'lines'>> = {},
): Basket {
  const numbered = lines.map((line, i) => aLine({ lineNo: i + 1, ...line }));
  return {
    storeId: 'str_1',
    tillId: null,
    timeZone: KYIV,
    occurredAt: WEDNESDAY,
    amountMinor: numbered.reduce((sum, line) => sum + line.amountMinor, 0),
    paidByPointsMinor: 0,
    ...basket,
    lines: numbered,
  };
}

export function someFacts(facts: Partial<MemberFacts> = {}): MemberFacts {
  return {
    memberId: 'mem_1',
    tierKey: 'base',
    language: 'uk',
    registeredAt: WEDNESDAY - 100 * 86_400_000,
    birthday: null,
    marketingConsent: false,
    turnoverMinor: 0,
    receipts: 3,
    lastReceiptAt: WEDNESDAY - 5 * 86_400_000,
    balances: {},
    totals: {},
    earnedToday: {},
    recent: [],
    ruleUse: {},
    ...facts,
  };
}

export function aCurrency(terms: Partial<CurrencyTerms> = {}): CurrencyTerms {
  return {
    currency: 'points',
    pending: null,
    expiry: { kind: 'never' },
    capReceipt: null,
    capDay: null,
    capBalance: null,
    ...terms,
  };
}

interface RuleInput extends Omit<Partial<RuleDefinition>, 'effects' | 'when'> {
  when?: Condition | null;
  effects: Effect[];
}

/** `rul_a` and so on: the id decides among equal priorities. */
export function aRule(id: string, definition: RuleInput, name = `Rule ${id}`): Rule {
  return {
    ruleId: `rul_${id}`,
    version: 1,
    name,
    definition: checkRule({ trigger: { on: 'receipt' }, ...definition }),
  };
}

/** Points are worth 1,00; the base tier earns 5 %, gold 10 %. */
export function aBook(rules: Rule[], parts: Partial<BookParts> = {}): CompiledBook {
  return compileBook({
    rules,
    currencies: [aCurrency(), aCurrency({ currency: 'stamps' })],
    tiers: [
      { tierKey: 'base', earnBp: 500 },
      { tierKey: 'gold', earnBp: 1_000 },
    ],
    pointValueMinor: 100,
    timeZone: KYIV,
    ...parts,
  });
}

export function inCategory(...categories: string[]): LineCondition {
  return { field: 'line.category', is: 'in', value: categories };
}
