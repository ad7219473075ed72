import type { Reader } from '#src/db/client.ts';
import type { Texts } from '#src/lib/texts.ts';
import { titleOf } from '../offers/offer-content.ts';
import { lastContent } from '../offers/read-offer.ts';
import { Refusal } from '../refusal.ts';
import { readReward } from '../rewards/read-reward.ts';
import type { Prize } from './prize.ts';

/** What the thing that is given is called; points need no name, and what is no more has none. */
export async function readPrizeName(db: Reader, prize: Prize): Promise<Texts> {
  switch (prize.kind) {
    case 'points':
      return {};
    case 'badge':
      return prize.titles;
    case 'coupon':
      return titleOf((await lastContent(db, prize.offerId))?.content);
    case 'gift':
      try {
        return (await readReward(db, prize.rewardId)).names;
      } catch (error) {
        if (error instanceof Refusal) return {};
        throw error;
      }
  }
}
