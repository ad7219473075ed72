// What a little more would bring: a rule that begins at a sum, the next tier, the free piece of a stamp card. In memory.
import { ownPoints } from '../ledger/points.ts';
import { tierStanding } from '../members/tier-standing.ts';
import type { Evaluation } from '../rules/basket.ts';
import type { CompiledBook } from '../rules/compile-book.ts';
import type { Condition } from '../rules/condition.ts';
import type { KnownRules } from '../rules/known-rules.ts';
import { foldCategory } from '../stores/fold-category.ts';
import type { KnownProgramme } from '../stores/known-programme.ts';
import { basketOf } from './basket-of.ts';
import { evaluateInput } from './evaluate-input.ts';
import type { Next } from './explained.ts';
import { localDay } from './local-day.ts';
import type { ReceiptInput } from './receipt-input.ts';
import type { ReceiptMember } from './receipt-member.ts';

export interface WhatIsNext {
  member: ReceiptMember;
  known: KnownProgramme;
  rules: KnownRules;
  /** Of the receipt as it is. */
  evaluation: Evaluation;
}

/** Sums further away than the receipt is large are no temptation, and are left out. */
export function whatIsNext(receipt: ReceiptInput, asked: WhatIsNext): Next[] {
  const book = asked.rules.at(receipt.occurredAt);
  return [...nextThreshold(receipt, book, asked), ...nextTier(receipt, asked), ...nextStamps(book, asked)];
}

function nextThreshold(receipt: ReceiptInput, book: CompiledBook, asked: WhatIsNext): Next[] {
  const keptOut = keptOutOf(receipt, asked);
  const amount = Number(receipt.amountMinor) - keptOut;
  const sums = book.rules
    .flatMap(({ definition }) => (definition.when ? sumsOf(definition.when) : []))
    .filter((sum) => sum > amount && sum <= amount * 2)
    .toSorted((a, b) => a - b);
  for (const sum of new Set(sums)) {
    const more = evaluateInput({ ...receipt, amountMinor: BigInt(sum + keptOut) }, asked);
    const before = new Set(asked.evaluation.used.map((each) => each.ruleId));
    const fresh = more.used.find((each) => !before.has(each.ruleId));
    if (!fresh) continue;
    const [currency = 'points', points = 0] = gainOf(asked.evaluation, more) ?? [];
    const gifts = more.gifts.filter(
      (gift) => !asked.evaluation.gifts.some((had) => had.ruleId === gift.ruleId),
    );
    if (points <= 0 && gifts.length === 0) continue;
    return [{ kind: 'threshold', missingMinor: sum - amount, currency, points, gifts }];
  }
  return [];
}

/** What stands on it and counts towards no sum: the law keeps it out. In minor units. */
function keptOutOf(receipt: ReceiptInput, { known, rules }: WhatIsNext): number {
  const excluded = rules.excludedAt(receipt.occurredAt);
  if (!receipt.lines.some(({ category }) => excluded.has(foldCategory(category)))) return 0;
  const { lines } = basketOf(receipt, { known, excluded });
  return lines.reduce((sum, line) => sum + (line.excluded ? line.amountMinor : 0), 0);
}

/** From which sums of a receipt a condition may come true. */
function sumsOf(condition: Condition): number[] {
  if ('all' in condition) return condition.all.flatMap(sumsOf);
  if ('any' in condition) return condition.any.flatMap(sumsOf);
  const isSum =
    ('field' in condition && condition.field === 'receipt.amount') ||
    ('sum' in condition && condition.sum === 'amountMinor' && condition.where === null);
  if (!isSum || typeof condition.value !== 'number') return [];
  if (condition.is === 'atLeast') return [condition.value];
  return condition.is === 'moreThan' ? [condition.value + 1] : [];
}

/** The currency that gains most, and how much. */
function gainOf(before: Evaluation, after: Evaluation): [string, number] | undefined {
  const gains = new Map<string, number>();
  for (const { currency, points } of after.awards) gains.set(currency, (gains.get(currency) ?? 0) + points);
  for (const { currency, points } of before.awards) gains.set(currency, (gains.get(currency) ?? 0) - points);
  return [...gains].toSorted((a, b) => b[1] - a[1])[0];
}

function nextTier(receipt: ReceiptInput, { member, known, evaluation }: WhatIsNext): Next[] {
  const { programme, tiers } = known;
  const totalMinor =
    programme.tierBasis === 'spend' ? member.turnoverMinor + BigInt(evaluation.toPayMinor) : null;
  const earned = ownPoints(evaluation.awards.filter(({ points }) => points > 0));
  const month = localDay(receipt.occurredAt.getTime(), programme.timeZone).slice(0, 7);
  const counts = programme.tierBasis === 'spend' ? evaluation.toPayMinor : earned;
  const { next } = tierStanding({
    months: { ...member.months, [month]: (member.months[month] ?? 0) + counts },
    totalMinor,
    programme,
    tiers,
    at: receipt.occurredAt,
    tierKey: member.facts.tierKey,
  });
  if (!next) return [];
  return [{ kind: 'tier', basis: programme.tierBasis, ...next }];
}

function nextStamps(book: CompiledBook, { member, evaluation }: WhatIsNext): Next[] {
  const cards = new Map<string, number>();
  for (const { definition } of book.rules)
    for (const effect of definition.effects)
      if (effect.kind === 'stamp') cards.set(effect.currency, effect.need);
  return [...cards].flatMap(([currency, need]) => {
    const given = evaluation.awards.reduce(
      (sum, each) => sum + (each.currency === currency ? each.points : 0),
      0,
    );
    const have = (member.facts.balances[currency] ?? 0) + given;
    return have > 0
      ? [{ kind: 'stamps' as const, currency, have, need, missing: Math.max(0, need - have) }]
      : [];
  });
}
