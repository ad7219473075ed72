// The shape of a rule as it comes from outside. Conditions are left to check-condition.ts, which can name the field
// and the operator that is wrong.
import { z } from 'zod';
import { LANGUAGES } from '#src/lib/language.ts';
import { problemMessage } from '#src/lib/problem.ts';
import type { LineCondition } from './condition.ts';

const currency = z.string().regex(/^[a-z][a-z0-9_]{1,30}$/, problemMessage('latinWord', 'points'));
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, problemMessage('timeOfDay'));
const moment = z.iso.datetime({ offset: true });
const eventName = z.string().regex(/^[a-z][a-z0-9_.:-]{0,63}$/, problemMessage('latinWord', 'app.installed'));
const points = z.int().min(1).max(1_000_000);
const moneyMinor = z.int().min(1).max(100_000_000_000);
const shareBp = z.int().min(1).max(10_000);
const count = z.int().min(1).max(1_000_000);
const cap = z.int().min(1).max(1_000_000_000).nullable().default(null);
/** Taken on trust here and checked by check-rule.ts, whatever it holds. */
const where = z.custom<LineCondition>().nullish();

const text = z
  .strictObject(
    Object.fromEntries(
      LANGUAGES.map((language) => [language, z.string().trim().min(1).max(1_000).optional()]),
    ),
  )
  .refine((words) => Object.values(words).some((word) => word !== undefined), problemMessage('oneLanguage'));

const terms = z
  .strictObject({
    pending: z
      .union([
        z.strictObject({ hours: z.int().min(1).max(8_784) }),
        z.strictObject({ days: z.int().min(1).max(366) }),
        z.strictObject({ action: z.string().min(1).max(64) }),
        z.null(),
      ])
      .optional(),
    lifeMonths: z.int().min(1).max(120).nullable().optional(),
  })
  .optional();

const trigger = z.discriminatedUnion('on', [
  z.strictObject({ on: z.literal('receipt') }),
  z.strictObject({ on: z.literal('return') }),
  z.strictObject({ on: z.literal('registration') }),
  z.strictObject({ on: z.literal('birthday'), daysBefore: z.int().min(0).max(60) }),
  z.strictObject({ on: z.literal('tier'), to: z.enum(['up', 'down', 'any']).default('up') }),
  z.strictObject({ on: z.literal('event'), name: eventName }),
  z.strictObject({ on: z.literal('daily') }),
]);

const on = z.enum(['lines', 'receipt']);
const effect = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('share'),
    currency,
    shareBp: z.union([shareBp, z.literal('tier')], problemMessage('rule.share')),
    where,
    terms,
  }),
  z.strictObject({ kind: z.literal('per'), currency, points, perMinor: moneyMinor, where, terms }),
  z.strictObject({ kind: z.literal('perPiece'), currency, points, where, terms }),
  z.strictObject({ kind: z.literal('fixed'), currency, points, terms }),
  z.strictObject({
    kind: z.literal('multiply'),
    currency,
    times: z.int().min(101).max(10_000),
    where,
    terms,
  }),
  z.strictObject({ kind: z.literal('discountShare'), shareBp, on, where }),
  z.strictObject({ kind: z.literal('discountSum'), amountMinor: moneyMinor, on, where }),
  z.strictObject({ kind: z.literal('stamp'), currency, need: z.int().min(1).max(100), where }),
  z.strictObject({ kind: z.literal('gift'), name: text }),
  z.strictObject({ kind: z.literal('message'), text }),
  z.strictObject({ kind: z.literal('event'), name: eventName }),
]);

/** A rule with everything that may be left out filled in. */
export const ruleSchema = z.strictObject({
  trigger,
  when: z.unknown().optional(),
  effects: z.array(effect).min(1, problemMessage('rule.needsEffect')).max(10),
  priority: z.int().min(-1_000).max(1_000).default(0),
  group: z.string().trim().min(1).max(40).nullable().default(null),
  exclusive: z.boolean().default(false),
  validFrom: moment.nullable().default(null),
  validUntil: moment.nullable().default(null),
  hours: z
    .array(
      z.strictObject({
        days: z.array(z.int().min(1).max(7)).min(1).max(7),
        from: time,
        until: time,
      }),
    )
    .max(14)
    .default([]),
  cooldownHours: z.int().min(1).max(87_600).nullable().default(null),
  limits: z
    .strictObject({ perMember: count.nullable().default(null), perMemberDay: count.nullable().default(null) })
    .default({ perMember: null, perMemberDay: null }),
  caps: z
    .strictObject({ receipt: cap, memberDay: cap, member: cap })
    .default({ receipt: null, memberDay: null, member: null }),
  budget: z.int().min(1).max(1_000_000_000_000).nullable().default(null),
});
