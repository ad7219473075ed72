// Quests while they run and after that.
import type { FastifyInstance } from 'fastify';
import { questLiveRoutes } from '#src/contract/quest-live.ts';
import { watchLive } from '#src/core/quests/live/read-live.ts';
import type { QuestId } from '#src/lib/id.ts';
import type { HttpDeps } from '../deps.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { serve } from '../serve.ts';
import { tellLive } from './tell-quest-live.ts';

/** Inside of the marketing group, which says who may come in. */
export function questLiveGroup(app: FastifyInstance, { database, clock, known }: HttpDeps): void {
  const { db } = database;
  const live = watchLive(db, () => clock.now());

  serve(app, questLiveRoutes.readLive, async ({ params, request }) => {
    const { programme } = await known();
    return tellLive(await live(params.questId as QuestId), {
      language: signedIn(request).language,
      pointValueMinor: Number(programme.pointValueMinor),
    });
  });
}
