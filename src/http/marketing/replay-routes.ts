// Drafts run over past receipts: asked for here, run by a worker.
import type { FastifyInstance } from 'fastify';
import type { Replay as ReplayAnswer, ReplayResult } from '#src/contract/rule-replays.ts';
import { ruleRoutes } from '#src/contract/rules.ts';
import { shortName } from '#src/core/members/person-name.ts';
import { readNames } from '#src/core/members/read-names.ts';
import { askReplay } from '#src/core/replays/ask-replay.ts';
import { listReplays, type Replay, readReplay } from '#src/core/replays/read-replay.ts';
import { stopReplay } from '#src/core/replays/stop-replay.ts';
import { readStaffNames } from '#src/core/staff/read-staff-names.ts';
import { readStoreNames } from '#src/core/stores/read-store.ts';
import { transaction } from '#src/db/client.ts';
import type { MemberId, ReplayId, RuleId, StoreId } from '#src/lib/id.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { serve } from '../serve.ts';
import type { RuleDeps } from './rule-routes.ts';

export function replayRouteGroup(app: FastifyInstance, { database, clock, poke }: RuleDeps): void {
  const { db } = database;

  /** With names, which the result itself does not hold: somebody may have been erased since. */
  const told = async (replays: Replay[]): Promise<ReplayAnswer[]> => {
    const results = replays.flatMap(({ result }) => result ?? []);
    const members = results.flatMap(({ heaviest }) => heaviest.map((each) => each.memberId as MemberId));
    const stores = results.flatMap(({ byStore }) => byStore.map((each) => each.storeId as StoreId));
    const [names, places, staff] = await Promise.all([
      readNames(db, members),
      readStoreNames(db, [...new Set(stores)]),
      readStaffNames(
        db,
        replays.map(({ askedBy }) => askedBy),
      ),
    ]);
    return replays.map(({ result, ...replay }) => ({
      ...replay,
      askedBy: staff.get(replay.askedBy) ?? replay.askedBy,
      askedAt: replay.askedAt.toISOString(),
      finishedAt: replay.finishedAt?.toISOString() ?? null,
      result:
        result &&
        ({
          ...result,
          byStore: result.byStore.map((each) => ({
            ...each,
            name: places.get(each.storeId as StoreId) ?? each.storeId,
          })),
          heaviest: result.heaviest.map((each) => ({
            ...each,
            name: shortName(names.get(each.memberId as MemberId) ?? ''),
          })),
        } satisfies ReplayResult | null),
    }));
  };
  const one = async (params: { ruleId: string; replayId: string }) => {
    const [answer] = await told([await readReplay(db, idsOf(params))]);
    if (!answer) throw new Error('a replay that was read is not told');
    return answer;
  };

  serve(app, ruleRoutes.startReplay, async ({ params, body, request }) => {
    const ruleId = params.ruleId as RuleId;
    const asked = { ...body, ruleId, actor: signedIn(request).staffId, at: clock.now() };
    const replayId = await transaction(db, (tx) => askReplay(tx, asked));
    poke?.();
    return await one({ ruleId, replayId });
  });

  serve(app, ruleRoutes.listReplays, async ({ params }) => ({
    replays: await told(await listReplays(db, params.ruleId as RuleId)),
  }));

  serve(app, ruleRoutes.readReplay, ({ params }) => one(params));

  serve(app, ruleRoutes.stopReplay, async ({ params }) => {
    await transaction(db, (tx) => stopReplay(tx, { ...idsOf(params), at: clock.now() }));
    return await one(params);
  });
}

function idsOf({ ruleId, replayId }: { ruleId: string; replayId: string }) {
  return { ruleId: ruleId as RuleId, replayId: replayId as ReplayId };
}
