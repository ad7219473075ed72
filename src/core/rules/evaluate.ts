// What the rules say to a receipt: points, discounts, gifts and words, each with its reason. In memory, without a clock
// and without chance: the same basket, member and book always come out the same.

import { applyCaps } from './apply-caps.ts';
import type { Basket, BudgetsLeft, Evaluation, MemberFacts } from './basket.ts';
import { readCharge } from './charge-budget.ts';
import { chooseRules } from './choose-rules.ts';
import { collectAwards } from './collect-awards.ts';
import type { CompiledBook } from './compile-book.ts';
import { netOf, newRun, type Run, sumOf } from './evaluation-run.ts';
import { receiptFacts } from './facts.ts';
import { givePoints } from './give-points.ts';
import { spreadPoints } from './spread-points.ts';

/**
 * Evaluates a receipt. `budgets` holds what is left of the rules that have a budget; one that is missing has all of
 * it. With `explain` the answer also lists the rules that did not apply and why; without, that list is empty.
 *
 * Discounts of all rules come first, in their order, and lower what earns points; what points pay lowers every line
 * that counts in proportion; then points are given in the order of the rules, and last the caps of currencies trim.
 * An award may hold 0 points when a cap took all, or when stamps given and taken are equal.
 */
export function evaluateReceipt(
  book: CompiledBook,
  { basket, member, budgets }: { basket: Basket; member: MemberFacts; budgets: BudgetsLeft },
  { explain = false }: { explain?: boolean } = {},
): Evaluation {
  const facts = receiptFacts(basket, member);
  const run = newRun({ book, facts, budgets, toPayMinor: basket.amountMinor, ofReceipt: true });
  chooseRules(run, book.rules, explain);
  if (run.applied.length === 0) return run.evaluation;
  noteLeft(run, basket);
  if (basket.paidByPointsMinor > 0) payWithPoints(run, basket.paidByPointsMinor);
  givePoints(run);
  return settle(run);
}

/** The steps after the points are given; shared with the other triggers. */
export function settle(run: Run): Evaluation {
  const { evaluation, applied } = run;
  if (run.parts.length > 0) {
    applyCaps(run);
    collectAwards(run);
  }
  for (const each of applied) {
    const { rule, points, budget } = each;
    evaluation.used.push({ ruleId: rule.ruleId, points, hasBudget: budget !== null });
    const charge = budget === null ? null : readCharge(each, run.book.pointValueMinor);
    if (charge !== null) evaluation.charges = [...(evaluation.charges ?? []), charge];
  }
  return evaluation;
}

/** Lines that no rule can count: excluded by law, or free by now. */
function noteLeft({ facts, lines, net, left }: Run, basket: Basket): void {
  if (lines.length < basket.lines.length) {
    for (const line of basket.lines) if (line.excluded) left.push([line.lineNo, 'excluded']);
  }
  for (let i = 0; i < lines.length; i++) {
    if (net[i] === 0) left.push([facts.lines[i]?.lineNo ?? 0, 'free']);
  }
}

function payWithPoints(run: Run, paidMinor: number): void {
  const costs = netOf(run, run.all);
  const shares = spreadPoints(Math.min(paidMinor, sumOf(costs)), costs);
  for (let i = 0; i < shares.length; i++) run.net[i] = (run.net[i] ?? 0) - (shares[i] ?? 0);
}
