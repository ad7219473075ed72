// What a rule gives where no receipt is there to carry it: the member fetches it at any till by the code of an order.
import { and, eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { reward } from '#src/db/schema/rewards.ts';
import { type MemberId, newId, type OrderId, type RewardId, type RuleId } from '#src/lib/id.ts';
import type { Texts } from '#src/lib/texts.ts';
import { giveReward } from './give-reward.ts';

/** How long it waits at the till. */
const PICK_UP_DAYS = 30;

export interface GiveRuleGift {
  memberId: MemberId;
  ruleId: RuleId;
  /** What the rule calls it. */
  names: Texts;
  /** Unique for the member: the same key is the same gift. */
  key: string;
  at: Date;
}

/** One piece, of which the member is told. Throws Refusal `member_not_found`, `member_erased`. */
export async function giveRuleGift(tx: Tx, given: GiveRuleGift): Promise<OrderId> {
  const { memberId, key, at } = given;
  const rewardId = (await findGift(tx, given)) ?? (await makeGift(tx, given));
  return await giveReward(tx, { memberId, rewardId, storeId: null, key, at });
}

async function findGift(
  tx: Tx,
  { ruleId, names }: Pick<GiveRuleGift, 'ruleId' | 'names'>,
): Promise<RewardId | null> {
  const [row] = await tx
    .select({ rewardId: reward.rewardId })
    .from(reward)
    .where(and(eq(reward.ruleId, ruleId), eq(reward.names, names)));
  return row?.rewardId ?? null;
}

async function makeGift(tx: Tx, { ruleId, names, at }: GiveRuleGift): Promise<RewardId> {
  await tx
    .insert(reward)
    .values({
      rewardId: newId('rwd', at.getTime()),
      ruleId,
      names,
      price: 0n,
      pickUpDays: PICK_UP_DAYS,
      status: 'off',
      createdBy: 'system',
      createdAt: at,
      changedAt: at,
    })
    // Another worker may have given the first of them this very moment.
    .onConflictDoNothing();
  const rewardId = await findGift(tx, { ruleId, names });
  if (!rewardId) throw new Error(`a gift of ${ruleId} was not stored`);
  return rewardId;
}
