// Who takes part in a challenge, what it has come to, and progress put right by hand.
import type { FastifyInstance } from 'fastify';
import { challengeLiveRoutes } from '#src/contract/challenge-live.ts';
import { judgeUplift } from '#src/core/campaigns/results/judge-result.ts';
import { correctProgress } from '#src/core/challenges/correct-progress.ts';
import { withNumbers } from '#src/core/challenges/list-challenges.ts';
import { listTakers, readTaker } from '#src/core/challenges/list-takers.ts';
import { readChallenge } from '#src/core/challenges/read-challenge.ts';
import { isOver } from '#src/core/challenges/read-own-challenges.ts';
import {
  countPeriods,
  countSides,
  countStages,
  type SideSums,
} from '#src/core/challenges/read-statistics.ts';
import { readNames } from '#src/core/members/read-names.ts';
import { Refusal } from '#src/core/refusal.ts';
import { readStaffNames } from '#src/core/staff/read-staff-names.ts';
import { transaction } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { searchMembers } from '../admin/search-members.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { serve } from '../serve.ts';
import { idOf } from './challenge-routes.ts';
import type { RuleDeps } from './rule-routes.ts';

const ON_PAGE = 50;

/** Inside of the marketing group, which says who may come in. */
export function challengeLiveGroup(app: FastifyInstance, deps: RuleDeps): void {
  const { config, database, clock } = deps;
  const { db } = database;

  serve(app, challengeLiveRoutes.findTakers, async ({ params, body }) => {
    const { page, status, search } = body;
    const among = search ? await membersLike(search) : undefined;
    const asked = { challengeId: idOf(params), offset: page * ON_PAGE, limit: ON_PAGE + 1 };
    const found = await listTakers(db, {
      ...asked,
      ...(among && { memberIds: among }),
      ...(status && { status }),
    });
    const shown = found.slice(0, ON_PAGE);
    const names = await readNames(
      db,
      shown.map(({ memberId }) => memberId),
    );
    return {
      takers: shown.map((taker) => ({
        ...taker,
        name: names.get(taker.memberId) ?? '',
        chosenAt: taker.chosenAt.toISOString(),
        answeredAt: taker.answeredAt?.toISOString() ?? null,
      })),
      more: found.length > ON_PAGE,
    };
  });

  async function membersLike(text: string): Promise<MemberId[]> {
    try {
      const { members } = await searchMembers(db, text, { secretKey: config.secretKey, at: clock.now() });
      return members.map(({ memberId }) => memberId as MemberId);
    } catch (error) {
      // Nobody is like that, which is an answer.
      if (error instanceof Refusal) return [];
      throw error;
    }
  }

  serve(app, challengeLiveRoutes.readTaker, async ({ params }) => {
    const memberId = params.memberId as MemberId;
    const { taker, periods, gains, moves } = await readTaker(db, { challengeId: idOf(params), memberId });
    const names = await readNames(db, [memberId]);
    const staff = await readStaffNames(
      db,
      moves.flatMap(({ movedBy }) => movedBy ?? []),
    );
    return {
      taker: {
        ...taker,
        name: names.get(memberId) ?? '',
        chosenAt: taker.chosenAt.toISOString(),
        answeredAt: taker.answeredAt?.toISOString() ?? null,
      },
      periods,
      gains: gains.map(({ periodNo, stageNo, status, reachedAt, readyAt, givenAt, takenAt, note }) => ({
        periodNo,
        stageNo,
        status,
        reachedAt: reachedAt.toISOString(),
        readyAt: readyAt.toISOString(),
        givenAt: givenAt?.toISOString() ?? null,
        takenAt: takenAt?.toISOString() ?? null,
        note,
      })),
      moves: moves.map(({ movedAt, movedBy, ...move }) => ({
        ...move,
        movedAt: movedAt.toISOString(),
        movedBy: movedBy && (staff.get(movedBy) ?? movedBy),
      })),
    };
  });

  serve(app, challengeLiveRoutes.correctTaker, async ({ params, body, request }) => {
    const who = { challengeId: idOf(params), memberId: params.memberId as MemberId };
    const by = { actor: signedIn(request).staffId, at: clock.now() };
    await transaction(db, (tx) => correctProgress(tx, { ...who, ...body, ...by }));
    return {};
  });

  serve(app, challengeLiveRoutes.readStatistics, async ({ params }) => {
    const challenge = await readChallenge(db, idOf(params));
    const at = clock.now();
    const end = challenge.endedAt ?? challenge.endsAt ?? at;
    const [stages, periods, sides] = await Promise.all([
      countStages(db, challenge.challengeId),
      countPeriods(db, challenge),
      countSides(db, { ...challenge, until: end < at ? end : at }),
    ]);
    const uplift = judgeUplift(sides.map(asGroup), { isOver: isOver(challenge, at) });
    const [counted] = await withNumbers(db, [challenge]);
    if (!counted) throw new Error('one challenge is counted as one');
    return { stages, periods, uplift, spent: Number(challenge.spent), numbers: counted.numbers };
  });
}

/** As the results of campaigns are judged; nothing was sent that would count. */
function asGroup(side: SideSums) {
  const none = { variant: 0, messenger: null, language: null, cell: null };
  return { ...side, ...none, sent: 0, delivered: 0, seen: 0, clicked: 0 };
}
