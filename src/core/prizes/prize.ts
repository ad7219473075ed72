// What can be won in quests and challenges.
import type { OfferId, RewardId } from '#src/lib/id.ts';
import type { Texts } from '#src/lib/texts.ts';

export type Prize =
  /** Points of the programme, whole ones. */
  | { kind: 'points'; points: number }
  /** A coupon of a published offer. */
  | { kind: 'coupon'; offerId: OfferId }
  /** One piece of a reward, for nothing. */
  | { kind: 'gift'; rewardId: RewardId }
  /** Worn in the profile for good; `sign` is one emoji. */
  | { kind: 'badge'; sign: string; titles: Texts };
