import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { type FoldedCategory, foldCategories } from '../stores/fold-category.ts';
import type { BudgetsLeft } from './basket.ts';

export interface RuleState {
  /** Another text means that versions have been opened or closed, or terms have become those of the past. */
  mark: string;
  budgets: BudgetsLeft;
  excluded: ReadonlySet<FoldedCategory>;
}

/** What can change from one second to the next, in one small query. */
export async function readRuleState(db: Reader): Promise<RuleState> {
  const [row] = await db.execute<{
    mark: string;
    budgets: BudgetsLeft | null;
    excluded: string[] | null;
  }>(sql`
    select concat_ws(' ',
        (select concat_ws(' ', count(*), count(live_until), max(live_from), max(live_until)) from rule_version),
        (select concat_ws(' ', count(*), max(until_at)) from programme_terms)) as mark,
      (select jsonb_object_agg(rule_id, points - spent) from rule_budget) as budgets,
      (select jsonb_agg(category) from category where excluded) as excluded`);
  if (!row) throw new Error('a select without rows');
  return { mark: row.mark, budgets: row.budgets ?? {}, excluded: foldCategories(row.excluded ?? []) };
}
