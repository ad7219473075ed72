// One rule with everything that is known of it: its versions, and who changed what.
import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { RuleId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import { type AuditLine, listAudit } from '../staff/list-audit.ts';
import { findRules, type RuleListed } from './list-rules.ts';
import type { RuleDefinition, Text } from './rule.ts';
import type { FromTemplate } from './rule-content.ts';

export interface RuleVersion {
  version: number;
  name: string;
  names: Text;
  definition: RuleDefinition;
  template: FromTemplate | null;
  publishedBy: string;
  /** Null: for ever. */
  liveFrom: Date | null;
  /** Null: still. */
  liveUntil: Date | null;
}

export interface RuleRead extends RuleListed {
  /** The newest first. */
  versions: RuleVersion[];
  /** The newest first. */
  audit: AuditLine[];
}

const MOST_LINES = 100;

/** Throws Refusal `not_found` {what: 'rule'}. */
export async function readRule(db: Reader, ruleId: RuleId): Promise<RuleRead> {
  const [found] = await findRules(db, sql`r.rule_id = ${ruleId}`);
  if (!found) throw new Refusal('not_found', { what: 'rule' });
  const versions = await db.execute<RuleVersion & Record<string, unknown>>(sql`
    select version, name, names, definition, template, published_by as "publishedBy",
      case when isfinite(live_from) then live_from end as "liveFrom", live_until as "liveUntil"
    from rule_version where rule_id = ${ruleId} order by version desc`);
  return { ...found, versions, audit: await listAudit(db, { subject: ruleId, limit: MOST_LINES }) };
}
