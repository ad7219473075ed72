// A basket to try rules on, and what they answer, explained in the reader's language.
import { z } from 'zod';
import { problem } from './problem.ts';
import { ruleSent, text } from './rule-language.ts';
import { amountMinor, instant, language, memberCode, memberId, storeId, tillId } from './words.ts';

const name = z.string().trim().max(200);
const lineIn = z.strictObject({
  sku: name.default(''),
  name: name.default(''),
  category: name.default(''),
  brand: name.default(''),
  quantityMilli: z.int().min(1).max(1_000_000_000).default(1_000),
  priceMinor: amountMinor.optional().meta({ description: 'Of one piece; worked out when left out.' }),
  amountMinor,
});

const count = z.int().min(0).max(1_000_000);
/** Somebody who does not exist: what is left out is that of a new member of the lowest tier. */
const imagined = z.strictObject({
  tierKey: z.string().max(40).optional(),
  language: language.optional(),
  receipts: count.optional(),
  turnoverMinor: amountMinor.optional(),
  daysRegistered: count.optional(),
  daysSinceLast: count.optional(),
  /** `MM-DD`. */
  birthday: z
    .string()
    .regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, problem('monthDay'))
    .optional(),
  marketingConsent: z.boolean().optional(),
  /** Points and stamps, by currency. */
  balances: z.record(z.string().max(40), count).optional(),
});

/** One of `definition` and `ruleId`'s draft is tried; neither: what is live. */
export const tryBody = z.strictObject({
  definition: ruleSent.nullable().default(null),
  /** Which rule the definition is to be: its live version stands back for it. */
  ruleId: z
    .string()
    .regex(/^rul_[0-9a-z]{1,40}$/)
    .nullable()
    .default(null),
  name: name.default(''),
  /** Whether the live rules are asked too. */
  withLive: z.boolean().default(true),
  member: z.union([z.strictObject({ memberCode }), z.strictObject({ imagined })]).default({ imagined: {} }),
  storeId,
  tillId: tillId.nullable().default(null),
  /** Now when left out. */
  occurredAt: instant.nullable().default(null),
  /** For a rule about returns, what comes back. Other rules that are not about receipts are asked without them. */
  lines: z.array(lineIn).max(200).default([]),
  /** Points that pay. */
  burn: count.default(0),
});

const whyLeft = z.enum(['excluded', 'condition', 'free']);
const why = z.enum([
  'condition',
  'dates',
  'hours',
  'cooldown',
  'limit',
  'group',
  'exclusive',
  'budget',
  'cap',
  'noLines',
]);
export const capKind = z.enum([
  'receipt',
  'day',
  'balance',
  'ruleReceipt',
  'ruleDay',
  'ruleMember',
  'budget',
]);

const part = z.object({
  ruleId: z.string(),
  name: z.string(),
  /** Whether it comes from the rule that is being tried. */
  isDraft: z.boolean(),
  points: z.int(),
  /** Before caps. */
  wanted: z.int(),
  /** Points by line; line 0 is what the receipt holds beyond its lines. */
  lines: z.array(z.object({ lineNo: z.int(), points: z.int() })),
  left: z.array(z.object({ lineNo: z.int(), why: whyLeft })),
  cap: z.object({ kind: capKind, limit: z.number() }).nullable(),
});

export const tried = z.object({
  toPayMinor: z.int(),
  awards: z.array(
    z.object({
      currency: z.string(),
      /** Below zero: stamps that a free piece took. */
      points: z.int(),
      /** Null while it waits for an action. */
      activeAt: instant.nullable(),
      waitsFor: z.string().nullable(),
      expiresAt: instant.nullable(),
      parts: z.array(part),
      /** What each rule gave, and why so much. */
      explained: z.array(z.object({ gave: z.string(), because: z.array(z.string()) })),
      /** From when they can be spent, where they wait, and through which day. */
      times: z.array(z.string()),
    }),
  ),
  discounts: z.array(
    z.object({
      ruleId: z.string(),
      name: z.string(),
      isDraft: z.boolean(),
      /** Null: off the whole receipt. */
      lineNo: z.int().nullable(),
      amountMinor: z.int(),
    }),
  ),
  gifts: z.array(z.object({ ruleId: z.string(), name: text })),
  messages: z.array(z.object({ ruleId: z.string(), text })),
  events: z.array(z.object({ ruleId: z.string(), name: z.string() })),
  notApplied: z.array(
    z.object({
      ruleId: z.string(),
      name: z.string(),
      isDraft: z.boolean(),
      why,
      sentence: z.string(),
    }),
  ),
  trimmed: z.array(
    z.object({
      currency: z.string(),
      kind: capKind,
      wanted: z.int(),
      given: z.int(),
      limit: z.number(),
      sentence: z.string(),
    }),
  ),
  /** Whom it was tried for; null for somebody imagined. */
  member: z.object({ memberId, name: z.string(), tierKey: z.string() }).nullable(),
});
export type Tried = z.output<typeof tried>;
