// Challenges: made, launched and ended.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type ChallengeShown, challengeRoutes } from '#src/contract/challenges.ts';
import {
  endChallenge,
  launchChallenge,
  pauseChallenge,
  resumeChallenge,
} from '#src/core/challenges/launch-challenge.ts';
import { listChallenges, withNumbers } from '#src/core/challenges/list-challenges.ts';
import { readChallenge } from '#src/core/challenges/read-challenge.ts';
import { changeChallenge, copyChallenge, createChallenge } from '#src/core/challenges/write-challenge.ts';
import { transaction } from '#src/db/client.ts';
import type { ChallengeId } from '#src/lib/id.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { serve } from '../serve.ts';
import type { RuleDeps } from './rule-routes.ts';
import { tellChallenges } from './tell-challenges.ts';

/** Inside of the marketing group, which says who may come in. */
export function challengeGroup(app: FastifyInstance, deps: RuleDeps): void {
  const { database, clock } = deps;
  const { db } = database;

  const byWhom = (request: FastifyRequest) => ({ actor: signedIn(request).staffId, at: clock.now() });
  const answer = async (challengeId: ChallengeId, request: FastifyRequest): Promise<ChallengeShown> => {
    const found = await withNumbers(db, [await readChallenge(db, challengeId)]);
    const [told] = await tellChallenges(deps, found, signedIn(request).language);
    if (!told) throw new Error('one challenge is told as one');
    return told;
  };

  serve(app, challengeRoutes.listChallenges, async ({ request }) => ({
    challenges: await tellChallenges(deps, await listChallenges(db), signedIn(request).language),
  }));

  serve(
    app,
    challengeRoutes.readChallenge,
    async ({ params, request }) => await answer(idOf(params), request),
  );

  serve(app, challengeRoutes.createChallenge, async ({ body, request }) => {
    const input = { ...readInput(body), requestKey: body.requestKey, ...byWhom(request) };
    return await answer(await transaction(db, (tx) => createChallenge(tx, input)), request);
  });

  serve(app, challengeRoutes.changeChallenge, async ({ params, body, request }) => {
    const challengeId = idOf(params);
    const input = { ...readInput(body), challengeId, version: body.version, ...byWhom(request) };
    await transaction(db, (tx) => changeChallenge(tx, input));
    return await answer(challengeId, request);
  });

  for (const [told, change] of [
    [challengeRoutes.launchChallenge, launchChallenge],
    [challengeRoutes.pauseChallenge, pauseChallenge],
    [challengeRoutes.resumeChallenge, resumeChallenge],
    [challengeRoutes.endChallenge, endChallenge],
  ] as const)
    serve(app, told, async ({ params, body, request }) => {
      const challengeId = idOf(params);
      const asked = { challengeId, version: body.version, ...byWhom(request) };
      await transaction(db, (tx) => change(tx, asked));
      return await answer(challengeId, request);
    });

  serve(app, challengeRoutes.copyChallenge, async ({ params, body, request }) => {
    const asked = { ...body, challengeId: idOf(params), ...byWhom(request) };
    return await answer(await transaction(db, (tx) => copyChallenge(tx, asked)), request);
  });
}

interface Input {
  name: string;
  startsAt: string;
  endsAt: string | null;
  budget: number | null;
  content: unknown;
}

function readInput({ name, startsAt, endsAt, budget, content }: Input) {
  return {
    name,
    startsAt: new Date(startsAt),
    endsAt: endsAt === null ? null : new Date(endsAt),
    budget: budget === null ? null : BigInt(budget),
    content,
  };
}

export function idOf({ challengeId }: { challengeId: string }): ChallengeId {
  return challengeId as ChallengeId;
}
