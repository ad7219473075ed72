import { describe, expect, it, test } from 'vitest';
import { checkRule } from '#src/core/rules/check-rule.ts';
import { describeRule } from '#src/core/rules/describe-rule.ts';
import { FIELDS } from '#src/core/rules/fields.ts';
import { ruleTeller } from '#src/core/rules/rule-words.ts';
import {
  findTemplate,
  type ParamValues,
  TEMPLATE_KEYS,
  TEMPLATES,
  type TemplateKey,
} from '#src/core/rules/templates.ts';
import { LANGUAGES, type Language } from '#src/lib/language.ts';

const NAMES: Record<Language, Parameters<typeof ruleTeller>[1]['names']> = {
  uk: {
    categories: { milk: 'Молоко' },
    tiers: { gold: 'Золотий' },
    stores: { str_1: 'Хрещатик 12' },
    currencies: { stamps: { one: 'наліпка', few: 'наліпки', many: 'наліпок', other: 'наліпки' } },
  },
  ru: { categories: { milk: 'Молоко' }, tiers: { gold: 'Золотой' }, stores: { str_1: 'Крещатик 12' } },
  en: { categories: { milk: 'Milk' }, tiers: { gold: 'Gold' }, stores: { str_1: 'Khreshchatyk 12' } },
};
const teller = (language: Language) =>
  ruleTeller(language, { timeZone: 'Europe/Kyiv', names: NAMES[language] });
/** The sentences with plain blanks, as a test can be read. */
const told = (rule: unknown, language: Language) =>
  describeRule(checkRule(rule), teller(language))
    .join(' ')
    .replaceAll(/[\u00a0\u202f]/g, ' ');

const GOODS: ParamValues = { categories: ['milk'] };
const SAID: Record<TemplateKey, { values?: ParamValues } & Record<Language, string>> = {
  everyPurchase: {
    uk: 'З кожного чека: частка сплаченого за рівнем учасника повертається балами.',
    ru: 'С каждого чека: доля уплаченного по уровню участника возвращается баллами.',
    en: 'On every receipt: the tier’s share of what is paid comes back as points.',
  },
  categoryPoints: {
    values: GOODS,
    uk: 'З кожного чека: 5 % від сплаченого (категорія «Молоко») повертається балами.',
    ru: 'С каждого чека: 5 % от уплаченного (категория «Молоко») возвращается баллами.',
    en: 'On every receipt: 5% of what is paid (category “Milk”) comes back as points.',
  },
  happyHours: {
    uk: 'З кожного чека: бали за покупку множаться на 2. Години: пн–пт 14:00–17:00.',
    ru: 'С каждого чека: баллы за покупку умножаются на 2. Часы: пн–пт 14:00–17:00.',
    en: 'On every receipt: points for the purchase are multiplied by 2. Hours: Mon–Fri 14:00–17:00.',
  },
  birthdayWeek: {
    uk: 'З кожного чека, якщо до дня народження щонайбільше 3 дні або від дня народження минуло щонайбільше 3 дні: бали за покупку множаться на 2.',
    ru: 'С каждого чека, если до дня рождения не больше чем 3 дня или со дня рождения прошло не больше чем 3 дня: баллы за покупку умножаются на 2.',
    en: 'On every receipt, if the birthday is at most 3 days away or the birthday was at most 3 days ago: points for the purchase are multiplied by 2.',
  },
  firstPurchase: {
    uk: 'З кожного чека, якщо це перша покупка: 50 балів. Щонайбільше 1 раз на учасника.',
    ru: 'С каждого чека, если это первая покупка: 50 баллов. Не больше 1 раза на участника.',
    en: 'On every receipt, if it is the first purchase: 50 points. At most 1 time for a member.',
  },
  threshold: {
    uk: 'З кожного чека, якщо сума чека щонайменше 500,00 ₴: 25 балів.',
    ru: 'С каждого чека, если сумма чека не меньше 500,00 ₴: 25 баллов.',
    en: 'On every receipt, if the receipt comes to at least ₴500.00: 25 points.',
  },
  discount: {
    values: GOODS,
    uk: 'З кожного чека: знижка 10 % на кожен товар (категорія «Молоко»).',
    ru: 'С каждого чека: скидка 10 % на каждый товар (категория «Молоко»).',
    en: 'On every receipt: 10% off each line (category “Milk”).',
  },
  stampCard: {
    values: { skus: ['latte', 'flat'] },
    uk: 'З кожного чека: наліпка за кожну штуку (артикул «latte» або «flat»), а з 5 наліпками наступна безкоштовна.',
    ru: 'С каждого чека: наклейка за каждую штуку (артикул «latte» или «flat»), а с 5 наклейками следующая бесплатно.',
    en: 'On every receipt: a stamp for every piece (sku “latte” or “flat”), and with 5 stamps the next piece is free.',
  },
};

