import { type SQL, sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { RuleId } from '#src/lib/id.ts';
import type { RuleStatus } from './lock-rule.ts';
import type { RuleDefinition, Text } from './rule.ts';
import type { FromTemplate } from './rule-content.ts';

export interface RuleBudget {
  points: number;
  spent: number;
  alertedAt: Date | null;
  stoppedAt: Date | null;
}

export interface RuleListed {
  ruleId: RuleId;
  name: string;
  names: Text;
  status: RuleStatus;
  draft: RuleDefinition | null;
  template: FromTemplate | null;
  /** The last version, in force or not; null before the first. */
  version: number | null;
  versionName: string | null;
  versionNames: Text | null;
  definition: RuleDefinition | null;
  /** Null when it is not in force, or has been for ever. Ahead of now where the version before works until then. */
  liveFrom: Date | null;
  budget: RuleBudget | null;
  createdBy: string;
  /** Null: it was always there. */
  createdAt: Date | null;
  changedAt: Date;
}

/** Every rule: those in force first, in the order in which they are asked, then the latest changed ones. */
export async function listRules(db: Reader): Promise<RuleListed[]> {
  return await findRules(db, sql`true`);
}

/** Rules that fulfil a condition on `rule r`. */
export async function findRules(db: Reader, where: SQL): Promise<RuleListed[]> {
  const rows = await db.execute<Row>(sql`
    select r.rule_id as "ruleId", r.name, r.names, r.status, r.draft, r.template, v.version, v.name as "versionName", v.names as "versionNames", v.definition,
      case when v.live_until is null and isfinite(v.live_from) then v.live_from end as "liveFrom", r.created_by as "createdBy",
      case when isfinite(r.created_at) then r.created_at end as "createdAt",
      greatest(r.changed_at, 'epoch') as "changedAt",
      b.points::float8 as points, b.spent::float8 as spent, b.alerted_at as "alertedAt", b.stopped_at as "stoppedAt"
    from rule r
      left join lateral (
        select * from rule_version v where v.rule_id = r.rule_id order by version desc limit 1) v on true
      left join rule_budget b on b.rule_id = r.rule_id and v.definition ->> 'budget' is not null
    where ${where}
    order by array_position(array['live', 'draft', 'paused', 'ended'], r.status),
      case when r.status = 'live' then -(v.definition ->> 'priority')::integer end,
      case when r.status = 'live' then r.rule_id end, r.changed_at desc`);
  return rows.map(({ points, spent, alertedAt, stoppedAt, ...rule }) => ({
    ...rule,
    budget: points === null ? null : { points, spent: spent ?? 0, alertedAt, stoppedAt },
  }));
}

interface Row extends Omit<RuleListed, 'budget'>, Record<string, unknown> {
  points: number | null;
  spent: number | null;
  alertedAt: Date | null;
  stoppedAt: Date | null;
}
