import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import type { Reader, Tx } from '#src/db/client.ts';
import { reward } from '#src/db/schema/rewards.ts';
import type { RewardId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import { asReward, type Reward } from './reward-shape.ts';

/** Throws Refusal `reward_not_found`. */
export async function readReward(db: Reader, rewardId: RewardId): Promise<Reward> {
  const [row] = await db.select().from(reward).where(eq(reward.rewardId, rewardId));
  if (!row) throw new Refusal('reward_not_found');
  return asReward(row);
}

/** One of the catalogue, kept from changing until the transaction ends. Throws Refusal `reward_not_found`. */
export async function lockReward(tx: Tx, rewardId: RewardId): Promise<Reward> {
  const [row] = await tx
    .select()
    .from(reward)
    .where(and(eq(reward.rewardId, rewardId), isNull(reward.ruleId)))
    .for('update');
  if (!row) throw new Refusal('reward_not_found');
  return asReward(row);
}

/** The whole catalogue, without what rules give: what is on first, then drafts, then what is off; the cheapest first. */
export async function listRewards(db: Reader): Promise<Reward[]> {
  const rows = await db
    .select()
    .from(reward)
    .where(isNull(reward.ruleId))
    .orderBy(
      sql`array_position(array['on', 'draft', 'off'], ${reward.status})`,
      reward.price,
      desc(reward.createdAt),
    );
  return rows.map(asReward);
}
