import { challengeRoutes } from '#src/contract/challenges.ts';

/** What any change of a challenge makes old. */
export const STALE = { stale: [challengeRoutes.listChallenges, challengeRoutes.readChallenge] };
