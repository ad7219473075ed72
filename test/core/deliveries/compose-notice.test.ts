// What is said about everything but receipts, in the words of each language. Pure.
import { describe, expect, it } from 'vitest';
import { composeNotice, type NoticeFacts } from '#src/core/deliveries/compose-notice.ts';
import type { Happened } from '#src/core/events/happened.ts';
import type { Currency } from '#src/core/stores/list-currencies.ts';
import type { Programme, Tier } from '#src/core/stores/read-programme.ts';
import { LANGUAGES, type Language } from '#src/lib/language.ts';

const now = new Date('2026-11-22T10:00:00Z');

const programme: Pick<
  Programme,
  'timeZone' | 'moneyCurrency' | 'tierBasis' | 'returnPolicy' | 'defaultLanguage'
> = {
  timeZone: 'Europe/Kyiv',
  moneyCurrency: 'UAH',
  tierBasis: 'spend',
  returnPolicy: 'debt',
  defaultLanguage: 'uk',
};
const tiers: Pick<Tier, 'tierKey' | 'benefits'>[] = [
  { tierKey: 'base', benefits: {} },
  { tierKey: 'silver', benefits: { uk: ['7 % балами', 'кава щоп’ятниці'] } },
  { tierKey: 'gold', benefits: {} },
];
const stickers: Pick<Currency, 'currency' | 'names'> = {
  currency: 'coffee',
  names: { uk: { one: 'наліпка', few: 'наліпки', many: 'наліпок', other: 'наліпки' } },
};

function facts(language: Language, fields: Partial<NoticeFacts> = {}): NoticeFacts {
  return {
    language,
    now,
    // Only what notices look at.
    programme: programme as Programme,
    tiers: tiers as Tier[],
    currencies: [stickers as Currency],
    stampCards: new Map(),
    stories: new Map(),
    names: new Map(),
    orders: new Map(),
    coupons: new Map(),
    challenges: new Map(),
    progress: new Map(),
    friendNames: new Map(),
    gifts: new Map([
      ['gft_1', { giver: 'Тарас <b>', note: 'На каву', expiresAt: new Date('2026-11-29T10:00:00Z') }],
    ]),
    ...fields,
  };
}

type Told = Exclude<
  Happened,
  | { data: { orderId: string } }
  | {
      kind:
        | 'receipt.accepted'
        | 'receipt.returned'
        | 'receipt.rated'
        | 'points.activated'
        | 'challenge.progressed';
    }
>;
const event = <E extends Told>(happened: E) =>
  ({ ...happened, eventId: 'evt_1', memberId: 'mem_1', recordedAt: now }) as const;
const say = (happened: Told, language: Language = 'uk', fields: Partial<NoticeFacts> = {}) =>
  composeNotice(event(happened), facts(language, fields))?.text.replaceAll('\u00a0', ' ');

describe('points that expire', () => {
  const expiring = (daysBefore: number, amount = '50'): Told => ({
    kind: 'points.expiring',
    data: { currency: 'points', amount, expiresOn: '2026-12-22', daysBefore },
  });
  it('when it is weeks away, then the amount and the last day are said, with the code that spends them', () => {
    expect(say(expiring(30))).toBe('Діють до 22 грудня: 50 балів. Ними можна заплатити на касі.');
    expect(say(expiring(7, '1'), 'ru')).toBe(
      'Действуют до 22 декабря: 1 балл. Ими можно заплатить на кассе.',
    );
    expect(say(expiring(7, '2'), 'en')).toBe(
      'Good until 22 December: 2 points. You can pay with them at the till.',
    );
    const buttons = composeNotice(event(expiring(30)), facts('uk'))?.buttons?.flat();
    expect(buttons).toEqual([{ label: 'Код для списання', action: 'code' }]);
  });
  it('when it is tomorrow or today, then it says so', () => {
    expect(say(expiring(1))).toContain('Завтра останній день: 50 балів.');
    expect(say(expiring(0), 'en')).toContain('Today is the last day: 50 points.');
  });
  it('when they are stickers, then they have their own word and cannot pay', () => {
    const data = { currency: 'coffee', amount: '3', expiresOn: '2026-12-22', daysBefore: 7 };
    const prompt = composeNotice(event({ kind: 'points.expiring', data }), facts('uk'));
    expect(prompt?.text.replaceAll('\u00a0', ' ')).toBe('Діють до 22 грудня: 3 наліпки.');
    expect(prompt?.buttons).toBeUndefined();
  });
});

