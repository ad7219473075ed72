// The gate of challenges: what passes it can be stored, counted and shown.
import { z } from 'zod';
import { isId } from '#src/lib/id.ts';
import { problemMessage } from '#src/lib/problem.ts';
import { checkCondition, checkLineCondition } from '../rules/check-condition.ts';
import { isRecord, refuseIssues, refuseRule, refuseUnfit } from '../rules/refuse-rule.ts';
import { checkAudience } from '../segments/check-audience.ts';
import type { ChallengeTerms, Stage } from './challenge-terms.ts';

const MOST_STAGES = 5;
const MOST_VALUES = 100;
const LONGEST_TITLE = 80;
const LONGEST_TEXT = 600;

const texts = (most: number) =>
  z
    .strictObject({
      uk: z.string().trim().max(most).default(''),
      ru: z.string().trim().max(most).default(''),
      en: z.string().trim().max(most).default(''),
    })
    .partial();
const titles = texts(LONGEST_TITLE).refine(
  (all) => Object.values(all).some((each) => each !== ''),
  problemMessage('oneLanguage'),
);

const goal = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('count'), of: z.enum(['receipts', 'pieces']) }),
  z.strictObject({ kind: z.literal('sum') }),
  z.strictObject({ kind: z.literal('distinct'), of: z.enum(['days', 'categories', 'skus', 'stores']) }),
  z.strictObject({ kind: z.literal('streak'), unit: z.enum(['days', 'weeks']) }),
  z.strictObject({
    kind: z.literal('set'),
    of: z.enum(['categories', 'skus', 'stores']),
    values: z
      .array(z.string().trim().min(1, problemMessage('empty')).max(200))
      .min(2, problemMessage('challenge.setOfTwo'))
      .max(MOST_VALUES)
      .refine((all) => new Set(all).size === all.length, problemMessage('challenge.twice')),
  }),
]);

const recurs = z.strictObject({
  every: z.enum(['week', 'month', 'days']),
  days: z.int().min(1).max(366).nullable().default(null),
  times: z.int().min(1).max(1_000).nullable().default(null),
});

const points = z.int().min(1).max(1_000_000);
const prize = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('points'), points }),
  z.strictObject({ kind: z.literal('coupon'), offerId: knownId('off') }),
  z.strictObject({ kind: z.literal('gift'), rewardId: knownId('rwd') }),
  z.strictObject({
    kind: z.literal('badge'),
    sign: z.string().trim().min(1, problemMessage('empty')).max(16),
    titles,
  }),
]);

const stages = z
  .array(
    z.strictObject({
      threshold: z.int().min(1).max(100_000_000_000),
      prize,
      stock: z.int().min(1).max(1_000_000_000).nullable().default(null),
    }),
  )
  .min(1, problemMessage('empty'))
  .max(MOST_STAGES);

const schema = z.strictObject({
  titles,
  texts: texts(LONGEST_TEXT).default({}),
  pictureId: z
    .string()
    .regex(/^[0-9a-f]{64}\.(png|jpg)$/, problemMessage('picture'))
    .nullable()
    .default(null),
  goal,
  receipt: z.unknown().optional(),
  line: z.unknown().optional(),
  recurs: recurs.nullable().default(null),
  joins: z.enum(['asked', 'all']).default('asked'),
  acceptUntil: z.iso.datetime({ offset: true }).nullable().default(null),
  countsBefore: z.boolean().default(true),
  audience: z.unknown().optional(),
  controlPercent: z.int().min(0).max(50).default(10),
  chooses: z.enum(['once', 'daily']).default('daily'),
  delayDays: z.int().min(0).max(90).default(0),
  stages,
});

export interface CheckedChallenge {
  terms: ChallengeTerms;
  stages: Stage[];
}

/** What `input` describes, with what was left out filled in. Throws Refusal rule_not_valid with the place that is wrong. */
export function checkChallenge(input: unknown): CheckedChallenge {
  if (!isRecord(input)) refuseRule('challenge', 'object');
  refuseUnfit(input, 'challenge');
  const parsed = schema.safeParse(input);
  if (!parsed.success) return refuseIssues(parsed.error.issues, input, 'challenge');
  const { stages: asked, receipt, line, audience, ...rest } = parsed.data;
  if (rest.recurs && (rest.recurs.every === 'days') !== (rest.recurs.days !== null))
    return refuseRule('recurs.days', rest.recurs.every === 'days' ? 'missing' : 'challenge.daysOnly');
  const terms: ChallengeTerms = {
    ...rest,
    receipt: isAbsent(receipt) ? null : checkCondition(receipt, 'receipt', ['receipt', 'line']),
    line: isAbsent(line) ? null : checkLineCondition(line, 'line'),
    audience: isAbsent(audience) ? null : checkAudience(audience, 'audience'),
  };
  checkThresholds(terms, asked);
  return { terms, stages: asked.map((each, place) => ({ ...each, stageNo: place + 1 })) };
}

/** Each stage is further than the one before it, and none further than there is to go. */
function checkThresholds({ goal: of }: ChallengeTerms, all: { threshold: number }[]): void {
  const most = of.kind === 'set' ? of.values.length : Number.POSITIVE_INFINITY;
  for (const [place, { threshold }] of all.entries()) {
    const before = all[place - 1]?.threshold ?? 0;
    if (threshold <= before) refuseRule(`stages.${place}.threshold`, 'challenge.rising', { least: before });
    if (threshold > most) refuseRule(`stages.${place}.threshold`, 'challenge.ofSet', { most });
  }
}

function knownId<Prefix extends 'off' | 'rwd'>(prefix: Prefix) {
  return z.custom<`${Prefix}_${string}`>(
    (value) => typeof value === 'string' && isId(prefix, value),
    problemMessage('identifier', `${prefix}_`),
  );
}

function isAbsent(input: unknown): boolean {
  return input === undefined || input === null;
}
