// One offer as a member sees it, at a store or anywhere: whether it works now, and what it is worth to them.
import type { CouponId, OfferId, StoreId } from '#src/lib/id.ts';
import type { OfferWords } from '../offers/offer-content.ts';
import type { NotApplied } from '../rules/basket.ts';

/** Why an offer does not work now. */
export type NotNow =
  | Extract<NotApplied, 'condition' | 'dates' | 'hours' | 'noLines' | 'group'>
  | 'store'
  | 'paused'
  | 'nothing';

export interface OfferShown {
  offerId: OfferId;
  /** Null: it can be taken. */
  couponId: CouponId | null;
  code: string | null;
  /** free: can be taken. issued: theirs once they take it. taken: works at the till by itself. */
  state: 'free' | 'issued' | 'taken';
  words: OfferWords;
  pictureId: string | null;
  /** Whether it works at the till right now; of one that is not taken yet, whether it would. */
  worksNow: boolean;
  /** Null while it works. */
  why: NotNow | null;
  /** Its code is used somewhere else than at the till. */
  elsewhere: boolean;
  /** It depends on the goods of a receipt: of one that is told without them nobody knows whether it works. */
  ofGoods: boolean;
  /** The last moment of it; null: no end. */
  until: Date | null;
  /** Of one that is free: days that it is good for once taken, when they are over before `until`; else null. */
  lifeDays: number | null;
  /** null: everywhere. */
  stores: readonly StoreId[] | null;
  /** What it would take off or bring, in minor units: on the basket, where one was told; else a guess to sort by. */
  worthMinor: number;
  /** With a basket: money off, and points of the first currency. */
  savedMinor: number;
  points: number;
}