describe('tiers', () => {
  it('when a member goes up, then they are congratulated and hear what it brings', () => {
    expect(say({ kind: 'tier.changed', data: { from: 'base', to: 'silver' } })).toBe(
      'Вітаємо: ваша картка тепер «Срібна».\nЩо вона дає: 7 % балами, кава щоп’ятниці.',
    );
  });
  it('when a member goes down, then it is said kindly, with why and that the points stay', () => {
    const text = say({ kind: 'tier.changed', data: { from: 'gold', to: 'silver' } });
    expect(text).toContain('покупок було менше');
    expect(text).toContain('Бали на місці');
  });
  it('when a tier is at risk, then what is missing is told in money or in points, as the shop counts', () => {
    const data = { tierKey: 'gold', missingMinor: '12000', keptUntil: '2026-12-31T10:00:00Z' };
    expect(say({ kind: 'tier.at_risk', data })).toBe(
      'Щоб картка «Золота» лишилася вашою, до 31 грудня потрібно ще покупок на 120,00 ₴.',
    );
    const points = { ...programme, tierBasis: 'points' } as Programme;
    const inPoints = { kind: 'tier.at_risk', data: { ...data, missingMinor: 121 } } as const;
    expect(say(inPoints, 'en', { programme: points })).toBe(
      'To keep your Gold card, earn 121 points more by 31 December.',
    );
  });
});

describe('gifts', () => {
  it('when one is given, then it says from whom, with the note escaped, until when, and offers to accept', () => {
    const data = { giftId: 'gft_1', amount: '21', currency: 'points' };
    const prompt = composeNotice(event({ kind: 'gift.given', data }), facts('uk'));
    expect(prompt?.text.replaceAll('\u00a0', ' ')).toBe(
      '🎁 Вам подарунок: 21 бал. Від кого: Тарас &lt;b&gt;.\n«На каву»\nПрийняти можна до 29 листопада.',
    );
    expect(prompt?.buttons?.flat()).toMatchObject([{ label: 'Прийняти', action: 'gift.accept:gft_1' }]);
  });
  it('when it is gone already, then nothing is said', () => {
    const data = { giftId: 'gft_2', amount: '21', currency: 'points' };
    expect(composeNotice(event({ kind: 'gift.given', data }), facts('uk'))).toBeNull();
  });
  it('when it was accepted or came back, then the giver hears it', () => {
    const data = { giftId: 'gft_1', amount: 5, currency: 'points' };
    expect(say({ kind: 'gift.accepted', data })).toContain('прийнято: 5 балів');
    expect(say({ kind: 'gift.returned', data }, 'en')).toContain('Back on your account: 5 points');
  });
});

