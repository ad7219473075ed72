import { desc, eq, sql } from 'drizzle-orm';
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

/** The same, kept from changing until the transaction ends. */
export async function lockReward(tx: Tx, rewardId: RewardId): Promise<Reward> {
  const [row] = await tx.select().from(reward).where(eq(reward.rewardId, rewardId)).for('update');
  if (!row) throw new Refusal('reward_not_found');
  return asReward(row);
}

/** The whole catalogue: what is on first, then drafts, then what is off; the cheapest first. */
export async function listRewards(db: Reader): Promise<Reward[]> {
  const rows = await db
    .select()
    .from(reward)
    .orderBy(
      sql`array_position(array['on', 'draft', 'off'], ${reward.status})`,
      reward.price,
      desc(reward.createdAt),
    );
  return rows.map(asReward);
}
