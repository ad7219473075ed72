// What the conversation asks of challenges, and what it hears back.
import type { ToldChallenge } from '#src/core/challenges/list-told-challenges.ts';
import type { OwnChallenge } from '#src/core/challenges/read-own-challenges.ts';

/** A challenge of a member's own with the names of what it gives. */
export type ShownChallenge = Omit<OwnChallenge, 'challenge'> & { challenge: ToldChallenge };

export type ChallengeCommand =
  | { do: 'listChallenges' }
  | { do: 'readChallenge'; challengeId: string }
  | { do: 'answerChallenge'; challengeId: string; answer: 'yes' | 'notNow' };

/** With the names of what is in a set. */
interface Read {
  challenge: ShownChallenge;
  names: ReadonlyMap<string, string>;
}

export type ChallengeOutcome =
  | { kind: 'did'; did: 'listChallenges'; challenges: ShownChallenge[] }
  | ({ kind: 'did'; did: 'readChallenge' } & Read)
  | ({ kind: 'did'; did: 'answerChallenge'; answer: 'yes' | 'notNow' } & Read);
