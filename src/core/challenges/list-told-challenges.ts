import type { Reader } from '#src/db/client.ts';
import type { ChallengeId } from '#src/lib/id.ts';
import type { Texts } from '#src/lib/texts.ts';
import { titleOf } from '../offers/offer-content.ts';
import { lastContent } from '../offers/read-offer.ts';
import type { Prize } from '../prizes/prize.ts';
import { Refusal } from '../refusal.ts';
import { readReward } from '../rewards/read-reward.ts';
import { type Challenge, listChallengesById } from './read-challenge.ts';

/** A challenge with the names of what it gives, by stage; points need none. */
export type ToldChallenge = Challenge & { prizeNames: ReadonlyMap<number, Texts> };

export async function listToldChallenges(
  db: Reader,
  challengeIds: readonly ChallengeId[],
): Promise<Map<string, ToldChallenge>> {
  const found = await listChallengesById(db, [...new Set(challengeIds)]);
  return new Map((await withPrizeNames(db, found)).map((each) => [each.challengeId, each]));
}

export async function withPrizeNames(db: Reader, all: readonly Challenge[]): Promise<ToldChallenge[]> {
  const known = new Map<string, Promise<Texts>>();
  const nameOf = (prize: Prize): Promise<Texts> => {
    const key = JSON.stringify(prize);
    const found = known.get(key) ?? readName(db, prize);
    known.set(key, found);
    return found;
  };
  return await Promise.all(
    all.map(async (each) => ({
      ...each,
      prizeNames: new Map(
        await Promise.all(
          each.stages.map(async ({ stageNo, prize }) => [stageNo, await nameOf(prize)] as const),
        ),
      ),
    })),
  );
}

async function readName(db: Reader, prize: Prize): Promise<Texts> {
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
