// A rule that is about to be changed: locked, in a state that allows it, and as the one who changes it has seen it.
import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { RuleId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import type { Text } from './rule.ts';

export type RuleStatus = 'draft' | 'live' | 'paused' | 'ended';

/** What a change names: the rule, the state in which it was seen, who changes it and when. */
export interface RuleChange {
  ruleId: RuleId;
  /** As it was read. */
  changedAt: Date;
  /** A staff id. */
  actor: string;
  at: Date;
}

export interface LockedRule {
  ruleId: RuleId;
  name: string;
  names: Text;
  status: RuleStatus;
  draft: unknown;
  template: unknown;
  /** The last version that was published; null before the first. */
  version: number | null;
  /** Later than any other change of the rule, though clocks may stand still. */
  nextChangedAt: Date;
}

/**
 * Locks a rule. Throws Refusal `not_found` {what: 'rule'}, `rule_changed` when somebody else has changed it since, and
 * `rule_state` {status} when it is in none of `states`.
 */
export async function lockRule(
  tx: Tx,
  { ruleId, changedAt, at }: RuleChange,
  states: RuleStatus[],
): Promise<LockedRule> {
  const [row] = await tx.execute<Omit<LockedRule, 'ruleId' | 'nextChangedAt'> & { seen: Date }>(sql`
    select name, names, status, draft, template, greatest(changed_at, 'epoch') as seen,
      (select max(version) from rule_version v where v.rule_id = rule.rule_id) as version
    from rule where rule_id = ${ruleId} for update`);
  if (!row) throw new Refusal('not_found', { what: 'rule' });
  const { seen, ...rest } = row;
  if (seen.getTime() !== changedAt.getTime()) throw new Refusal('rule_changed');
  if (!states.includes(row.status)) throw new Refusal('rule_state', { status: row.status });
  return { ...rest, ruleId, nextChangedAt: new Date(Math.max(at.getTime(), seen.getTime() + 1)) };
}
