// Discounts of a rule, taken off what the lines still cost: a later one counts from what the earlier left. The rule's budget
// trims each to what it has left.
import { chargeDiscount, discountRoom } from './charge-budget.ts';
import type { BookEffect } from './compile-book.ts';
import { type Applied, netOf, type Run, sumOf } from './evaluation-run.ts';
import { mulDiv, spreadPoints } from './spread-points.ts';

interface ADiscount {
  applied: Applied;
  effect: BookEffect;
  pick: number[];
}

/** A share is rounded to the nearest minor unit, a half up. No line goes below 0. False when the budget has trimmed it. */
export function applyDiscount(run: Run, discount: ADiscount): boolean {
  if (discount.pick.length === 0) return true;
  return discount.effect.onReceipt ? takeOffReceipt(run, discount) : takeOffLines(run, discount);
}

function takeOffLines(run: Run, { applied, effect, pick }: ADiscount): boolean {
  const { evaluation, lines, net, book } = run;
  const { ruleId, name, names } = applied.rule;
  let isWhole = true;
  for (const i of pick) {
    const cost = net[i] ?? 0;
    const wantedMinor = discountOf(effect, cost);
    const amountMinor = Math.min(wantedMinor, discountRoom(applied, book.pointValueMinor));
    if (amountMinor < wantedMinor) isWhole = false;
    if (amountMinor === 0) continue;
    const lineNo = lines[i]?.lineNo ?? 0;
    net[i] = cost - amountMinor;
    evaluation.toPayMinor -= amountMinor;
    evaluation.discounts.push({ ruleId, name, names, lineNo, amountMinor });
    chargeDiscount(applied, { lineNo, amountMinor }, book.pointValueMinor);
  }
  return isWhole;
}

function takeOffReceipt(run: Run, { applied, effect, pick }: ADiscount): boolean {
  const { pointValueMinor } = run.book;
  const costs = netOf(run, pick);
  const wantedMinor = discountOf(effect, sumOf(costs));
  const amountMinor = Math.min(wantedMinor, discountRoom(applied, pointValueMinor));
  const isWhole = amountMinor === wantedMinor;
  if (amountMinor === 0) return isWhole;
  const shares = spreadPoints(amountMinor, costs);
  for (let at = 0; at < pick.length; at++) {
    const i = pick[at] ?? 0;
    const share = shares[at] ?? 0;
    if (share === 0) continue;
    const lineNo = run.lines[i]?.lineNo ?? 0;
    run.net[i] = (run.net[i] ?? 0) - share;
    run.evaluation.offReceipt.push([lineNo, share]);
    chargeDiscount(applied, { lineNo, amountMinor: share }, pointValueMinor);
  }
  run.evaluation.toPayMinor -= amountMinor;
  const { ruleId, name, names } = applied.rule;
  run.evaluation.discounts.push({ ruleId, name, names, lineNo: null, amountMinor });
  return isWhole;
}

function discountOf({ kind, shareBp, amountMinor }: BookEffect, cost: number): number {
  if (cost <= 0) return 0;
  if (kind === 'discountSum') return Math.min(amountMinor, cost);
  // Hermite's identity: floor(x + 1/2) = floor(2x) - floor(x).
  return mulDiv(2 * cost, shareBp, 10_000) - mulDiv(cost, shareBp, 10_000);
}
