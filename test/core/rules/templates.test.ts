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
    uk: 'З кожного чека: частка за рівнем учасника від сплаченого балами.',
    ru: 'С каждого чека: доля по уровню участника от уплаченного баллами.',
    en: 'On every receipt: the share of the member’s tier of what is paid as points.',
  },
  categoryPoints: {
    values: GOODS,
    uk: 'З кожного чека: 5% від сплаченого (категорія «Молоко») балами.',
    ru: 'С каждого чека: 5 % от уплаченного (категория «Молоко») баллами.',
    en: 'On every receipt: 5% of what is paid (category “Milk”) as points.',
  },
  happyHours: {
    uk: 'З кожного чека: нараховане балами множиться на 2. Години: пн–пт 14:00–17:00.',
    ru: 'С каждого чека: начисленное баллами умножается на 2. Часы: пн–пт 14:00–17:00.',
    en: 'On every receipt: what is earned as points is multiplied by 2. Hours: Mon–Fri 14:00–17:00.',
  },
  birthdayWeek: {
    uk: 'З кожного чека, якщо днів до дня народження щонайбільше 3 або днів після дня народження щонайбільше 3: нараховане балами множиться на 2.',
    ru: 'С каждого чека, если дней до дня рождения не больше 3 или дней после дня рождения не больше 3: начисленное баллами умножается на 2.',
    en: 'On every receipt, if days to the birthday are at most 3 or days since the birthday are at most 3: what is earned as points is multiplied by 2.',
  },
  firstPurchase: {
    uk: 'З кожного чека, якщо це перша покупка: 50 балів. Учаснику щонайбільше 1 раз.',
    ru: 'С каждого чека, если это первая покупка: 50 баллов. Участнику не больше 1 раза.',
    en: 'On every receipt, if it is the first purchase: 50 points. At most 1 time for a member.',
  },
  threshold: {
    uk: 'З кожного чека, якщо сума чека щонайменше 500,00 ₴: 25 балів.',
    ru: 'С каждого чека, если сумма чека не меньше 500,00 ₴: 25 баллов.',
    en: 'On every receipt, if the receipt is at least ₴500.00: 25 points.',
  },
  discount: {
    values: GOODS,
    uk: 'З кожного чека: знижка 10% на кожен товар (категорія «Молоко»).',
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
      'З кожного чека: 3 наліпки. Діє з 1 грудня 2026 до 31 грудня 2026. Години: пн, сб 22:00–02:00; щодня 08:00–09:00. ' +
        'Не частіше ніж раз на 2 години. Учаснику щонайбільше 5 разів. Учаснику щонайбільше 2 рази на день. З чека щонайбільше 1 наліпка. ' +
        'Учаснику на день щонайбільше 2 наліпки. Учаснику загалом щонайбільше 5 наліпок. Бюджет: 1 000 наліпок. ' +
        'З правил групи «осінь» діє лише перше. Після нього слабші правила не діють.',
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
      'On every receipt, if the member’s tier is “Gold” or “black” and (the store is not “Khreshchatyk 12” or the day is Saturday or Sunday) ' +
        'and it is not so that the receipt has goods of (category “Milk” and price less than ₴50.00) ' +
        'and the quantity of goods of (name contains “rye”) is at least 1.5 and spending in the last 30 days is more than ₴1,000.00 ' +
        'and the time is from 18:00: 3 × stamps.',
    );
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
      if (scope === 'event') return [];
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
      expect(sentence).not.toMatch(/(effect|fields|head|terms|goods|limit|compare|join|period)\.\w|\{\{/);
  });
});
