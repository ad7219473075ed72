import type { Tx } from '#src/db/client.ts';
import { rule } from '#src/db/schema/rules.ts';
import { newId, type RuleId } from '#src/lib/id.ts';
import { invalidField } from '../refusal.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { type RuleContent, readContent } from './rule-content.ts';

const MAX_NAME_LENGTH = 100;

export interface NewRule extends RuleContent {
  name: string;
  /** A staff id. */
  actor: string;
  at: Date;
}

/** Writes a draft that does nothing yet. Throws Refusal invalid_input {field: 'name'}, rule_not_valid. */
export async function createRule(tx: Tx, { name, actor, at, ...content }: NewRule): Promise<RuleId> {
  const ruleId = newId('rul', at.getTime());
  const { definition, template } = readContent(content);
  await tx.insert(rule).values({
    ruleId,
    name: checkRuleName(name),
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

/** The name without blanks around it. Throws Refusal invalid_input {field: 'name'}. */
export function checkRuleName(name: string): string {
  const trimmed = name.trim();
  if (trimmed === '' || trimmed.length > MAX_NAME_LENGTH)
    throw invalidField('name', trimmed === '' ? 'empty' : 'longest', { count: MAX_NAME_LENGTH });
  return trimmed;
}
