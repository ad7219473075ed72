// A draft comes into force, and with it what its budget is.
import { eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { rule } from '#src/db/schema/rules.ts';
import { Refusal } from '../refusal.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { listCurrencies } from '../stores/list-currencies.ts';
import { changedParts } from './changed-parts.ts';
import { checkCurrencies } from './check-currencies.ts';
import { isCalledTheSame } from './check-names.ts';
import { checkRule } from './check-rule.ts';
import { lastVersion } from './last-version.ts';
import { lockRule, type RuleChange } from './lock-rule.ts';
import { openVersion } from './open-version.ts';
import { setBudget } from './set-budget.ts';

export interface Publish extends RuleChange {
  /** Begin to count what the budget has given anew. */
  resetBudget: boolean;
}

/**
 * Puts the draft in force in place of the version before, from `at` on or, where that one works until then, from when its
 * own dates begin. Receipts of an earlier moment keep theirs.
 * Throws Refusal rule_same, rule_not_valid, rule_budget_too_small {spent}, rule_changed, rule_state, not_found.
 */
export async function publishRule(tx: Tx, change: Publish): Promise<{ version: number }> {
  const { ruleId, actor, at } = change;
  const before = await lockRule(tx, change, ['draft', 'live', 'paused']);
  const last = await lastVersion(tx, ruleId);
  if (before.draft === null && (last === null || isCalledTheSame(last, before)))
    throw new Refusal('rule_same');
  const definition = before.draft === null && last ? last.definition : checkRule(before.draft);
  const changed = last ? changedParts(last.definition, definition) : [];
  const isSame = last !== null && changed.length === 0 && isCalledTheSame(last, before);
  if (isSame && before.status === 'live') throw new Refusal('rule_same');
  checkCurrencies(definition, await listCurrencies(tx));
  const { version, from } = await openVersion(tx, {
    ruleId,
    version: (last?.version ?? 0) + 1,
    name: before.name,
    names: before.names,
    definition,
    template: before.template,
    actor,
    at,
  });
  // The version that works until then may have a budget, which bounds it to its end.
  if (definition.budget !== null || from <= at)
    await setBudget(tx, { ruleId, points: definition.budget, reset: change.resetBudget, at, from });
  await tx
    .update(rule)
    .set({ status: 'live', draft: null, changedAt: before.nextChangedAt })
    .where(eq(rule.ruleId, ruleId));
  const detail = { version, changed, ...(change.resetBudget && { resetBudget: true }) };
  await recordAudit(tx, { actor, action: 'rule.publish', subject: ruleId, detail, at });
  return { version };
}
