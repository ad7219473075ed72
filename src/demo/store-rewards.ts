import { storePicture } from '#src/core/pictures/store-picture.ts';
import { createReward, showReward } from '#src/core/rewards/write-reward.ts';
import type { Tx } from '#src/db/client.ts';
import { drawPicture } from './reward-pictures.ts';
import { REWARDS } from './rewards.ts';

const ACTOR = 'demo';

/** The catalogue, with pictures. Harmless when it is there. */
export async function storeRewards(tx: Tx, at: Date): Promise<void> {
  for (const { picture, ...terms } of REWARDS) {
    const bytes = await drawPicture(picture);
    const { pictureId } = await storePicture(tx, { bytes, actor: ACTOR, at });
    const { rewardId } = await createReward(tx, {
      currency: 'points',
      memberLimit: null,
      tierKeys: [],
      ordersFrom: null,
      ordersUntil: null,
      storeIds: [],
      preparation: 'at_once',
      pickUpDays: 14,
      ...terms,
      pictureId,
      actor: ACTOR,
      requestKey: `demo-${picture}`,
      at,
    });
    await showReward(tx, { rewardId, shown: true, actor: ACTOR, at });
  }
}
