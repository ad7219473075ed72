import type { Tx } from '#src/db/client.ts';
import { rule } from '#src/db/schema/rules.ts';
import { newId, type RuleId } from '#src/lib/id.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { checkRuleName, checkRuleNames } from './check-names.ts';
import type { Text } from './rule.ts';
import { type RuleContent, readContent } from './rule-content.ts';

export interface NewRule extends RuleContent {
  name: string;
  names?: Text | undefined;
  /** A staff id. */
  actor: string;
  at: Date;
}

/** Writes a draft that does nothing yet. Throws Refusal invalid_input {field: 'name'}, rule_not_valid. */
export async function createRule(
  tx: Tx,
  { name, names = {}, actor, at, ...content }: NewRule,
): Promise<RuleId> {
  const ruleId = newId('rul', at.getTime());
  const { definition, template } = readContent(content);
  await tx.insert(rule).values({
    ruleId,
    name: checkRuleName(name),
    names: checkRuleNames(names),
    draft: definition,
    template,
    createdBy: actor,
    createdAt: at,
    changedAt: at,
  });
  const detail = { template: template?.key ?? null };
  await recordAudit(tx, { actor, action: 'rule.create', subject: ruleId, detail, at });
  return ruleId;
}