describe('adjustments and messages of rules', () => {
  it.each([
    ['50', 'uk', 'Магазин додав на рахунок 50 балів. Причина: вибачення. На рахунку 1 250.'],
    ['-1', 'en', 'The shop has taken off 1 point. Reason: an apology. You have 1,250.'],
  ] as const)(
    'when %s is adjusted, then the change, the reason and the balance are said in %s',
    (amount, language, text) => {
      const data = { amount, reason: 'apology', balance: '1250' };
      expect(say({ kind: 'points.adjusted', data }, language)).toBe(text);
    },
  );
  it('when staff have cancelled a gift, then it is said that it was one', () => {
    const data = { amount: '-15', reason: 'gift', balance: '155' };
    expect(say({ kind: 'points.adjusted', data })).toBe(
      'Магазин зняв з рахунку 15 балів. Причина: подарунок скасовано. На рахунку 155.',
    );
  });
  it('when a partner takes back what was spent, then the debt is told and no balance below zero', () => {
    const data = {
      by: 'prt_1',
      what: 'issueReturn',
      amount: '8',
      balance: '-8',
      currency: 'points',
    } as const;
    const cafe = { names: new Map([['prt_1', 'Кава поруч']]) };
    const told = (fields: Partial<NoticeFacts>) =>
      say({ kind: 'partner.points', data }, 'uk', { ...cafe, ...fields });
    expect(told({})).toBe(
      'Кава поруч: покупку повернено, тому знято 8 балів. На рахунку 0, борг 8 балів: його сплатять наступні бали.',
    );
    const below = { programme: { ...programme, returnPolicy: 'negative' } as Programme };
    expect(told(below)).toMatch(/На рахунку −8\.$/);
  });
  it('when expired points came back, then it is said why', () => {
    const data = { amount: '40', reason: 'bought_in_time', balance: '45' };
    expect(say({ kind: 'points.adjusted', data })).toBe(
      'Магазин додав на рахунок 40 балів. Причина: покупка була вчасно, хоча ми дізналися про неї пізніше. На рахунку 45.',
    );
  });
  it('when a rule has a message, then it comes in the reader’s language or the shop’s, and brings no markup', () => {
    const data = { ruleId: 'rul_1', text: { uk: 'Кава <b>за нами</b>', en: 'Coffee on us' } };
    expect(say({ kind: 'rule.message', data }, 'en')).toBe('Coffee on us');
    expect(say({ kind: 'rule.message', data }, 'ru')).toBe('Кава &lt;b&gt;за нами&lt;/b&gt;');
    expect(say({ kind: 'rule.message', data: { ruleId: 'rul_1', text: {} } })).toBeUndefined();
  });
  it('when points come of one without words, then they are told with its name in the language', () => {
    const rules = [{ name: 'Застосунок', names: { en: 'The app' } }];
    const came = { currency: 'points', amount: '7', balance: '57', rules, activeAt: null, waitsFor: null };
    expect(say({ kind: 'rule.points', data: { ...came, told: false } }, 'en')).toBe(
      'The app: +7 points. You have 57.',
    );
    expect(say({ kind: 'rule.points', data: { ...came, told: false } }, 'ru')).toBe(
      'Застосунок: +7 баллов. На счёте 57.',
    );
    expect(say({ kind: 'rule.points', data: { ...came, told: true } })).toBeUndefined();
  });
  it('when a limit took some of them off or left nothing, then it is said, whatever the rule says itself', () => {
    const data = { currency: 'points', balance: '157', activeAt: null, waitsFor: null, told: true };
    const rules = [{ name: 'Застосунок', names: { en: 'The app' } }];
    const cut = (given: number) => ({
      kind: 'rule.points' as const,
      data: {
        ...data,
        rules,
        amount: String(given),
        trimmed: [{ kind: 'day' as const, wanted: 140, given, limit: 100 }],
      },
    });
    expect(LANGUAGES.map((language) => [say(cut(100), language), say(cut(0), language)])).toEqual([
      [
        'Застосунок: +100 балів. На рахунку 157.\n100 балів з 140: ліміт на день.',
        'Застосунок: цього разу без нарахування. На рахунку 157.\n0 балів з 140: ліміт на день.',
      ],
      [
        'Застосунок: +100 баллов. На счёте 157.\n100 баллов из 140: лимит на день.',
        'Застосунок: на этот раз без начисления. На счёте 157.\n0 баллов из 140: лимит на день.',
      ],
      [
        'The app: +100 points. You have 157.\n100 points of 140: daily limit.',
        'The app: nothing was added this time. You have 157.\n0 points of 140: daily limit.',
      ],
    ]);
  });
});

it('when anything is said in any language, then nothing of it is left untranslated', () => {
  const all: Told[] = [
    { kind: 'tier.changed', data: { from: 'gold', to: 'silver' } },
    { kind: 'tier.changed', data: { from: 'base', to: 'gold' } },
    { kind: 'points.adjusted', data: { amount: '1', reason: 'unheard of', balance: '1' } },
    { kind: 'gift.returned', data: { giftId: 'gft_1', amount: '1', currency: 'points' } },
    { kind: 'points.expired', data: { transferId: 'trf_1', amount: '1', balance: '0' } },
    { kind: 'card.blocked', data: { cardId: 'crd_1', reason: 'staff' } },
  ];
  for (const language of LANGUAGES)
    for (const happened of all) {
      const text = say(happened, language) ?? '';
      expect(text).not.toBe('');
      expect(text).not.toMatch(/\{\{|^[a-z]+\.[a-z.]+$/i);
    }
});
