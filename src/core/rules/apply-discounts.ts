// Discounts of a rule, taken off what the lines still cost: a later one counts from what the earlier left.
import type { BookEffect, BookRule } from './compile-book.ts';
import { netOf, type Run, sumOf } from './evaluation-run.ts';
import { mulDiv, spreadPoints } from './spread-points.ts';

/** A share is rounded to the nearest minor unit, a half up. No line goes below 0. */
export function applyDiscount(
  run: Run,
  { rule, effect, pick }: { rule: BookRule; effect: BookEffect; pick: number[] },
): void {
  if (pick.length === 0) return;
  if (effect.onReceipt) takeOffReceipt(run, { rule, effect, pick });
  else takeOffLines(run, { rule, effect, pick });
}

function takeOffLines(
  run: Run,
  { rule, effect, pick }: { rule: BookRule; effect: BookEffect; pick: number[] },
): void {
  const { evaluation, lines, net } = run;
  for (const i of pick) {
    const cost = net[i] ?? 0;
    const amountMinor = discountOf(effect, cost);
    if (amountMinor === 0) continue;
    net[i] = cost - amountMinor;
    evaluation.toPayMinor -= amountMinor;
    evaluation.discounts.push({
      ruleId: rule.ruleId,
      name: rule.name,
      names: rule.names,
      lineNo: lines[i]?.lineNo ?? 0,
      amountMinor,
    });
  }
}

function takeOffReceipt(
  run: Run,
  { rule, effect, pick }: { rule: BookRule; effect: BookEffect; pick: number[] },
): void {
  const costs = netOf(run, pick);
  const amountMinor = discountOf(effect, sumOf(costs));
  if (amountMinor === 0) return;
  const shares = spreadPoints(amountMinor, costs);
  for (let at = 0; at < pick.length; at++) {
    const i = pick[at] ?? 0;
    const share = shares[at] ?? 0;
    run.net[i] = (run.net[i] ?? 0) - share;
    if (share > 0) run.evaluation.offReceipt.push([run.lines[i]?.lineNo ?? 0, share]);
  }
  run.evaluation.toPayMinor -= amountMinor;
  run.evaluation.discounts.push({
    ruleId: rule.ruleId,
    name: rule.name,
    names: rule.names,
    lineNo: null,
    amountMinor,
  });
}

function discountOf({ kind, shareBp, amountMinor }: BookEffect, cost: number): number {
  if (cost <= 0) return 0;
  if (kind === 'discountSum') return Math.min(amountMinor, cost);
  // Hermite's identity: floor(x + 1/2) = floor(2x) - floor(x).
  return mulDiv(2 * cost, shareBp, 10_000) - mulDiv(cost, shareBp, 10_000);
}
