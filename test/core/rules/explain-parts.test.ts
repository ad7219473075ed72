import { expect, test } from 'vitest';
import type { Basket, MemberFacts } from '#src/core/rules/basket.ts';
import { evaluateReceipt } from '#src/core/rules/evaluate.ts';
import { explainParts } from '#src/core/rules/explain-parts.ts';
import type { Rule } from '#src/core/rules/rule.ts';
import { ruleTeller } from '#src/core/rules/rule-words.ts';
import { LANGUAGES, type Language } from '#src/lib/language.ts';
import { aBasket, aBook, aCurrency, aRule, inCategory, someFacts } from '#test/support/some-rules.ts';

const base = aRule(
  'base',
  { effects: [{ kind: 'share', currency: 'points', shareBp: 500 }] },
  'Бали за кожну покупку',
);
const basket = aBasket([
  { name: 'Молоко', amountMinor: 200_000 },
  { name: 'Хліб', category: 'bread', amountMinor: 80_000 },
  { name: 'Сигарети', category: 'tobacco', excluded: true },
]);

function explain(
  rules: Rule[],
  language: Language,
  {
    capDay = null,
    about = basket,
    facts = {},
  }: { capDay?: number | null; about?: Basket; facts?: Partial<MemberFacts> } = {},
): string[][] {
  const book = aBook(rules, { currencies: [aCurrency({ capDay }), aCurrency({ currency: 'stamps' })] });
  const { awards } = evaluateReceipt(book, { basket: about, member: someFacts(facts), budgets: {} });
  const parts = awards.flatMap((award) => award.parts);
  const teller = ruleTeller(language, { timeZone: 'Europe/Kyiv' });
  return explainParts(parts, { lines: about.lines }, teller).map(({ sentences }) =>
    sentences.map((sentence) => sentence.replaceAll(/[\u00a0\u202f]/g, ' ')),
  );
}

test('a part says what it gave, for which lines, which were left out, and what trimmed it', () => {
  const trimmed = (language: Language) => explain([base], language, { capDay: 100 });
  expect(trimmed('uk')).toEqual([
    [
      'Бали за кожну покупку: +100 балів.',
      '5 % від 2 800,00 ₴.',
      'Враховано: Молоко (+71); Хліб (+29).',
      'Не враховано за законом: Сигарети.',
      '100 балів з 140: денний ліміт 100.',
    ],
  ]);
  expect(trimmed('en')[0]).toEqual([
    'Бали за кожну покупку: +100 points.',
    '5% of ₴2,800.00.',
    'Counted: Молоко (+71); Хліб (+29).',
    'Left out by law: Сигарети.',
    '100 points of 140: daily limit of 100.',
  ]);
  expect(trimmed('ru')[0]?.at(-1)).toBe('100 баллов из 140: дневной лимит 100.');
});

test('lines that the rule is not about are named, and a long list is cut short', () => {
  const milk = aRule(
    'milk',
    { effects: [{ kind: 'share', currency: 'points', shareBp: 1_000, where: inCategory('milk') }] },
    'Milk',
  );
  const many = aBasket(
    Array.from({ length: 9 }, (_, i) => ({ name: `Goods ${i}`, category: i === 0 ? 'milk' : 'other' })),
  );
  expect(explain([milk], 'en', { about: many })).toEqual([
    [
      'Milk: +10 points.',
      '10% of ₴100.00.',
      'Counted: Goods 0 (+10).',
      'The rule is not about: Goods 1; Goods 2; Goods 3; Goods 4; Goods 5; 3 more.',
    ],
  ]);
});

test('a free piece says which stamps it took', () => {
  const coffee = aRule(
    'coffee',
    { effects: [{ kind: 'stamp', currency: 'stamps', need: 5, where: inCategory('coffee') }] },
    'Coffee',
  );
  const cup = aBasket([
    { name: 'Latte', category: 'coffee' },
    { name: 'Bun', category: 'bread' },
  ]);
  expect(explain([coffee], 'en', { about: cup, facts: { balances: { stamps: 5 } } })).toEqual([
    ['Coffee: −5 × stamps for what was free.', 'Was free: Latte.'],
  ]);
});

test('a receipt without lines is named as what it is', () => {
  const bare = aBasket([{ lineNo: 0, name: '' }]);
  expect(explain([base], 'uk', { about: bare })).toEqual([
    ['Бали за кожну покупку: +5 балів.', '5 % від 100,00 ₴.', 'Враховано: весь чек (+5).'],
  ]);
});

test('a share that the tier sets names the tier, and is of what is left to pay with money', () => {
  const ofTier = aRule('tier', { effects: [{ kind: 'share', currency: 'points', shareBp: 'tier' }] }, 'Бали');
  const paid = { ...basket, paidByPointsMinor: 80_000 };
  const told = (language: Language) =>
    explain([ofTier], language, { about: paid, facts: { tierKey: 'gold' } });
  expect(told('uk')[0]?.[1]).toBe('10 % від 2 000,00 ₴: стільки дає картка «Золота».');
  expect(told('ru')[0]?.[1]).toBe('10 % от 2 000,00 ₴: столько даёт карта «Золотая».');
  expect(told('en')[0]?.[1]).toBe('10% of ₴2,000.00: what the Gold card brings.');
});

test.each(LANGUAGES)('every cap has its sentence: %s', (language) => {
  const teller = ruleTeller(language, { timeZone: 'Europe/Kyiv' });
  for (const kind of [
    'receipt',
    'day',
    'balance',
    'ruleReceipt',
    'ruleDay',
    'ruleMember',
    'budget',
  ] as const) {
    const part = {
      ruleId: 'rul_a',
      version: 1,
      name: 'A',
      effect: 0,
      currency: 'points',
      points: 10,
      wanted: 14,
      lines: [],
      left: [],
      cap: { kind, limit: 10 },
    } as const;
    const [only] = explainParts([{ ...part, lines: [], left: [] }], { lines: basket.lines }, teller);
    expect(only?.sentences).toHaveLength(2);
    expect(only?.sentences[1]).toMatch(/^10\s.*14.*10/);
  }
});

test('when a member asks, then they are spoken to; the staff hear of them', () => {
  const say = (to: 'staff' | 'member') => ruleTeller('uk', { timeZone: 'Europe/Kyiv', to }).say;
  expect(say('member')('notApplied.limit')).toMatch(/^Ви вже скористалися/);
  expect(say('member')('notApplied.budget')).toBe('Усе за цим правилом уже роздано.');
  expect(say('member')('why.condition', { lines: 'Молоко' })).toBe('Не беруть участі: Молоко.');
  expect(say('member')('why.counted', { lines: 'Сир' })).toBe('Враховано: Сир.');
  expect(say('staff')('notApplied.limit')).toMatch(/^Учасник/);
});
