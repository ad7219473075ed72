import { eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { rule } from '#src/db/schema/rules.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { changedParts } from './changed-parts.ts';
import { checkRuleName, checkRuleNames, isCalledTheSame } from './check-names.ts';
import { lastVersion } from './last-version.ts';
import { lockRule, type RuleChange } from './lock-rule.ts';
import type { RuleDefinition, Text } from './rule.ts';
import { type RuleContent, readContent } from './rule-content.ts';

export interface DraftChange extends RuleChange, RuleContent {
  name?: string | undefined;
  names?: Text | undefined;
}

/**
 * Saves a draft; what is in force stays as it is. Throws Refusal rule_not_valid, rule_changed, rule_state {status},
 * not_found, invalid_input {field: 'name'}.
 */
export async function saveDraft(tx: Tx, change: DraftChange): Promise<void> {
  const before = await lockRule(tx, change, ['draft', 'live', 'paused']);
  const name = change.name === undefined ? before.name : checkRuleName(change.name);
  const names = change.names === undefined ? before.names : checkRuleNames(change.names);
  const says = change.definition !== undefined || Boolean(change.template);
  const content = says ? readContent(change) : null;
  await tx
    .update(rule)
    .set({
      name,
      names,
      changedAt: before.nextChangedAt,
      ...(content && { draft: content.definition, template: content.template }),
    })
    .where(eq(rule.ruleId, change.ruleId));
  // Only this room writes drafts, and only checked ones.
  const old = (before.draft ??
    (await lastVersion(tx, change.ruleId))?.definition ??
    null) as RuleDefinition | null;
  const changed = content && old ? changedParts(old, content.definition) : [];
  const detail = { changed: isCalledTheSame({ name, names }, before) ? changed : ['name', ...changed] };
  const { actor, at } = change;
  await recordAudit(tx, { actor, action: 'rule.save', subject: change.ruleId, detail, at });
}
