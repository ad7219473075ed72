// Six offers of «Поруч»: a bit off what people buy anyway, a present, and a code for an evening out.
import type { Condition } from '#src/core/rules/condition.ts';
import type { RuleDefinition } from '#src/core/rules/rule.ts';
import type { OfferPictureName } from './offer-pictures.ts';
import { COFFEE_TO_GO } from './products.ts';

type Words = Record<'uk' | 'ru' | 'en', { title: string; terms: string }>;

export interface DemoOffer {
  name: string;
  picture: OfferPictureName;
  words: Words;
  /** null: its code is used somewhere else. */
  gives: (Partial<RuleDefinition> & Pick<RuleDefinition, 'effects'>) | null;
  audience?: Condition;
  stock?: number;
  perMember?: number;
  lifeDays?: number;
  /** Days from the first start until it ends. */
  days: number;
  codes?: string[];
}

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
const of = (category: string) => ({ field: 'line.category', is: 'is' as const, value: category });

export const OFFERS: DemoOffer[] = [
  {
    name: 'Вечірній хліб',
    picture: 'loaf',
    words: {
      uk: {
        title: '−30 % на хліб після шостої',
        terms: 'Щовечора з 18:00 до закриття, на весь хліб і випічку.',
      },
      ru: {
        title: '−30 % на хлеб после шести',
        terms: 'Каждый вечер с 18:00 до закрытия, на весь хлеб и выпечку.',
      },
      en: {
        title: '30% off bread after six',
        terms: 'Every evening from 18:00 until we close, on all bread and pastry.',
      },
    },
    gives: {
      effects: [{ kind: 'discountShare', shareBp: 3_000, on: 'lines', where: of('Хліб і випічка') }],
      hours: [{ days: EVERY_DAY, from: '18:00', until: '22:00' }],
    },
    perMember: 10,
    days: 60,
  },
  {
    name: '−50 ₴ від 500 ₴',
    picture: 'basket',
    words: {
      uk: { title: '−50 ₴ на великий кошик', terms: 'На чек від 500 ₴. Один раз.' },
      ru: { title: '−50 ₴ на большую корзину', terms: 'На чек от 500 ₴. Один раз.' },
      en: { title: '₴50 off a big basket', terms: 'On a receipt of ₴500 or more. Once.' },
    },
    gives: {
      effects: [{ kind: 'discountSum', amountMinor: 50_00, on: 'receipt' }],
      when: { field: 'receipt.amount', is: 'atLeast', value: 500_00 },
    },
    stock: 500,
    lifeDays: 14,
    days: 45,
  },
  {
    name: 'Молочний тиждень',
    picture: 'milk',
    words: {
      uk: {
        title: '−15 % на все молочне',
        terms: 'Молоко, сир, сметана, йогурти: скільки візьмете за один раз.',
      },
      ru: {
        title: '−15 % на всё молочное',
        terms: 'Молоко, сыр, сметана, йогурты: сколько возьмёте за один раз.',
      },
      en: {
        title: '15% off all dairy',
        terms: 'Milk, cheese, sour cream, yoghurt: as much as you take at once.',
      },
    },
    gives: { effects: [{ kind: 'discountShare', shareBp: 1_500, on: 'lines', where: of('Молочне') }] },
    days: 21,
  },
  {
    name: 'Подвійні бали за овочі',
    picture: 'carrots',
    words: {
      uk: { title: 'Подвійні бали за овочі', terms: 'На один чек, скільки овочів не взяли б.' },
      ru: { title: 'Двойные баллы за овощи', terms: 'На один чек, сколько бы овощей вы ни взяли.' },
      en: {
        title: 'Double points for vegetables',
        terms: 'On one receipt, however many vegetables you take.',
      },
    },
    gives: { effects: [{ kind: 'multiply', currency: 'points', times: 200, where: of('Овочі') }] },
    perMember: 4,
    days: 30,
  },
  {
    name: 'Круасан до кави',
    picture: 'breakfast',
    words: {
      uk: { title: 'Круасан у подарунок до кави', terms: 'Візьміть каву з собою, а круасан від нас.' },
      ru: { title: 'Круассан в подарок к кофе', terms: 'Возьмите кофе с собой, а круассан от нас.' },
      en: {
        title: 'A croissant with your coffee',
        terms: 'Take a coffee to go, and the croissant is on us.',
      },
    },
    gives: {
      effects: [
        { kind: 'gift', name: { uk: 'Круасан з маслом', ru: 'Круассан с маслом', en: 'Butter croissant' } },
      ],
      when: { lines: 'any', where: of(COFFEE_TO_GO) },
    },
    stock: 200,
    days: 30,
  },
  {
    name: 'Кіно на двох',
    picture: 'cinema',
    words: {
      uk: {
        title: 'Кіно: два квитки за ціною одного',
        terms: 'Назвіть код у касі кінотеатру «Промінь». Для срібного й золотого рівнів.',
      },
      ru: {
        title: 'Кино: два билета по цене одного',
        terms: 'Назовите код в кассе кинотеатра «Промінь». Для серебряного и золотого уровней.',
      },
      en: {
        title: 'Cinema: two tickets for one',
        terms: 'Give the code at the box office of “Promin”. For the silver and gold tiers.',
      },
    },
    gives: null,
    audience: { field: 'member.tier', is: 'in', value: ['silver', 'gold'] },
    days: 60,
    codes: Array.from({ length: 80 }, (_, n) => `PROMIN-${String((n + 11) * 7_919).padStart(6, '0')}`),
  },
];
