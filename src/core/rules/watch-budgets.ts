// Budgets of rules: staff are told when 80 % are spent and when all is. The stop itself is none of its work: a receipt
// never gets more than what is left.
import { sql } from 'drizzle-orm';
import type { Reader, Tx } from '#src/db/client.ts';
import type { RuleId } from '#src/lib/id.ts';
import { recordAudit } from '../staff/record-audit.ts';

export interface BudgetAlert {
  ruleId: RuleId;
  name: string;
  /** 80 % spent, or all of it. */
  kind: 'low' | 'spent';
  points: number;
  spent: number;
  at: Date;
}

/**
 * Notes the budgets that have become low or spent since the last time, once each, as `rule.budget_low` and
 * `rule.budget_spent` in the audit log; forgets it of those that returns or a larger budget have filled again. Returns
 * what it noted.
 */
export async function watchBudgets(tx: Tx, at: Date): Promise<number> {
  await tx.execute(sql`
    update rule_budget set alerted_at = null, stopped_at = null
    where alerted_at is not null and spent * 5 < points * 4`);
  const low = await tx.execute<Noted>(sql`
    update rule_budget set alerted_at = ${at}::timestamptz where alerted_at is null and spent * 5 >= points * 4
    returning rule_id as "ruleId", points::float8 as points, spent::float8 as spent`);
  const spent = await tx.execute<Noted>(sql`
    update rule_budget set stopped_at = ${at}::timestamptz where stopped_at is null and spent = points
    returning rule_id as "ruleId", points::float8 as points, spent::float8 as spent`);
  // One that is spent all at once is said once.
  const gone = new Set(spent.map((each) => each.ruleId));
  const news = [
    ...low.filter((each) => !gone.has(each.ruleId)).map((each) => ({ ...each, action: 'rule.budget_low' })),
    ...spent.map((each) => ({ ...each, action: 'rule.budget_spent' })),
  ];
  for (const { action, ruleId, ...detail } of news)
    await recordAudit(tx, { actor: 'system', action, subject: ruleId, detail, at });
  return news.length;
}

interface Noted extends Record<string, unknown> {
  ruleId: RuleId;
  points: number;
  spent: number;
}

/** Rules in force whose budget is low or spent, the emptiest first. */
export async function listBudgetAlerts(db: Reader): Promise<BudgetAlert[]> {
  return await db.execute<BudgetAlert & Record<string, unknown>>(sql`
    select r.rule_id as "ruleId", r.name, case when b.spent = b.points then 'spent' else 'low' end as kind,
      b.points::float8 as points, b.spent::float8 as spent, coalesce(b.stopped_at, b.alerted_at) as at
    from rule_budget b join rule r using (rule_id)
    where r.status = 'live' and b.alerted_at is not null
    order by b.spent::float8 / b.points desc, r.name`);
}
