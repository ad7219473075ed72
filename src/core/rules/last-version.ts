import { and, desc, eq, gt, isNull, or, type SQL } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { ruleVersion } from '#src/db/schema/rules.ts';
import type { RuleId } from '#src/lib/id.ts';
import type { RuleDefinition, Text } from './rule.ts';
import type { FromTemplate } from './rule-content.ts';

export interface LastVersion {
  version: number;
  name: string;
  names: Text;
  definition: RuleDefinition;
  template: FromTemplate | null;
}

/** What was published last, in force or not; null before the first time. */
export async function lastVersion(db: Reader, ruleId: RuleId): Promise<LastVersion | null> {
  return await findLast(db, ruleId);
}

/** The last version that has ever been in force: another one than the last where that was to begin later. */
export async function lastInForce(db: Reader, ruleId: RuleId): Promise<LastVersion | null> {
  const { liveFrom, liveUntil } = ruleVersion;
  return await findLast(db, ruleId, or(isNull(liveUntil), gt(liveUntil, liveFrom)));
}

async function findLast(db: Reader, ruleId: RuleId, which?: SQL): Promise<LastVersion | null> {
  const { version, name, names, definition, template } = ruleVersion;
  const [row] = await db
    .select({ version, name, names, definition, template })
    .from(ruleVersion)
    .where(and(eq(ruleVersion.ruleId, ruleId), which))
    .orderBy(desc(version))
    .limit(1);
  if (!row) return null;
  // Only publishRule writes versions, after checking them.
  return {
    ...row,
    definition: row.definition as RuleDefinition,
    template: row.template as FromTemplate | null,
  };
}
