// Whether two rules can meet: on the same goods, at the same time, under the same condition. Where it cannot be told,
// they can.
import { isDeepStrictEqual } from 'node:util';
import type { Condition, LineCondition } from './condition.ts';
import type { Effect, RuleDefinition } from './rule.ts';

/** Whether a line can be among the goods of both. */
export function sameGoods(a: LineCondition | undefined, b: LineCondition | undefined): boolean {
  const [first, second] = [a && listOf(a), b && listOf(b)];
  if (!first || !second || first.field !== second.field) return true;
  return first.values.some((value) => second.values.includes(value));
}

/** The goods that an effect is about; undefined for all of them. */
export function goodsOf(effect: Effect): LineCondition | undefined {
  return 'where' in effect ? effect.where : undefined;
}

/** Whether both can be valid at one moment: dates and hours of the week. */
export function sameTime(a: RuleDefinition, b: RuleDefinition): boolean {
  if (!sameDates(a, b)) return false;
  if (a.hours.length === 0 || b.hours.length === 0) return true;
  return a.hours.some((one) =>
    b.hours.some(
      (other) =>
        one.days.some((day) => other.days.includes(day)) &&
        (one.from >= one.until ||
          other.from >= other.until ||
          (one.from < other.until && other.from < one.until)),
    ),
  );
}

/** Whether there is a day on which both are valid. */
export function sameDates(a: RuleDefinition, b: RuleDefinition): boolean {
  return end(a) > start(b) && end(b) > start(a);
}

/** Whether `a` applies wherever `b` does, as far as can be told by looking at them. */
export function covers(a: RuleDefinition, b: RuleDefinition): boolean {
  const { limits, caps } = a;
  const bounds = [
    a.cooldownHours,
    a.budget,
    limits.perMember,
    limits.perMemberDay,
    caps.memberDay,
    caps.member,
  ];
  if (bounds.some((bound) => bound !== null)) return false;
  if (start(a) > start(b) || end(a) < end(b)) return false;
  if (a.hours.length > 0 && !alike(a.hours, b.hours)) return false;
  const anyGoods = a.effects.some((effect) => goodsOf(effect) === undefined);
  const theirGoods = b.effects.map(goodsOf);
  if (!anyGoods && !a.effects.some((effect) => theirGoods.some((goods) => alike(goods, goodsOf(effect))))) {
    return false;
  }
  return implies(b.when, a.when);
}

/** Whether `given` cannot hold without `asked`. */
function implies(given: Condition | null, asked: Condition | null): boolean {
  if (asked === null || alike(given, asked)) return true;
  return given !== null && 'all' in given && given.all.some((part) => alike(part, asked));
}

/** The database keeps the names of an object in an order of its own, so the order says nothing. */
export function alike(a: unknown, b: unknown): boolean {
  return isDeepStrictEqual(a, b);
}

function listOf(goods: LineCondition): { field: string; values: unknown[] } | null {
  if ('all' in goods) return goods.all.map(listOf).find((list) => list !== null) ?? null;
  if (!('field' in goods) || (goods.is !== 'is' && goods.is !== 'in')) return null;
  return { field: goods.field, values: Array.isArray(goods.value) ? goods.value : [goods.value] };
}

function start({ validFrom }: RuleDefinition): number {
  return validFrom === null ? Number.NEGATIVE_INFINITY : Date.parse(validFrom);
}

function end({ validUntil }: RuleDefinition): number {
  return validUntil === null ? Number.POSITIVE_INFINITY : Date.parse(validUntil);
}
