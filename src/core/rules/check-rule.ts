// The gate of the rule language: what passes it can be compiled, stored and told as sentences.

import { checkCondition, checkLineCondition, type Scope } from './check-condition.ts';
import { isRecord, refuseIssues, refuseRule, refuseUnfit } from './refuse-rule.ts';
import type { Effect, RuleDefinition, Trigger } from './rule.ts';
import { ruleSchema } from './rule-schema.ts';

/** What a trigger without a receipt can do. */
const WITHOUT_RECEIPT: Effect['kind'][] = ['fixed', 'gift', 'message', 'event'];

/** Asked once, on the morning of a day: at other hours they would never do anything. */
const ONCE_A_DAY: Trigger['on'][] = ['birthday', 'daily'];

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
 * the place (`path`) and what is wrong there.
 */
export function checkRule(input: unknown): RuleDefinition {
  if (!isRecord(input)) refuseRule('rule', 'object');
  refuseUnfit(input);
  const parsed = ruleSchema.safeParse(input);
  if (!parsed.success) return refuseIssues(parsed.error.issues, input, 'rule');
  const { when, effects, ...rest } = parsed.data;
  const { on } = rest.trigger;
  const definition: RuleDefinition = {
    ...rest,
    when: when === undefined || when === null ? null : checkCondition(when, 'when', SCOPES[on]),
    effects: effects.map((effect, i) => checkEffect(effect, `effects.${i}`, on)),
  };
  checkTimes(definition);
  if (definition.budget !== null && !effects.some(({ kind }) => takesOfBudget(kind)))
    refuseRule('budget', 'rule.budgetOfNothing');
  return definition;
}

/** Whether an effect gives points, stamps or a discount: what else a rule does costs its budget nothing. */
function takesOfBudget(kind: Effect['kind']): boolean {
  return kind !== 'gift' && kind !== 'message' && kind !== 'event';
}

type Parsed = ReturnType<typeof ruleSchema.parse>['effects'][number];

function checkEffect(effect: Parsed, path: string, on: Trigger['on']): Effect {
  if (on !== 'receipt' && !WITHOUT_RECEIPT.includes(effect.kind)) {
    refuseRule(`${path}.kind`, 'rule.needsReceipt', { values: WITHOUT_RECEIPT.join(', ') });
  }
  const { kind } = effect;
  if (kind === 'fixed' || kind === 'gift' || kind === 'message' || kind === 'event') return effect;
  const { where, ...rest } = effect;
  if (where !== undefined && where !== null) {
    return { ...effect, where: checkLineCondition(where, `${path}.where`) };
  }
  if (rest.kind === 'stamp') return refuseRule(`${path}.where`, 'rule.whichGoods');
  return rest;
}

function checkTimes({ trigger, validFrom, validUntil, hours }: RuleDefinition): void {
  // A daily rule may have days of the week; a birthday on another one would be lost.
  const keepsAway =
    trigger.on === 'daily' ? hours.some(({ from, until }) => from !== until) : hours.length > 0;
  if (keepsAway && ONCE_A_DAY.includes(trigger.on)) refuseRule('hours', 'rule.onceADay');
  if (validFrom !== null && validUntil !== null && Date.parse(validFrom) >= Date.parse(validUntil)) {
    refuseRule('validUntil', 'notAfter', { what: 'validFrom' });
  }
  for (const [i, { days }] of hours.entries()) {
    if (new Set(days).size < days.length) refuseRule(`hours.${i}.days`, 'rule.dayTwice');
  }
}
