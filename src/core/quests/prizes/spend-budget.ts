// The points that a quest may give in all. Its row is locked last, after everything of players and members.
import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { QuestId } from '#src/lib/id.ts';

/** Takes up to `wanted` out of the budget and returns how many there were. */
export async function spendBudget(tx: Tx, questId: QuestId, wanted: number): Promise<number> {
  const [row] = await tx.execute<{ granted: string }>(sql`
    update quest q set spent = q.spent + g.granted
    from (select quest_id, least(${wanted}::bigint, coalesce(budget - spent, ${wanted}::bigint)) as granted
      from quest where quest_id = ${questId} for update) g
    where q.quest_id = g.quest_id returning g.granted::text as granted`);
  return Number(row?.granted ?? 0);
}

/** The same for what cannot be halved: all of it, or nothing and false. */
export async function spendWhole(tx: Tx, questId: QuestId, wanted: number): Promise<boolean> {
  const rows = await tx.execute(sql`
    update quest set spent = spent + ${wanted}::bigint
    where quest_id = ${questId} and (budget is null or spent + ${wanted}::bigint <= budget) returning 1`);
  return rows.length > 0;
}

/** What was taken back can be given to others. */
export async function returnBudget(tx: Tx, questId: QuestId, amount: bigint): Promise<void> {
  if (amount === 0n) return;
  await tx.execute(sql`
    update quest set spent = greatest(0, spent - ${amount.toString()}::bigint) where quest_id = ${questId}`);
}
