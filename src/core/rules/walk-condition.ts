import type { Condition, ConditionValue, LineCondition, Operator, Period } from './condition.ts';
import type { RuleDefinition } from './rule.ts';

export interface Comparison {
  field: string;
  is: Operator;
  value: ConditionValue;
  period?: Period;
}

/** Every comparison of a rule: of its condition and of the goods that its effects are about. */
export function comparisonsOf({ when, effects }: RuleDefinition): Comparison[] {
  const goods = effects.flatMap((effect) =>
    'where' in effect && effect.where ? comparisonsIn(effect.where) : [],
  );
  return when === null ? goods : [...comparisonsIn(when), ...goods];
}

/** Whether it depends on which goods are bought: its condition speaks of them, or it does nothing without certain ones. */
export function isOfGoods({ when, effects }: RuleDefinition): boolean {
  if (when !== null && comparisonsIn(when).some(({ field }) => field.startsWith('line.'))) return true;
  return effects.every((effect) => 'where' in effect && effect.where);
}

/** Every comparison of a condition, those about goods too. */
export function comparisonsIn(condition: Condition | LineCondition): Comparison[] {
  if ('all' in condition) return condition.all.flatMap(comparisonsIn);
  if ('any' in condition) return condition.any.flatMap(comparisonsIn);
  if ('not' in condition) return comparisonsIn(condition.not);
  if ('lines' in condition) return comparisonsIn(condition.where);
  if ('sum' in condition) return condition.where === null ? [] : comparisonsIn(condition.where);
  if ('history' in condition) {
    const parts = [condition.receipt, condition.line].filter((part) => part !== null);
    return parts.flatMap(comparisonsIn);
  }
  return [condition];
}
