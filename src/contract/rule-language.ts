// The language of rules as it travels: what a rule is asked on, its conditions and its effects. Sent in, a rule is read
// piece by piece by the service, which says which piece is wrong; these shapes are what it hands out.
import { z } from 'zod';
import { instant } from './words.ts';

export const operator = z.enum([
  'is',
  'isNot',
  'in',
  'notIn',
  'atLeast',
  'atMost',
  'moreThan',
  'lessThan',
  'contains',
  'startsWith',
]);
export type Operator = z.output<typeof operator>;

/** Money in minor units, quantities in thousandths, times of day `HH:MM`, days `YYYY-MM-DD`. */
export const conditionValue = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.array(z.string()),
  z.array(z.number()),
]);
export type ConditionValue = z.output<typeof conditionValue>;

export const period = z.union([
  z.literal('today'),
  z.object({ days: z.int() }),
  z.object({ months: z.int() }),
]);
export type Period = z.output<typeof period>;

export type LineCondition =
  | { all: LineCondition[] }
  | { any: LineCondition[] }
  | { not: LineCondition }
  | { field: string; is: Operator; value: ConditionValue };
const comparison = { field: z.string(), is: operator, value: conditionValue };
export const lineCondition: z.ZodType<LineCondition> = z
  .lazy(() =>
    z.union([
      z.object({ all: z.array(lineCondition) }),
      z.object({ any: z.array(lineCondition) }),
      z.object({ not: lineCondition }),
      z.object(comparison),
    ]),
  )
  .meta({ id: 'LineCondition' });

export type Condition =
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }
  | {
      field: string;
      is: Operator;
      value: ConditionValue;
      period?: Period | undefined;
      salt?: string | undefined;
    }
  | { lines: 'any' | 'every' | 'none'; where: LineCondition }
  | {
      sum: 'amountMinor' | 'quantityMilli' | 'count';
      where: LineCondition | null;
      is: Operator;
      value: number;
    }
  | HistoryCondition;
/** About past purchases, in segments only: net of what came back. */
export type HistoryCondition = {
  history: 'receipts' | 'days' | 'spent' | 'pieces' | 'lines';
  period: Period | null;
  receipt: Condition | null;
  line: LineCondition | null;
  is: Operator;
  value: number;
};
export const condition: z.ZodType<Condition> = z
  .lazy(() =>
    z.union([
      z.object({ all: z.array(condition) }),
      z.object({ any: z.array(condition) }),
      z.object({ not: condition }),
      z.object({ lines: z.enum(['any', 'every', 'none']), where: lineCondition }),
      z.object({
        sum: z.enum(['amountMinor', 'quantityMilli', 'count']),
        where: lineCondition.nullable(),
        is: operator,
        value: z.number(),
      }),
      z.object({
        history: z.enum(['receipts', 'days', 'spent', 'pieces', 'lines']),
        period: period.nullable(),
        receipt: condition.nullable(),
        line: lineCondition.nullable(),
        is: operator,
        value: z.number(),
      }),
      z.object({ ...comparison, period: period.optional(), salt: z.string().optional() }),
    ]),
  )
  .meta({ id: 'Condition' });

export const trigger = z.discriminatedUnion('on', [
  z.object({ on: z.enum(['receipt', 'return', 'registration', 'daily']) }),
  z.object({ on: z.literal('tier'), to: z.enum(['up', 'down', 'any']).optional() }),
  z.object({ on: z.literal('birthday'), daysBefore: z.int() }),
  z.object({ on: z.literal('event'), name: z.string() }),
]);
export type Trigger = z.output<typeof trigger>;

/** In some of the languages. */
export const text = z.object({
  uk: z.string().optional(),
  ru: z.string().optional(),
  en: z.string().optional(),
});
export type Text = z.output<typeof text>;

const pending = z.union([
  z.object({ hours: z.int() }),
  z.object({ days: z.int() }),
  z.object({ action: z.string() }),
]);
/** Where they differ from the currency's: `pending: null` is at once, `lifeMonths: null` is never. */
export const lotTerms = z.object({
  pending: pending.nullable().optional(),
  lifeMonths: z.int().nullable().optional(),
});
export type LotTerms = z.output<typeof lotTerms>;

const giving = { currency: z.string(), terms: lotTerms.optional() };
const forLines = { ...giving, where: lineCondition.optional() };
const on = z.enum(['lines', 'receipt']);
export const effect = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('share'), ...forLines, shareBp: z.union([z.int(), z.literal('tier')]) }),
  z.object({ kind: z.literal('per'), ...forLines, points: z.int(), perMinor: z.int() }),
  z.object({ kind: z.literal('perPiece'), ...forLines, points: z.int() }),
  z.object({ kind: z.literal('fixed'), ...giving, points: z.int() }),
  /** `times` in hundredths: 200 doubles. */
  z.object({ kind: z.literal('multiply'), ...forLines, times: z.int() }),
  z.object({ kind: z.literal('discountShare'), shareBp: z.int(), on, where: lineCondition.optional() }),
  z.object({ kind: z.literal('discountSum'), amountMinor: z.int(), on, where: lineCondition.optional() }),
  z.object({ kind: z.literal('stamp'), currency: z.string(), need: z.int(), where: lineCondition }),
  z.object({ kind: z.literal('gift'), name: text }),
  z.object({ kind: z.literal('message'), text }),
  z.object({ kind: z.literal('event'), name: z.string() }),
]);
export type Effect = z.output<typeof effect>;

const limit = z.int().nullable();
/** 1 is Monday; times `HH:MM` by the store's clock, over midnight where `until` is before `from`. */
const validHours = z.object({ days: z.array(z.int()), from: z.string(), until: z.string() });
export type ValidHours = z.output<typeof validHours>;

/** A whole rule but for its name. */
export const ruleDefinition = z
  .object({
    trigger,
    when: condition.nullable(),
    effects: z.array(effect),
    /** Higher goes first. */
    priority: z.int(),
    group: z.string().nullable(),
    exclusive: z.boolean(),
    validFrom: instant.nullable(),
    validUntil: instant.nullable(),
    hours: z.array(validHours),
    cooldownHours: limit,
    limits: z.object({ perMember: limit, perMemberDay: limit }),
    caps: z.object({ receipt: limit, memberDay: limit, member: limit }),
    budget: limit,
  })
  .meta({ id: 'RuleDefinition' });
export type RuleDefinition = z.output<typeof ruleDefinition>;

/** A rule that is sent in: checked by the service, which answers `rule_not_valid` with the place that is wrong. */
export const ruleSent = z
  .record(z.string(), z.unknown())
  .meta({ description: 'A RuleDefinition; what is left out takes its usual value.' });
