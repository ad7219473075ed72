// What is odd about a rule among the others: named before anyone turns it on, never forbidden.
import type { RuleId } from '#src/lib/id.ts';
import { foldCategory } from '../stores/fold-category.ts';
import type { BudgetsLeft } from './basket.ts';
import { alike, covers, goodsOf, sameDates, sameGoods, sameTime } from './overlap.ts';
import type { Effect, Rule } from './rule.ts';
import { comparisonsOf } from './walk-condition.ts';

export type ConflictKind =
  /** Another of its group applies wherever it does, and comes first. */
  | 'neverReached'
  /** An exclusive rule of a higher priority keeps it silent. */
  | 'shadowed'
  | 'twoMultiply'
  /** Nothing before it gives points that it could multiply. */
  | 'multipliesNothing'
  /** Together more than 100 %. */
  | 'discountTooLarge'
  | 'ended'
  | 'unknownCurrency'
  | 'unknownTier'
  | 'unknownCategory'
  /** The law keeps it out. */
  | 'excludedCategory'
  | 'budgetSpent'
  /** Both give the same kind of points for the same goods under the same condition. */
  | 'sameCondition'
  /** The same for goods that only may be the same. */
  | 'sharedGoods'
  /** Two stamp cards fill up, and pay, with the same stamps. */
  | 'sharedStamps';

/** `details` go into the sentence conflicts.<kind> of rules.json beside the names `rule` and `other`. */
export interface Conflict {
  kind: ConflictKind;
  ruleId: RuleId;
  otherRuleId?: RuleId;
  details: Record<string, string | number>;
}

/** What a rule may name. Categories are known by what was sold: null when they are not. */
export interface KnownNames {
  currencies: readonly string[];
  tiers: readonly string[];
  categories: readonly { category: string; excluded: boolean }[] | null;
  budgets: BudgetsLeft;
  /** Milliseconds. */
  now: number;
}

/** Conflicts of `rule` with itself, with what the shop has and with the `live` rules (another version of it aside). */
export function findConflicts(rule: Rule, live: readonly Rule[], known: KnownNames): Conflict[] {
  const others = live.filter(
    ({ ruleId, definition }) =>
      ruleId !== rule.ruleId && definition.trigger.on === rule.definition.trigger.on,
  );
  return [
    ...findAlone(rule, known),
    ...findEmptyMultiply(rule, others),
    ...others.flatMap((other) => (sameTime(rule.definition, other.definition) ? findPair(rule, other) : [])),
    ...others.flatMap((other) => findSharedStamps(rule, other)),
  ];
}

function findAlone({ ruleId, definition }: Rule, known: KnownNames): Conflict[] {
  const conflicts: Conflict[] = [];
  const add = (kind: ConflictKind, details: Conflict['details'] = {}) =>
    conflicts.push({ kind, ruleId, details });
  const { validUntil, effects, budget } = definition;
  if (validUntil !== null && Date.parse(validUntil) <= known.now) add('ended', { until: validUntil });
  if (budget !== null && (known.budgets[ruleId] ?? 1) <= 0) add('budgetSpent');
  const currencies = new Set(effects.flatMap((effect) => ('currency' in effect ? [effect.currency] : [])));
  for (const key of currencies) if (!known.currencies.includes(key)) add('unknownCurrency', { key });
  for (const key of valuesOf(definition, 'member.tier')) {
    if (!known.tiers.includes(key)) add('unknownTier', { key });
  }
  if (known.categories === null) return conflicts;
  for (const key of valuesOf(definition, 'line.category')) {
    const category = known.categories.find((each) => foldCategory(each.category) === foldCategory(key));
    if (!category) add('unknownCategory', { key });
    else if (category.excluded) add('excludedCategory', { key });
  }
  return conflicts;
}

