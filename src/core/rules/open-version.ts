// Versions follow one another without a gap or an overlap; a pause is a gap.
import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { RuleId } from '#src/lib/id.ts';
import type { RuleDefinition, Text } from './rule.ts';

export interface NewVersion {
  ruleId: RuleId;
  version: number;
  name: string;
  names: Text;
  definition: RuleDefinition;
  template: unknown;
  actor: string;
  at: Date;
}

/** Closes what is in force and opens a version from the same moment on. The caller has locked the rule. */
export async function openVersion(tx: Tx, version: NewVersion): Promise<{ version: number }> {
  const { ruleId, at } = version;
  await closeVersion(tx, { ruleId, at });
  await tx.execute(sql`
    insert into rule_version (rule_id, version, name, names, definition, template, published_by, live_from)
    select ${ruleId}, ${version.version}::integer, ${version.name}, ${JSON.stringify(version.names)}::text::jsonb, ${JSON.stringify(version.definition)}::text::jsonb,
      ${version.template === null ? null : JSON.stringify(version.template)}::text::jsonb, ${version.actor},
      greatest(${at}::timestamptz, (select max(live_until) from rule_version where rule_id = ${ruleId}))`);
  return { version: version.version };
}

/** Closes the version that is in force, when there is one; a clock that went back does not close it before it began. */
export async function closeVersion(tx: Tx, { ruleId, at }: { ruleId: RuleId; at: Date }): Promise<void> {
  await tx.execute(sql`
    update rule_version set live_until = greatest(live_from, ${at}::timestamptz)
    where rule_id = ${ruleId} and live_until is null`);
}
