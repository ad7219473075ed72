import type { Reader } from '#src/db/client.ts';
import type { OfferId, RewardId, StoreId } from '#src/lib/id.ts';
import { listOfferNames } from '../../offers/list-offer-names.ts';
import { findMissingPictures } from '../../pictures/find-picture.ts';
import { listRewards } from '../../rewards/read-reward.ts';
import { listStores } from '../../stores/read-store.ts';
import type { QuestDraft } from './quest-draft.ts';

/** What a quest may name. */
export interface Known {
  stores: ReadonlySet<StoreId>;
  /** Offers that give coupons now. */
  offers: ReadonlySet<OfferId>;
  rewards: ReadonlySet<RewardId>;
  missingPictures: ReadonlySet<string>;
}

export async function readKnown(db: Reader, { terms, tasks }: QuestDraft): Promise<Known> {
  const named = [terms.pictureId, ...tasks.map(({ content }) => content.pictureId)];
  const pictures = named.filter((each) => each !== null);
  const [stores, offers, rewards, missing] = await Promise.all([
    listStores(db),
    listOfferNames(db),
    listRewards(db),
    findMissingPictures(db, pictures),
  ]);
  return {
    stores: new Set(stores.map(({ storeId }) => storeId)),
    offers: new Set(offers.filter(({ status }) => status === 'live').map(({ offerId }) => offerId)),
    rewards: new Set(rewards.filter(({ status }) => status === 'on').map(({ rewardId }) => rewardId)),
    missingPictures: new Set(missing),
  };
}
