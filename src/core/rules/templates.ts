// The eight rules that most shops begin with. Each says what it asks for, so that a form can be drawn from it, and
// makes a definition that can be changed like any other.
import { checkRule } from './check-rule.ts';
import type { RuleDefinition } from './rule.ts';

export type ParamType =
  | 'currency'
  /** Basis points. */
  | 'share'
  /** Basis points, or `tier` for the share of the member's tier. */
  | 'shareOrTier'
  /** Hundredths: 200 doubles. */
  | 'times'
  | 'points'
  | 'money'
  | 'count'
  | 'days'
  | 'weekdays'
  | 'time'
  /** A list of keys of categories. */
  | 'categories'
  /** A list of skus. */
  | 'skus';

export interface Param {
  name: string;
  type: ParamType;
  /** What the form begins with. */
  default: string | number | string[] | number[];
}

export type ParamValues = Record<string, unknown>;

export interface Template {
  key: TemplateKey;
  params: readonly Param[];
  /** The rule with these values; what is left out is the default. Throws Refusal rule_not_valid. */
  build(values?: ParamValues): RuleDefinition;
}

export const TEMPLATE_KEYS = [
  'everyPurchase',
  'categoryPoints',
  'happyHours',
  'birthdayWeek',
  'firstPurchase',
  'threshold',
  'discount',
  'stampCard',
] as const;
export type TemplateKey = (typeof TEMPLATE_KEYS)[number];

const CURRENCY: Param = { name: 'currency', type: 'currency', default: 'points' };
/** Multiplying comes after what it multiplies. */
const AFTER_POINTS = -10;

/** Goods by their sku where skus are given, else by category. */
function goods({ categories, skus }: ParamValues): unknown {
  const bySku = Array.isArray(skus) && skus.length > 0;
  return bySku
    ? { field: 'line.sku', is: 'in', value: skus }
    : { field: 'line.category', is: 'in', value: categories };
}

const GOODS: Param[] = [
  { name: 'categories', type: 'categories', default: [] },
  { name: 'skus', type: 'skus', default: [] },
];

function template(key: TemplateKey, params: Param[], make: (values: ParamValues) => unknown): Template {
  const defaults = Object.fromEntries(params.map((param) => [param.name, param.default]));
  return { key, params, build: (values = {}) => checkRule(make({ ...defaults, ...values })) };
}

const trigger = { on: 'receipt' };

export const TEMPLATES: readonly Template[] = [
  template(
    'everyPurchase',
    [CURRENCY, { name: 'share', type: 'shareOrTier', default: 'tier' }],
    ({ currency, share }) => ({ trigger, effects: [{ kind: 'share', currency, shareBp: share }] }),
  ),
  template(
    'categoryPoints',
    [
      CURRENCY,
      { name: 'categories', type: 'categories', default: [] },
      { name: 'share', type: 'share', default: 500 },
    ],
    ({ currency, categories, share }) => ({
      trigger,
      effects: [{ kind: 'share', currency, shareBp: share, where: goods({ categories }) }],
    }),
  ),
  template(
    'happyHours',
    [
      CURRENCY,
      { name: 'days', type: 'weekdays', default: [1, 2, 3, 4, 5] },
      { name: 'from', type: 'time', default: '14:00' },
      { name: 'until', type: 'time', default: '17:00' },
      { name: 'times', type: 'times', default: 200 },
    ],
    ({ currency, days, from, until, times }) => ({
      trigger,
      effects: [{ kind: 'multiply', currency, times }],
      hours: [{ days, from, until }],
      priority: AFTER_POINTS,
    }),
  ),
  template(
    'birthdayWeek',
    [CURRENCY, { name: 'days', type: 'days', default: 3 }, { name: 'times', type: 'times', default: 200 }],
    ({ currency, days, times }) => ({
      trigger,
      when: {
        any: [
          { field: 'member.birthdayInDays', is: 'atMost', value: days },
          { field: 'member.daysSinceBirthday', is: 'atMost', value: days },
        ],
      },
      effects: [{ kind: 'multiply', currency, times }],
      priority: AFTER_POINTS,
    }),
  ),
  template(
    'firstPurchase',
    [CURRENCY, { name: 'points', type: 'points', default: 50 }],
    ({ currency, points }) => ({
      trigger,
      when: { field: 'member.firstPurchase', is: 'is', value: true },
      effects: [{ kind: 'fixed', currency, points }],
      limits: { perMember: 1 },
    }),
  ),
  template(
    'threshold',
    [
      CURRENCY,
      { name: 'amount', type: 'money', default: 50_000 },
      { name: 'points', type: 'points', default: 25 },
    ],
    ({ currency, amount, points }) => ({
      trigger,
      when: { field: 'receipt.amount', is: 'atLeast', value: amount },
      effects: [{ kind: 'fixed', currency, points }],
    }),
  ),
  template('discount', [...GOODS, { name: 'share', type: 'share', default: 1_000 }], (values) => ({
    trigger,
    effects: [{ kind: 'discountShare', shareBp: values.share, on: 'lines', where: goods(values) }],
  })),
  template(
    'stampCard',
    [{ ...CURRENCY, default: 'stamps' }, ...GOODS, { name: 'need', type: 'count', default: 5 }],
    (values) => ({
      trigger,
      effects: [{ kind: 'stamp', currency: values.currency, need: values.need, where: goods(values) }],
    }),
  ),
];

/** The template of that key; null when there is none. */
export function findTemplate(key: string): Template | null {
  return TEMPLATES.find((each) => each.key === key) ?? null;
}