function valuesOf(definition: Rule['definition'], field: string): Set<string> {
  const named = comparisonsOf(definition).filter(
    (each) => each.field === field && ['is', 'isNot', 'in', 'notIn'].includes(each.is),
  );
  return new Set(named.flatMap(({ value }) => (Array.isArray(value) ? value.map(String) : [String(value)])));
}

function findEmptyMultiply(rule: Rule, others: Rule[]): Conflict[] {
  const before = others
    .filter((other) => comesFirst(other, rule))
    .flatMap((other) => other.definition.effects);
  return rule.definition.effects.flatMap((effect, i, own) => {
    if (effect.kind !== 'multiply') return [];
    const given = [...before, ...own.slice(0, i)].some(
      (each) =>
        (each.kind === 'share' || each.kind === 'per' || each.kind === 'perPiece') &&
        each.currency === effect.currency &&
        sameGoods(goodsOf(each), effect.where),
    );
    return given ? [] : [{ kind: 'multipliesNothing' as const, ruleId: rule.ruleId, details: {} }];
  });
}

/** Cards for the same goods, such as one for each tier, may well share them. Hours part goods, but not the stamps that stay. */
function findSharedStamps(rule: Rule, other: Rule): Conflict[] {
  if (!sameDates(rule.definition, other.definition)) return [];
  const shares = rule.definition.effects.some((one) =>
    other.definition.effects.some(
      (two) =>
        one.kind === 'stamp' &&
        two.kind === 'stamp' &&
        one.currency === two.currency &&
        !alike(one.where, two.where),
    ),
  );
  return shares
    ? [{ kind: 'sharedStamps', ruleId: rule.ruleId, otherRuleId: other.ruleId, details: {} }]
    : [];
}

function findPair(rule: Rule, other: Rule): Conflict[] {
  const [first, second] = comesFirst(rule, other) ? [rule, other] : [other, rule];
  const [a, b] = [first.definition, second.definition];
  const behind = { ruleId: second.ruleId, otherRuleId: first.ruleId };
  if (a.group !== null && a.group === b.group) {
    return covers(a, b) ? [{ kind: 'neverReached', ...behind, details: { group: a.group } }] : [];
  }
  if (a.exclusive && a.priority > b.priority) return [{ kind: 'shadowed', ...behind, details: {} }];
  const pair = { ruleId: rule.ruleId, otherRuleId: other.ruleId };
  const meets = a.effects.flatMap((one) =>
    b.effects.flatMap((two) => {
      const met = meet(one, two);
      if (met?.kind !== 'sameCondition' && met?.kind !== 'sharedGoods') return met ? [met] : [];
      return alike(a.when, b.when) && alike(a.hours, b.hours) ? [met] : [];
    }),
  );
  const [worst] = meets;
  return worst ? [{ ...worst, ...pair }] : [];
}

/** What is odd about two effects that can happen to one line. */
function meet(one: Effect, two: Effect): Pick<Conflict, 'kind' | 'details'> | null {
  if (!sameGoods(goodsOf(one), goodsOf(two))) return null;
  if (one.kind === 'discountShare' && two.kind === 'discountShare') {
    const share = one.shareBp + two.shareBp;
    return share > 10_000 ? { kind: 'discountTooLarge', details: { shareBp: share } } : null;
  }
  if (!('currency' in one) || !('currency' in two) || one.currency !== two.currency) return null;
  if (one.kind === 'multiply' && two.kind === 'multiply') return { kind: 'twoMultiply', details: {} };
  if (one.kind !== two.kind) return null;
  if (alike(goodsOf(one), goodsOf(two))) return { kind: 'sameCondition', details: {} };
  // Cards that share their stamps are told of by themselves.
  return one.kind === 'stamp' ? null : { kind: 'sharedGoods', details: {} };
}

/** The order of the book: the higher priority, then the older. */
function comesFirst(a: Rule, b: Rule): boolean {
  const difference = a.definition.priority - b.definition.priority;
  return difference > 0 || (difference === 0 && a.ruleId < b.ruleId);
}
