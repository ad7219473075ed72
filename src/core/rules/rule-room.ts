// A rule's own bounds: how often it may apply to a member, and how much it may still give.
import type { CapKind, NotApplied } from './basket.ts';
import type { BookRule } from './compile-book.ts';
import type { BudgetRoom, Room, Run } from './evaluation-run.ts';

/**
 * Why a rule with limits does not apply any more; null when it does. A spent budget stops it altogether, a spent cap where
 * points are all that it could give. A full stamp card was promised: it is redeemed whatever is spent.
 */
export function refuseByLimits(run: Run, rule: BookRule): NotApplied | null {
  const { member, budgets, facts } = run;
  if (budgetLeft(budgets, rule) <= 0 && !redeems(run, rule)) return 'budget';
  const use = member.ruleUse[rule.ruleId];
  if (use === undefined) return null;
  if (use.times >= rule.perMember || use.timesToday >= rule.perMemberDay) return 'limit';
  // A receipt that comes late may lie before the last one.
  if (use.lastAt !== null && Math.abs(facts.at - use.lastAt) < rule.cooldownMs) return 'cooldown';
  const isCapped = use.points >= rule.capMember || use.pointsToday >= rule.capMemberDay;
  return isCapped && !rule.givesMore && !redeems(run, rule) ? 'cap' : null;
}

/** Whether a full card of the member's meets goods that it is for. */
function redeems({ member, lines, ofReceipt }: Run, { effects }: BookRule): boolean {
  return (
    ofReceipt &&
    effects.some(
      ({ kind, currency, need, where }) =>
        kind === 'stamp' &&
        (member.balances[currency ?? ''] ?? 0) >= need &&
        lines.some((line) => where === null || where(line)),
    )
  );
}

/** What a rule's caps still let it give here; null when it has none. */
export function roomOf({ member, ofReceipt }: Run, rule: BookRule): Room | null {
  const use = member.ruleUse[rule.ruleId];
  let room: Room | null = null;
  const consider = (kind: CapKind, limit: number, spent: number) => {
    if (limit - spent < (room?.left ?? Number.POSITIVE_INFINITY)) {
      room = { left: Math.max(0, limit - spent), kind, limit };
    }
  };
  if (ofReceipt) consider('ruleReceipt', rule.capReceipt, 0);
  consider('ruleDay', rule.capMemberDay, use?.pointsToday ?? 0);
  consider('ruleMember', rule.capMember, use?.points ?? 0);
  return room;
}

/** What is left of its budget; null without one. */
export function budgetOf({ budgets }: Run, rule: BookRule): BudgetRoom | null {
  if (rule.budget === Number.POSITIVE_INFINITY) return null;
  const left = Math.max(0, budgetLeft(budgets, rule));
  return { left, kind: 'budget', limit: rule.budget, offMinor: 0, off: [] };
}

function budgetLeft(budgets: Run['budgets'], rule: BookRule): number {
  if (rule.budget === Number.POSITIVE_INFINITY) return rule.budget;
  return budgets[rule.ruleId] ?? rule.budget;
}
