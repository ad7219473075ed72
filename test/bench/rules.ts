// Rules beside the least that they could cost: 100 live rules over a basket of 10 lines, evaluated with all that comes
// out of it, and the compiled conditions of the same rules alone, asked about the same facts.
import type { Basket, CurrencyTerms, MemberFacts } from '#src/core/rules/basket.ts';
import { compileBook } from '#src/core/rules/compile-book.ts';
import { evaluateReceipt } from '#src/core/rules/evaluate.ts';
import { receiptFacts } from '#src/core/rules/facts.ts';
import type { Rule, RuleDefinition } from '#src/core/rules/rule.ts';
import { findTemplate, type ParamValues, type TemplateKey } from '#src/core/rules/templates.ts';
import { alternate, median, ratioLine } from './rounds.ts';

const ROUNDS = 15;
const ROUND_MS = 400;
const CHUNK = 200;
const BASKETS = 64;
const MINUTE_MS = 60_000;

/** Prints evaluations a second; the last line is `ratio=`, ours divided by the conditions alone. */
export async function run(): Promise<void> {
  const rules = someRules();
  const book = compileBook({
    rules,
    currencies: [currency('points'), currency('stamps')],
    tiers: [
      { tierKey: 'base', earnBp: 300 },
      { tierKey: 'gold', earnBp: 500 },
    ],
    pointValueMinor: 100,
    timeZone: 'Europe/Kyiv',
  });
  const asked = Array.from({ length: BASKETS }, (_, i) => ({
    basket: aBasket(i),
    member: aMember(i),
    budgets: {},
  }));
  const tests = book.rules.flatMap(({ when }) => (when === null ? [] : [when]));
  const known = asked.map(({ basket, member }) => receiptFacts(basket, member));
  let checksum = 0;

  const ours = () => {
    for (const each of asked) checksum += evaluateReceipt(book, each).used.length;
  };
  const floor = () => {
    for (const facts of known) {
      for (let i = 0; i < tests.length; i++) if (tests[i]?.(facts)) checksum++;
    }
  };
  const applied = asked.map((each) => evaluateReceipt(book, each));
  const lines = applied.flatMap(({ awards }) => awards.flatMap(({ parts }) => parts)).length / BASKETS;
  const used = applied.reduce((sum, one) => sum + one.used.length, 0) / BASKETS;
  console.log(
    `${rules.length} rules, ${tests.length} of them with a condition; of them ${used.toFixed(1)} apply to a basket and give ${lines.toFixed(1)} parts of points`,
  );

  const measured = await alternate(ROUNDS, { floor: async () => rate(floor), ours: async () => rate(ours) });
  const micros = (rates: number[]) => (1_000_000 / median(rates)).toFixed(2);
  console.log(
    `evaluations a second: ${median(measured.ours).toFixed(0)} (${micros(measured.ours)} µs each); conditions alone: ${median(measured.floor).toFixed(0)} (${micros(measured.floor)} µs); checksum ${checksum}`,
  );
  console.log(ratioLine(measured));
}

/** Baskets a second of `work`, which looks at all of them once. */
function rate(work: () => void): number {
  const start = performance.now();
  let baskets = 0;
  while (performance.now() - start < ROUND_MS) {
    for (let i = 0; i < CHUNK / 10; i++) work();
    baskets += (CHUNK / 10) * BASKETS;
  }
  return (baskets * 1000) / (performance.now() - start);
}

