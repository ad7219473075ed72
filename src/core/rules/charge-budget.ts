// What a rule takes of its budget. Points count as they are, stamps as one each; a discount, and the price of a free piece,
// counts in points at their value. A receipt's discounts of one rule are put together and rounded up to whole points: what is
// smaller than a point is not for nothing, and a spent budget is never overdrawn.
import type { Charge, Evaluation } from './basket.ts';
import type { Applied, BudgetRoom } from './evaluation-run.ts';
import { spreadPoints } from './spread-points.ts';

/** How much its budget still lets a rule take off, in minor units. */
export function discountRoom({ budget }: Applied, pointValueMinor: number): number {
  if (budget === null) return Number.POSITIVE_INFINITY;
  return (budget.left + chargeOf(budget, pointValueMinor)) * pointValueMinor - budget.offMinor;
}

/** Charges what was taken off a line, as far as the budget goes: a free piece that was promised is given beyond it. */
export function chargeDiscount(
  applied: Applied,
  { lineNo, amountMinor }: { lineNo: number; amountMinor: number },
  pointValueMinor: number,
): void {
  const { budget } = applied;
  if (budget === null) return;
  const chargedMinor = Math.min(amountMinor, discountRoom(applied, pointValueMinor));
  if (chargedMinor <= 0) return;
  const before = chargeOf(budget, pointValueMinor);
  budget.offMinor += chargedMinor;
  budget.off.push([lineNo, chargedMinor]);
  budget.left -= chargeOf(budget, pointValueMinor) - before;
}

/** What the discounts of a rule have taken of its budget; null for nothing. */
export function readCharge({ rule, budget }: Applied, pointValueMinor: number): Charge | null {
  if (budget === null || budget.offMinor === 0) return null;
  const points = chargeOf(budget, pointValueMinor);
  const shares = spreadPoints(
    points,
    budget.off.map(([, amountMinor]) => amountMinor),
  );
  const lines = budget.off.map(([lineNo], i): [number, number] => [lineNo, shares[i] ?? 0]);
  return { ruleId: rule.ruleId, points, lines };
}

/** What an evaluation takes of budgets in all, rule by rule. */
export function takenOfBudgets({
  used,
  charges = [],
}: Pick<Evaluation, 'used' | 'charges'>): Pick<Charge, 'ruleId' | 'points'>[] {
  const taken: Pick<Charge, 'ruleId' | 'points'>[] = [];
  for (const { ruleId, points, hasBudget } of used) {
    if (!hasBudget) continue;
    const off = charges.find((each) => each.ruleId === ruleId)?.points ?? 0;
    if (points + off > 0) taken.push({ ruleId, points: points + off });
  }
  return taken;
}

function chargeOf({ offMinor }: BudgetRoom, pointValueMinor: number): number {
  return Math.ceil(offMinor / pointValueMinor);
}
