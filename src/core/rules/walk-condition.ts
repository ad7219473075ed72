import type { Condition, ConditionValue, LineCondition, Operator } from './condition.ts';
import type { RuleDefinition } from './rule.ts';

export interface Comparison {
  field: string;
  is: Operator;
  value: ConditionValue;
}

/** Every comparison of a rule: of its condition and of the goods that its effects are about. */
export function comparisonsOf({ when, effects }: RuleDefinition): Comparison[] {
  const goods = effects.flatMap((effect) => ('where' in effect && effect.where ? walk(effect.where) : []));
  return when === null ? goods : [...walk(when), ...goods];
}

/** Whether it depends on which goods are bought: its condition speaks of them, or it does nothing without certain ones. */
export function isOfGoods({ when, effects }: RuleDefinition): boolean {
  if (when !== null && walk(when).some(({ field }) => field.startsWith('line.'))) return true;
  return effects.every((effect) => 'where' in effect && effect.where);
}

function walk(condition: Condition | LineCondition): Comparison[] {
  if ('all' in condition) return condition.all.flatMap(walk);
  if ('any' in condition) return condition.any.flatMap(walk);
  if ('not' in condition) return walk(condition.not);
  if ('lines' in condition) return walk(condition.where);
  if ('sum' in condition) return condition.where === null ? [] : walk(condition.where);
  return [condition];
}
