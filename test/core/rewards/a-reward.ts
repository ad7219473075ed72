import type { Reward } from '#src/core/rewards/reward-shape.ts';
import { createReward, type RewardTerms, showReward } from '#src/core/rewards/write-reward.ts';
import { type Db, transaction } from '#src/db/client.ts';
import { NOON } from '#test/support/a-shop.ts';

let made = 0;

/** A reward that is shown: coffee for 100 points, ten of it, wherever. */
export async function aReward(
  db: Db,
  fields: Partial<RewardTerms> & { stock?: number | null; shown?: boolean; at?: Date } = {},
): Promise<Reward> {
  const { shown = true, at = NOON, stock = 10, ...terms } = fields;
  return await transaction(db, async (tx) => {
    const draft = await createReward(tx, {
      names: { uk: 'Кава', en: 'Coffee' },
      descriptions: {},
      pictureId: null,
      currency: 'points',
      price: 100n,
      memberLimit: null,
      tierKeys: [],
      ordersFrom: null,
      ordersUntil: null,
      storeIds: [],
      preparation: 'at_once',
      pickUpDays: 14,
      ...terms,
      stock,
      actor: 'stf_1',
      requestKey: `made-${++made}`,
      at,
    });
    if (!shown) return draft;
    return await showReward(tx, { rewardId: draft.rewardId, shown, actor: 'stf_1', at });
  });
}
