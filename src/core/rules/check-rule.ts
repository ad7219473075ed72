// The gate of the rule language: what passes it can be compiled, stored and told as sentences.

import { checkCondition, checkLineCondition, type Scope } from './check-condition.ts';
import { isRecord, refuseRule, refuseUnfit } from './refuse-rule.ts';
import type { Effect, RuleDefinition, Trigger } from './rule.ts';
import { ruleSchema } from './rule-schema.ts';

/** What a trigger without a receipt can do. */
const WITHOUT_RECEIPT: Effect['kind'][] = ['fixed', 'gift', 'message', 'event'];

const SCOPES: Record<Trigger['on'], Scope[]> = {
  receipt: ['member', 'receipt', 'line'],
  return: ['member', 'receipt', 'line'],
  registration: ['member'],
  birthday: ['member'],
  tier: ['member'],
  event: ['member', 'event'],
  daily: ['member'],
};

/**
 * The rule that `input` describes, with everything that was left out filled in. Throws Refusal rule_not_valid with
 * the place (`path`) and an English sentence about it (`problem`).
 */
export function checkRule(input: unknown): RuleDefinition {
  if (!isRecord(input)) refuseRule('rule', 'is not an object');
  refuseUnfit(input);
  const parsed = ruleSchema.safeParse(input);
  if (!parsed.success) return refuseIssue(parsed.error.issues);
  const { when, effects, ...rest } = parsed.data;
  const { on } = rest.trigger;
  const definition: RuleDefinition = {
    ...rest,
    when: when === undefined || when === null ? null : checkCondition(when, 'when', SCOPES[on]),
    effects: effects.map((effect, i) => checkEffect(effect, `effects.${i}`, on)),
  };
  checkTimes(definition);
  return definition;
}

type Parsed = ReturnType<typeof ruleSchema.parse>['effects'][number];

function checkEffect(effect: Parsed, path: string, on: Trigger['on']): Effect {
  if (on !== 'receipt' && !WITHOUT_RECEIPT.includes(effect.kind)) {
    refuseRule(`${path}.kind`, `needs a receipt; on ${on} there are ${WITHOUT_RECEIPT.join(', ')}`);
  }
  const { kind } = effect;
  if (kind === 'fixed' || kind === 'gift' || kind === 'message' || kind === 'event') return effect;
  const { where, ...rest } = effect;
  if (where !== undefined && where !== null) {
    return { ...effect, where: checkLineCondition(where, `${path}.where`) };
  }
  if (rest.kind === 'stamp') return refuseRule(`${path}.where`, 'is missing: say which goods are stamped');
  return rest;
}

function checkTimes({ validFrom, validUntil, hours }: RuleDefinition): void {
  if (validFrom !== null && validUntil !== null && Date.parse(validFrom) >= Date.parse(validUntil)) {
    refuseRule('validUntil', 'is not after validFrom');
  }
  for (const [i, { days }] of hours.entries()) {
    if (new Set(days).size < days.length) refuseRule(`hours.${i}.days`, 'names a day twice');
  }
}

interface Issue {
  path: PropertyKey[];
  message: string;
  code?: string;
  keys?: string[];
  errors?: Issue[][];
}

/** The first thing that zod finds, in our words where a key is unknown. */
function refuseIssue(issues: readonly Issue[]): never {
  const [issue] = issues;
  if (!issue) return refuseRule('rule', 'is not valid');
  const path = issue.path.map(String).join('.') || 'rule';
  const [unknown] = issue.keys ?? [];
  if (unknown !== undefined) {
    return refuseRule(issue.path.length > 0 ? `${path}.${unknown}` : unknown, 'is not known here');
  }
  const message = issue.message.startsWith('is ') || issue.message.startsWith('needs ');
  return refuseRule(path, message ? issue.message : `is not valid: ${issue.message}`);
}
