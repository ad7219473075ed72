// The whole of a rule while it is being built, and back.
import type { Effect, RuleDefinition, Trigger } from '#src/contract/rules.ts';
import { type GroupNode, toCondition, toTree, unfinished } from './condition-tree.ts';
import { type EffectNode, toEffect, toEffectNode } from './effect-node.ts';

/** What has no tree of its own: priority, limits, caps, hours and dates stand as they are stored. */
export type RuleBounds = Omit<RuleDefinition, 'trigger' | 'when' | 'effects'>;

export interface RuleForm {
  trigger: Trigger;
  when: GroupNode;
  effects: EffectNode[];
  bounds: RuleBounds;
}

export const NO_BOUNDS: RuleBounds = {
  priority: 0,
  group: null,
  exclusive: false,
  validFrom: null,
  validUntil: null,
  hours: [],
  cooldownHours: null,
  limits: { perMember: null, perMemberDay: null },
  caps: { receipt: null, memberDay: null, member: null },
  budget: null,
};

export function toForm(definition: RuleDefinition, currency: string): RuleForm {
  const { trigger, when, effects, ...bounds } = definition;
  return {
    trigger,
    when: toTree(when),
    effects: effects.map((effect) => toEffectNode(effect, currency)),
    bounds,
  };
}

/** The rule that the form stands for, or null while something in it has no value yet. */
export function toDefinition({ trigger, when, effects, bounds }: RuleForm): RuleDefinition | null {
  const condition = toCondition(when);
  if (condition === unfinished) return null;
  const done = effects.flatMap((node) => {
    const effect = toEffect(node);
    return effect === unfinished ? [] : [effect];
  });
  if (done.length === 0 || done.length < effects.length) return null;
  if (trigger.on === 'event' && trigger.name.trim() === '') return null;
  const budget = takesBudget(done) ? bounds.budget : null;
  return { ...bounds, budget, trigger, when: condition, effects: done };
}

/** Whether an effect gives points, stamps or a discount: what else a rule does costs its budget nothing. */
export function takesBudget(effects: readonly Pick<Effect, 'kind'>[]): boolean {
  return effects.some(({ kind }) => kind !== 'gift' && kind !== 'message' && kind !== 'event');
}
