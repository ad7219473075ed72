// Photos of quests that wait for staff.
import type { FastifyInstance } from 'fastify';
import { questReviewRoutes } from '#src/contract/quest-reviews.ts';
import { disconnectChat, listChats, makeChatCode } from '#src/core/quests/live/chats/connect-chat.ts';
import { decideAttempt } from '#src/core/quests/live/decide-attempt.ts';
import { listReviews } from '#src/core/quests/live/list-reviews.ts';
import { readWholeQuest } from '#src/core/quests/read-quest.ts';
import { type Db, transaction } from '#src/db/client.ts';
import type { Clock } from '#src/lib/clock.ts';
import type { IdentityId, PlayerId, QuestId } from '#src/lib/id.ts';
import { textIn } from '#src/lib/texts.ts';
import type { HttpDeps } from '../deps.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { serve } from '../serve.ts';

/**
 * Inside of the marketing group, which says who may come in: marketers and admins. Staff of the stores decide in a staff chat,
 * which one of them has connected on purpose; they see a photo and a nickname there, and nothing else of anybody.
 */
export function questReviewGroup(app: FastifyInstance, { database, clock, poke, config }: HttpDeps): void {
  const { db } = database;
  chatRoutes(app, { db, clock, secretKey: config.secretKey });

  serve(app, questReviewRoutes.listReviews, async ({ params, request }) => {
    const questId = params.questId as QuestId;
    const { language } = signedIn(request);
    const { tasks } = await readWholeQuest(db, questId);
    const { waiting, oldestAt, reviews } = await listReviews(db, { questId });
    return {
      waiting,
      oldestAt: oldestAt?.toISOString() ?? null,
      reviews: reviews.map((review) => {
        const task = tasks.find(({ taskNo }) => taskNo === review.taskNo);
        return {
          ...review,
          title: textIn(task?.content.titles ?? {}, language),
          question: textIn(task?.content.question ?? {}, language),
          points: task?.points ?? 0,
          attemptedAt: review.attemptedAt.toISOString(),
          refusedBefore: review.refusedBefore.map(({ at, note }) => ({ at: at.toISOString(), note })),
        };
      }),
    };
  });

  serve(
    app,
    questReviewRoutes.decide,
    async ({ params, body, request }) => {
      const decision = {
        ...body,
        playerId: body.playerId as PlayerId,
        questId: params.questId as QuestId,
        actor: signedIn(request).staffId,
        at: clock.now(),
      };
      const outcome = await transaction(db, (tx) => decideAttempt(tx, decision));
      poke?.();
      return { outcome };
    },
    { refusals: [400, 401, 403, 404, 409, 429, 503] },
  );
}

function chatRoutes(
  app: FastifyInstance,
  { db, clock, secretKey }: { db: Db; clock: Clock; secretKey: string },
): void {
  serve(app, questReviewRoutes.listChats, async () => ({
    chats: (await listChats(db)).map(({ identityId, title, connectedAt }) => ({
      chatId: identityId,
      title,
      connectedAt: connectedAt.toISOString(),
    })),
  }));

  serve(app, questReviewRoutes.makeChatCode, async ({ request }) => {
    const asked = { staffId: signedIn(request).staffId, secretKey, at: clock.now() };
    const { code, expiresAt } = await transaction(db, (tx) => makeChatCode(tx, asked));
    return { code, expiresAt: expiresAt.toISOString() };
  });

  serve(app, questReviewRoutes.disconnectChat, async ({ params, request, reply }) => {
    const identityId = params.chatId as IdentityId;
    const gone = { identityId, actor: signedIn(request).staffId, at: clock.now() };
    await transaction(db, (tx) => disconnectChat(tx, gone));
    reply.code(204);
    return null;
  });
}
