import type { RuleDefinition, Text } from '#src/core/rules/rule.ts';
import type { TestDatabase } from './database.ts';

/** A live rule, of receipts unless it says otherwise and always in force, behind the program's back. */
export async function publishRule(
  { sql }: Pick<TestDatabase, 'sql'>,
  ruleId: string,
  {
    name = ruleId,
    names = {},
    ...fields
  }: Partial<RuleDefinition> & Pick<RuleDefinition, 'effects'> & { name?: string; names?: Text },
): Promise<void> {
  const definition: RuleDefinition = {
    trigger: { on: 'receipt' },
    when: null,
    priority: 10,
    group: null,
    exclusive: false,
    validFrom: null,
    validUntil: null,
    hours: [],
    cooldownHours: null,
    limits: { perMember: null, perMemberDay: null },
    caps: { receipt: null, memberDay: null, member: null },
    budget: null,
    ...fields,
  };
  await sql`insert into rule (rule_id, name, status, created_by, created_at, changed_at)
    values (${ruleId}, ${name}, 'live', 'test', '-infinity', now())`;
  await sql`insert into rule_version (rule_id, version, name, names, definition, published_by, live_from)
    values (${ruleId}, 1, ${name}, ${sql.json(names)}, ${sql.json(definition as never)}, 'test', '-infinity')`;
}