describe('a template', () => {
  it.each(TEMPLATE_KEYS)('%s makes a rule and is told in three languages', (key) => {
    const { values, ...said } = SAID[key];
    const rule = findTemplate(key)?.build(values);
    expect(Object.fromEntries(LANGUAGES.map((language) => [language, told(rule, language)]))).toEqual({
      ...said,
    });
  });

  it('says what it asks for, and has a name and the names of its fields in every language', () => {
    expect(TEMPLATES.map(({ key }) => key)).toEqual([...TEMPLATE_KEYS]);
    for (const language of LANGUAGES) {
      const { say } = teller(language);
      for (const { key, params } of TEMPLATES) {
        expect(say(`templates.${key}`)).not.toContain('.');
        for (const { name } of params) expect(say(`params.${name}`)).not.toBe(`params.${name}`);
      }
    }
  });

  it('refuses values that make no rule', () => {
    expect(() => findTemplate('threshold')?.build({ points: 0 })).toThrow('rule_not_valid');
    expect(() => findTemplate('discount')?.build()).toThrow('rule_not_valid');
    expect(findTemplate('magic')).toBeNull();
  });
});

describe('sentences', () => {
  const effects = [{ kind: 'fixed', currency: 'stamps', points: 3 }];
  const trigger = { on: 'receipt' };

  test.each([
    ['discount', GOODS, /Budget: 1,000 points, discounts at the value of a point\.$/],
    [
      'stampCard',
      { skus: ['latte'] },
      /Budget: 1,000 points; a stamp counts as one, a free piece at its price\.$/,
    ],
  ] as const)('tell what the budget of a %s counts', (key, values, said) => {
    expect(told({ ...findTemplate(key)?.build(values), budget: 1_000 }, 'en')).toMatch(said);
  });

  test('tell bounds in the words of the currency', () => {
    const rule = {
      trigger,
      effects,
      validFrom: '2026-11-30T22:00:00Z',
      validUntil: '2026-12-31T22:00:00Z',
      hours: [
        { days: [6, 1], from: '22:00', until: '02:00' },
        { days: [1, 2, 3, 4, 5, 6, 7], from: '08:00', until: '09:00' },
      ],
      cooldownHours: 2,
      limits: { perMember: 5, perMemberDay: 2 },
      caps: { receipt: 1, memberDay: 2, member: 5 },
      budget: 1_000,
      group: 'осінь',
      exclusive: true,
    };
    expect(told(rule, 'uk')).toBe(
      'З кожного чека: 3 наліпки. Діє з 1 грудня 2026 по 31 грудня 2026. Години: пн, сб 22:00–02:00; щодня 08:00–09:00. ' +
        'Не частіше ніж раз на 2 години. Щонайбільше 5 разів на учасника. Щонайбільше 2 рази на день для учасника. З одного чека щонайбільше 1 наліпка. ' +
        'На день учаснику щонайбільше 2 наліпки. За весь час учаснику щонайбільше 5 наліпок. Бюджет: 1 000 наліпок. ' +
        'З правил групи «осінь» діє лише перше. Коли воно спрацювало, правила з меншою черговістю не діють.',
    );
  });

  test('nest conditions in brackets', () => {
    const when = {
      all: [
        { field: 'member.tier', is: 'in', value: ['gold', 'black'] },
        {
          any: [
            { field: 'receipt.store', is: 'isNot', value: 'str_1' },
            { field: 'receipt.weekday', is: 'in', value: [6, 7] },
          ],
        },
        {
          not: {
            lines: 'any',
            where: {
              all: [
                { field: 'line.category', is: 'is', value: 'milk' },
                { field: 'line.price', is: 'lessThan', value: 5_000 },
              ],
            },
          },
        },
        {
          sum: 'quantityMilli',
          where: { field: 'line.name', is: 'contains', value: 'rye' },
          is: 'atLeast',
          value: 1_500,
        },
        { field: 'member.spent', is: 'moreThan', value: 100_000, period: { days: 30 } },
        { field: 'receipt.time', is: 'atLeast', value: '18:00' },
      ],
    };
    expect(told({ trigger, effects, when }, 'en')).toBe(
      'On every receipt, if the member’s tier is “Gold” or “black”, (the store is not “Khreshchatyk 12” or the day is Saturday or Sunday), ' +
        'the receipt has no goods (category “Milk” and price less than ₴50.00), ' +
        'the quantity of goods (name contains “rye”) is at least 1.5, the member spent more than ₴1,000.00 in the last 30 days ' +
        'and the time is from 18:00: 3 × stamps.',
    );
  });

  test('say what must not be by its opposite, and what is counted with its noun', () => {
    const when = {
      all: [
        {
          not: {
            any: [
              { field: 'member.firstPurchase', is: 'is', value: true },
              { field: 'member.language', is: 'in', value: ['ru', 'en'] },
              { not: { field: 'receipt.amount', is: 'moreThan', value: 100_00 } },
              { lines: 'every', where: { not: { field: 'line.name', is: 'startsWith', value: 'Сир' } } },
            ],
          },
        },
        { field: 'member.daysRegistered', is: 'atLeast', value: 21 },
        { field: 'member.receipts', is: 'is', value: 2, period: { days: 31 } },
        { sum: 'count', where: null, is: 'moreThan', value: 5 },
        { field: 'member.balance', is: 'lessThan', value: 21 },
      ],
    };
    expect(told({ trigger, effects, when }, 'uk')).toBe(
      'З кожного чека, якщо (це не перша покупка, мова учасника не російська і не англійська, сума чека понад 100,00 ₴ ' +
        'і не всі товари в чеку такі (назва не починається з «Сир»)), учасник у програмі щонайменше 21 день, ' +
        'за останній 31 день було рівно 2 чеки, у чеку понад 5 рядків і на рахунку менш ніж 21 бал: 3 наліпки.',
    );
    expect(told({ trigger, effects, when: { all: when.all.slice(1) } }, 'ru')).toBe(
      'С каждого чека, если участник в программе не меньше чем 21 день, за последний 31 день было ровно 2 чека, ' +
        'в чеке больше чем 5 строк и на счёте меньше чем 21 балл: 3 × stamps.',
    );
  });

  test('about a return speak of what came back', () => {
    const rule = {
      trigger: { on: 'return' },
      when: {
        all: [
          { field: 'receipt.amount', is: 'atLeast', value: 500_00 },
          { lines: 'any', where: { field: 'line.category', is: 'is', value: 'milk' } },
        ],
      },
      effects,
    };
    expect(LANGUAGES.map((language) => told(rule, language))).toEqual([
      'Після повернення товару, якщо сума повернення щонайменше 500,00 ₴ і повернуто товар (категорія «Молоко»): 3 наліпки.',
      'После возврата товара, если сумма возврата не меньше 500,00 ₴ и возвращён товар (категория «Молоко»): 3 × stamps.',
      'After a return, if the return comes to at least ₴500.00 and goods came back (category “Milk”): 3 × stamps.',
    ]);
  });

  test.each(LANGUAGES)('have words for every trigger, effect and field: %s', (language) => {
    const where = { field: 'line.sku', is: 'is', value: 'x' };
    const lined = [
      { kind: 'share', currency: 'miles', shareBp: 50, where },
      {
        kind: 'per',
        currency: 'points',
        points: 2,
        perMinor: 10_000,
        terms: { pending: { hours: 5 }, lifeMonths: 3 },
      },
      { kind: 'perPiece', currency: 'points', points: 1, terms: { pending: { days: 5 }, lifeMonths: null } },
      { kind: 'multiply', currency: 'points', times: 150, terms: { pending: null } },
      { kind: 'discountShare', shareBp: 500, on: 'receipt' },
      { kind: 'discountSum', amountMinor: 500, on: 'lines' },
      { kind: 'fixed', currency: 'points', points: 1, terms: { pending: { action: 'review' } } },
      { kind: 'gift', name: { uk: 'Горнятко' } },
      { kind: 'message', text: { en: 'Thanks' } },
      { kind: 'event', name: 'big' },
    ];
    const fields = Object.entries(FIELDS).flatMap(([field, { scope, type, ...more }]) => {
      // Those of segments have a test of their own: test/core/segments/tell-audience.test.ts.
      if (scope === 'event' || scope === 'audience') return [];
      const value =
        { boolean: false, timeOfDay: '10:00', date: '2026-01-01', text: 'a', choice: 'a' }[type as string] ??
        1;
      const asked = { field, is: 'is', value, ...('period' in more && { period: { months: 2 } }) };
      return [scope === 'line' ? { lines: 'none', where: asked } : asked];
    });
    const sentences = [
      told({ trigger, effects: lined, when: { all: fields } }, language),
      ...['return', 'registration', 'tier', 'daily'].map((on) =>
        told({ trigger: { on }, effects }, language),
      ),
      ...['up', 'down', 'any'].map((to) => told({ trigger: { on: 'tier', to }, effects }, language)),
      ...[0, 1, 3].map((daysBefore) => told({ trigger: { on: 'birthday', daysBefore }, effects }, language)),
      told(
        {
          trigger: { on: 'event', name: 'review' },
          effects,
          when: { field: 'event.name', is: 'is', value: 'review' },
        },
        language,
      ),
    ];
    // A key that has no sentence would be shown as it is.
    for (const sentence of sentences)
      expect(sentence).not.toMatch(
        /(effect|fields|head|terms|goods|limit|compare|join|period|unit)\.\w|\{\{/,
      );
  });
});
