// A rule's own bounds: how often it may apply to a member, and how much it may still give.
import type { CapKind, NotApplied } from './basket.ts';
import type { BookRule } from './compile-book.ts';
import type { BudgetRoom, Room, Run } from './evaluation-run.ts';

/** Why a rule with limits does not apply any more; null when it does. A spent cap or budget stops it altogether. */
export function refuseByLimits({ member, budgets, facts }: Run, rule: BookRule): NotApplied | null {
  if (budgetLeft(budgets, rule) <= 0) return 'budget';
  const use = member.ruleUse[rule.ruleId];
  if (use === undefined) return null;
  if (use.times >= rule.perMember || use.timesToday >= rule.perMemberDay) return 'limit';
  // A receipt that comes late may lie before the last one.
  if (use.lastAt !== null && Math.abs(facts.at - use.lastAt) < rule.cooldownMs) return 'cooldown';
  return use.points >= rule.capMember || use.pointsToday >= rule.capMemberDay ? 'cap' : null;
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
