// Commands about challenges of the member who speaks.
import { answerInvitation } from '#src/core/challenges/answer-invitation.ts';
import { withPrizeNames } from '#src/core/challenges/list-told-challenges.ts';
import {
  listOwnChallenges,
  type OwnChallenge,
  readOwnChallenge,
} from '#src/core/challenges/read-own-challenges.ts';
import { Refusal } from '#src/core/refusal.ts';
import { findProductNames } from '#src/core/stores/find-products.ts';
import { readStoreNames } from '#src/core/stores/read-store.ts';
import { type ChallengeId, isId, type StoreId } from '#src/lib/id.ts';
import type { ShownChallenge } from '../challenges-asked.ts';
import type { Command, Outcome } from '../command.ts';
import { type Doing, speaker } from './doing.ts';

type Asked<Name extends Command['do']> = Extract<Command, { do: Name }>;

export async function challenges(doing: Doing): Promise<Outcome> {
  const { memberId } = speaker(doing);
  const found = await listOwnChallenges(doing.tx, { memberId, at: doing.event.at });
  return { kind: 'did', did: 'listChallenges', challenges: await shown(doing, found) };
}

/** Those that go on, for a line each beside the balance. */
export async function goingChallenges(doing: Doing): Promise<ShownChallenge[]> {
  const { memberId } = speaker(doing);
  const found = await listOwnChallenges(doing.tx, { memberId, at: doing.event.at });
  return await shown(
    doing,
    found.filter(({ state }) => state === 'going'),
  );
}

export async function oneChallenge(doing: Doing, { challengeId }: Asked<'readChallenge'>): Promise<Outcome> {
  const { memberId } = speaker(doing);
  const asked = { memberId, challengeId: idOf(challengeId), at: doing.event.at };
  const [challenge] = await shown(doing, [await readOwnChallenge(doing.tx, asked)]);
  if (!challenge) throw new Refusal('challenge_not_found');
  return { kind: 'did', did: 'readChallenge', challenge, names: await namesOf(doing, challenge) };
}

export async function answerChallenge(
  doing: Doing,
  { challengeId, answer }: Asked<'answerChallenge'>,
): Promise<Outcome> {
  const { memberId } = speaker(doing);
  const asked = { memberId, challengeId: idOf(challengeId), answer, at: doing.event.at };
  const [challenge] = await shown(doing, [await answerInvitation(doing.tx, asked)]);
  if (!challenge) throw new Refusal('challenge_not_found');
  return { kind: 'did', did: 'answerChallenge', answer, challenge, names: await namesOf(doing, challenge) };
}

async function shown({ tx }: Doing, found: readonly OwnChallenge[]): Promise<ShownChallenge[]> {
  const told = await withPrizeNames(
    tx,
    found.map(({ challenge }) => challenge),
  );
  return found.flatMap((each, place) => {
    const challenge = told[place];
    return challenge ? [{ ...each, challenge }] : [];
  });
}

/** What the things of a set are called, where they are known by a number. */
async function namesOf({ tx }: Doing, { challenge }: ShownChallenge): Promise<ReadonlyMap<string, string>> {
  const { goal } = challenge.terms;
  if (goal.kind !== 'set') return new Map();
  if (goal.of === 'stores') return new Map(await readStoreNames(tx, goal.values as StoreId[]));
  return goal.of === 'skus' ? await findProductNames(tx, goal.values) : new Map();
}

function idOf(challengeId: string): ChallengeId {
  if (!isId('chl', challengeId)) throw new Refusal('challenge_not_found');
  return challengeId;
}
