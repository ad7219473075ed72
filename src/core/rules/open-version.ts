// Versions follow one another without a gap or an overlap; a pause is a gap. One that is to begin later leaves the version
// before it in force until then. One that is replaced or closed before it has begun ends where it would have begun: it was
// never in force.
import { type SQL, sql } from 'drizzle-orm';
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

/**
 * Opens a version: when its own dates begin, where another one works until then, else at once. What was to come before
 * it never will. Returns from when on it is in force. The caller has locked the rule.
 */
export async function openVersion(tx: Tx, version: NewVersion): Promise<{ version: number; from: Date }> {
  const { ruleId, at } = version;
  const { validFrom } = version.definition;
  const begins = validFrom === null ? at : new Date(validFrom);
  const from = begins > at && (await isAtWork(tx, { ruleId, at })) ? begins : at;
  await closeVersion(tx, { ruleId, at, until: from });
  await tx.execute(sql`
    insert into rule_version (rule_id, version, name, names, definition, template, published_by, live_from)
    select ${ruleId}, ${version.version}::integer, ${version.name}, ${JSON.stringify(version.names)}::text::jsonb, ${JSON.stringify(version.definition)}::text::jsonb,
      ${version.template === null ? null : JSON.stringify(version.template)}::text::jsonb, ${version.actor},
      greatest(${from}::timestamptz,
        (select max(live_until) from rule_version where rule_id = ${ruleId} and live_until > live_from))`);
  return { version: version.version, from };
}

/**
 * Closes the version that is in force, when there is one, at `until` (`at` when left out), and the one that is to come;
 * a clock that went back does not close it before it began.
 */
export async function closeVersion(
  tx: Tx,
  { ruleId, at, until = at }: { ruleId: RuleId; at: Date; until?: Date },
): Promise<void> {
  await tx.execute(sql`
    update rule_version
    set live_until = case when live_from > ${at}::timestamptz then live_from else greatest(live_from, ${until}::timestamptz) end
    where ${isOpen({ ruleId, at })}`);
}

/** Whether a version is in force and its own dates have begun and not ended. */
async function isAtWork(tx: Tx, asked: { ruleId: RuleId; at: Date }): Promise<boolean> {
  const at = sql`${asked.at}::timestamptz`;
  const rows = await tx.execute(sql`
    select from rule_version
    where ${isOpen(asked)} and live_from <= ${at}
      and coalesce((definition ->> 'validFrom')::timestamptz <= ${at}, true)
      and coalesce((definition ->> 'validUntil')::timestamptz > ${at}, true)`);
  return rows.length > 0;
}

/** In force or to come: of a rule that is paused or has ended there is none. */
function isOpen({ ruleId, at }: { ruleId: RuleId; at: Date }): SQL {
  return sql`rule_id = ${ruleId} and (live_until is null or live_until > ${at}::timestamptz)
    and exists (select from rule_version last where last.rule_id = ${ruleId} and last.live_until is null)`;
}