/** What a chain with many campaigns at once might have: 70 of the templates' rules and 30 of longer conditions. */
export function someRules(): Rule[] {
  const definitions: RuleDefinition[] = [made('everyPurchase')];
  const add = (count: number, make: (i: number) => RuleDefinition) => {
    for (let i = 0; i < count; i++) definitions.push(make(i));
  };
  add(15, (i) => ({
    ...made('categoryPoints', { categories: [`c${i * 4}`], share: 100 }),
    when: inAnyLine(`c${i * 4}`),
  }));
  add(6, (i) => made('happyHours', { days: [(i % 7) + 1], from: `${10 + i}:00`, until: `${12 + i}:00` }));
  add(4, (i) => ({ ...made('birthdayWeek', { days: i + 1 }), group: 'birthday' }));
  add(4, (i) => made('firstPurchase', { points: 10 + i }));
  add(20, (i) => ({
    ...made('threshold', { amount: 20_000 + i * 20_000, points: 5 + i }),
    group: 'threshold',
  }));
  add(17, (i) => ({ ...made('discount', { skus: [`s${i * 9}`] }), when: aSku(`s${i * 9}`) }));
  add(3, (i) => ({
    ...made('stampCard', { categories: [`c${i * 7 + 1}`] }),
    when: inAnyLine(`c${i * 7 + 1}`),
  }));
  add(30, (i) => ({
    ...made('threshold', { points: 10 }),
    when: {
      all: [
        { field: 'receipt.store', is: 'in', value: [`str_${i % 6}`, `str_${(i + 1) % 6}`] },
        { field: 'member.tier', is: i % 3 === 0 ? 'is' : 'isNot', value: 'gold' },
        { field: 'member.receipts', is: 'atLeast', value: i % 4, period: { days: 30 } },
        {
          sum: 'amountMinor',
          where: { field: 'line.category', is: 'in', value: [`c${i}`, `c${i + 1}`, `c${i + 2}`] },
          is: 'atLeast',
          value: 15_000,
        },
      ],
    },
  }));
  return definitions.map((definition, i) => ({
    ruleId: `rul_${String(i).padStart(4, '0')}`,
    version: 1,
    name: `Rule ${i}`,
    definition,
  }));
}

function made(key: TemplateKey, values: ParamValues = {}): RuleDefinition {
  const template = findTemplate(key);
  if (!template) throw new Error(`there is no template ${key}`);
  return template.build({ ...(key === 'discount' && { skus: ['x'] }), ...values });
}

function inAnyLine(category: string): RuleDefinition['when'] {
  return { lines: 'any', where: { field: 'line.category', is: 'is', value: category } };
}

function aSku(sku: string): RuleDefinition['when'] {
  return { lines: 'any', where: { field: 'line.sku', is: 'is', value: sku } };
}

function currency(name: string): CurrencyTerms {
  return {
    currency: name,
    pending: name === 'points' ? { hours: 24 } : null,
    expiry: { kind: 'rolling', months: 12 },
    capReceipt: null,
    capDay: name === 'points' ? 500 : null,
    capBalance: null,
  };
}

export function aBasket(seed: number): Basket {
  const lines = Array.from({ length: 10 }, (_, i) => {
    const priceMinor = 1_500 + ((seed * 37 + i * 1_013) % 9_000);
    return {
      lineNo: i + 1,
      sku: `s${(seed * 11 + i * 17) % 200}`,
      name: `Goods ${i}`,
      category: `c${(seed * 7 + i * 5) % 60}`,
      brand: `b${i % 4}`,
      quantityMilli: 1_000 * (1 + (i % 3)),
      priceMinor,
      amountMinor: priceMinor * (1 + (i % 3)),
      excluded: (seed + i) % 23 === 0,
    };
  });
  return {
    storeId: `str_${seed % 6}`,
    tillId: null,
    timeZone: 'Europe/Kyiv',
    occurredAt: Date.UTC(2026, 10, 16 + (seed % 7), 8 + (seed % 10)) + seed * MINUTE_MS,
    lines,
    amountMinor: lines.reduce((sum, line) => sum + line.amountMinor, 0),
    paidByPointsMinor: seed % 4 === 0 ? 2_000 : 0,
  };
}

function aMember(seed: number): MemberFacts {
  const at = Date.UTC(2026, 10, 10);
  return {
    memberId: `mem_${seed}`,
    tierKey: seed % 3 === 0 ? 'gold' : 'base',
    language: 'uk',
    registeredAt: at - seed * 86_400_000,
    birthday: seed % 5 === 0 ? null : { month: 11, day: 1 + (seed % 28) },
    marketingConsent: seed % 2 === 0,
    turnoverMinor: seed * 10_000,
    receipts: seed,
    lastReceiptAt: seed === 0 ? null : at,
    balances: { points: seed * 10, stamps: seed % 6 },
    totals: { points: seed * 10, stamps: seed % 6 },
    earnedToday: {},
    recent: Array.from({ length: Math.min(seed, 6) }, (_, i) => ({
      at: at - (6 - i) * 86_400_000,
      amountMinor: 30_000,
    })),
    ruleUse: {},
  };
}
