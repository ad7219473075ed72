import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { RuleId } from '#src/lib/id.ts';
import type { DatedRule } from './book-at.ts';
import type { RuleDefinition, Text } from './rule.ts';

/** Every version of every rule that was ever in force, the oldest rules first. */
export async function listVersions(db: Reader): Promise<DatedRule[]> {
  const rows = await db.execute<{
    rule_id: RuleId;
    version: number;
    name: string;
    names: Text | null;
    definition: RuleDefinition;
    live_from: number;
    live_until: number;
  }>(sql`
    select rule_id, version, name, nullif(names, '{}') as names, definition, (extract(epoch from live_from) * 1000)::float8 as live_from,
      (extract(epoch from coalesce(live_until, 'infinity')) * 1000)::float8 as live_until
    from rule_version where live_until is null or live_until > live_from order by rule_id, version`);
  return rows.map((row) => ({
    ruleId: row.rule_id,
    version: row.version,
    name: row.name,
    ...(row.names && { names: row.names }),
    definition: row.definition,
    from: row.live_from,
    until: row.live_until,
  }));
}
