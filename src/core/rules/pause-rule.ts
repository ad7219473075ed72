// Taking a rule out of force and putting it back. Each leaves its trace in the versions, so that a receipt of then is
// counted by what was in force then.
import { eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { rule } from '#src/db/schema/rules.ts';
import { Refusal } from '../refusal.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { isCalledTheSame } from './check-names.ts';
import { lastInForce, lastVersion } from './last-version.ts';
import { lockRule, type RuleChange, type RuleStatus } from './lock-rule.ts';
import { closeVersion, openVersion } from './open-version.ts';

/** Out of force until it is resumed. Throws Refusal rule_state, rule_changed, not_found. */
export async function pauseRule(tx: Tx, change: RuleChange): Promise<void> {
  const { nextChangedAt } = await lockRule(tx, change, ['live']);
  await closeVersion(tx, change);
  await settle(tx, change, { status: 'paused', changedAt: nextChangedAt }, 'rule.pause');
}

/**
 * In force again as it last was, and with what was to come, where it still is; a draft stays a draft. Throws as
 * pauseRule.
 */
export async function resumeRule(tx: Tx, change: RuleChange): Promise<void> {
  const { nextChangedAt } = await lockRule(tx, change, ['paused']);
  const last = await lastVersion(tx, change.ruleId);
  if (!last) throw new Error(`${change.ruleId} is paused and was never in force`);
  let { version } = last;
  const { validFrom } = last.definition;
  const ran = await lastInForce(tx, change.ruleId);
  if (ran && ran.version !== last.version && validFrom !== null && new Date(validFrom) > change.at)
    await openVersion(tx, { ...change, ...ran, version: ++version });
  await openVersion(tx, { ...change, ...last, version: ++version });
  await settle(tx, change, { status: 'live', changedAt: nextChangedAt }, 'rule.resume');
}

/** Out of force for good. Throws as pauseRule. */
export async function endRule(tx: Tx, change: RuleChange): Promise<void> {
  const { nextChangedAt } = await lockRule(tx, change, ['live', 'paused']);
  await closeVersion(tx, change);
  await settle(tx, change, { status: 'ended', draft: null, changedAt: nextChangedAt }, 'rule.end');
}

/** Throws the draft away; a rule that was never published ends. Throws Refusal rule_same besides those of pauseRule. */
export async function discardDraft(tx: Tx, change: RuleChange): Promise<void> {
  const before = await lockRule(tx, change, ['draft', 'live', 'paused']);
  const last = await lastVersion(tx, change.ruleId);
  const changedAt = before.nextChangedAt;
  if (!last) return await settle(tx, change, { status: 'ended', changedAt }, 'rule.discard');
  if (before.draft === null && isCalledTheSame(last, before)) throw new Refusal('rule_same');
  const kept = { draft: null, name: last.name, names: last.names, template: last.template, changedAt };
  await settle(tx, change, kept, 'rule.discard');
}

async function settle(
  tx: Tx,
  { ruleId, actor, at }: RuleChange,
  fields: Partial<typeof rule.$inferInsert> & { status?: RuleStatus },
  action: string,
): Promise<void> {
  await tx.update(rule).set(fields).where(eq(rule.ruleId, ruleId));
  await recordAudit(tx, { actor, action, subject: ruleId, at });
}
