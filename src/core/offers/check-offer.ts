// The gate of offers: what passes it can be stored, compiled and shown.
import { z } from 'zod';
import { isId } from '#src/lib/id.ts';
import { LANGUAGES } from '#src/lib/language.ts';
import { problemMessage } from '#src/lib/problem.ts';
import { checkCondition } from '../rules/check-condition.ts';
import { checkRule } from '../rules/check-rule.ts';
import { isRecord, refuseIssues, refuseRule, refuseUnfit } from '../rules/refuse-rule.ts';
import type { RuleDefinition } from '../rules/rule.ts';
import type { OfferContent } from './offer-content.ts';

/** Of offers that do not add up with one another: of those a member holds the best works. */
export const ALONE_GROUP = 'offers';
/** Behind the base rule, so that multiplied points find something to multiply. */
const PRIORITY = 0;
const MOST_EFFECTS = 5;

const words = z.strictObject({
  title: z.string().trim().min(1, problemMessage('empty')).max(120),
  terms: z.string().trim().max(600).default(''),
});
const count = (most: number) => z.int().min(1).max(most);

const schema = z.strictObject({
  words: z
    .strictObject(Object.fromEntries(LANGUAGES.map((language) => [language, words.optional()])))
    .refine((all) => Object.values(all).some((each) => each !== undefined), problemMessage('oneLanguage')),
  pictureId: z
    .string()
    .regex(/^[0-9a-f]{64}\.(png|jpg)$/, problemMessage('picture'))
    .nullable()
    .default(null),
  reach: z.enum(['public', 'personal', 'code']).default('public'),
  mustTake: z.boolean().default(false),
  audience: z.unknown().optional(),
  stores: z
    .array(z.custom<NonNullable<OfferContent['stores']>[number]>((value) => isId('str', String(value))))
    .min(1, problemMessage('empty'))
    .max(500)
    .nullable()
    .default(null),
  gives: z.unknown().optional(),
  codes: z.enum(['made', 'pool']).default('made'),
  stock: count(10_000_000).nullable().default(null),
  perMember: count(1_000).default(1),
  lifeDays: count(3_660).nullable().default(null),
  reviveDays: count(3_660).nullable().default(null),
  budgetMinor: count(1_000_000_000_000).nullable().default(null),
});

/**
 * The offer that `input` describes, with what was left out filled in. Throws Refusal rule_not_valid with the place
 * (`path`) and what is wrong there.
 */
export function checkOffer(input: unknown): OfferContent {
  if (!isRecord(input)) refuseRule('offer', 'object');
  refuseUnfit(input, 'offer');
  const parsed = schema.safeParse(input);
  if (!parsed.success) return refuseIssues(parsed.error.issues, input, 'offer');
  const { audience, gives, words: told, ...rest } = parsed.data;
  const content: OfferContent = {
    ...rest,
    words: told,
    audience:
      audience === undefined || audience === null ? null : checkCondition(audience, 'audience', ['member']),
    gives: gives === undefined || gives === null ? null : checkGives(gives),
  };
  if (content.gives === null && content.reach === 'code') return refuseRule('gives', 'offer.codeGives');
  if (content.gives === null && content.codes === 'made') return refuseRule('gives', 'offer.givesNothing');
  if (content.reach === 'code' && content.mustTake) return refuseRule('mustTake', 'offer.takenByBringing');
  return content;
}

/** How often it works is the matter of coupons, and what it may cost in all of the offer. */
function checkGives(input: unknown): RuleDefinition {
  const asked = isRecord(input) ? { trigger: { on: 'receipt' }, priority: PRIORITY, ...input } : input;
  const rule = checkRule(asked);
  if (rule.trigger.on !== 'receipt') return refuseRule('gives.trigger', 'offer.receiptOnly');
  if (rule.effects.length > MOST_EFFECTS)
    return refuseRule('gives.effects', 'mostItems', { count: MOST_EFFECTS });
  if (rule.effects.some((effect) => effect.kind === 'stamp'))
    return refuseRule('gives.effects', 'offer.noStamps');
  const { perMember, perMemberDay } = rule.limits;
  const { memberDay, member } = rule.caps;
  const bounds = [perMember, perMemberDay, memberDay, member, rule.budget, rule.cooldownHours];
  if (bounds.some((bound) => bound !== null)) return refuseRule('gives.limits', 'offer.noLimits');
  if (rule.group !== null && rule.group !== ALONE_GROUP)
    return refuseRule('gives.group', 'exactly', { value: ALONE_GROUP });
  return rule;
}
