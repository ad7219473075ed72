import type { Reader } from '#src/db/client.ts';
import type { ChallengeId } from '#src/lib/id.ts';
import type { Texts } from '#src/lib/texts.ts';
import type { Prize } from '../prizes/prize.ts';
import { readPrizeName } from '../prizes/read-prize-name.ts';
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
    const found = known.get(key) ?? readPrizeName(db, prize);
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
