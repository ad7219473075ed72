// Photos of quests that wait for somebody to look at them.
import { z } from 'zod';
import { pictureId } from './pictures.ts';
import { playerId } from './quest-prizes.ts';
import { questId } from './quests.ts';
import { noReply, route } from './route.ts';
import { idOf, instant } from './words.ts';

const count = z.int().min(0);
/** Longer ones are read by nobody in a chat. */
export const MOST_WORDS = 300;
export const wordsTold = z.string().trim().max(MOST_WORDS);

/** Ready-made words for a photo that is not right; the player reads them in their own language. */
export const REFUSAL_REASONS = ['blurred', 'notIt', 'notOwn', 'repeated'] as const;

export const review = z.object({
  playerId,
  attemptKey: z.string(),
  taskNo: count,
  title: z.string(),
  question: z.string(),
  points: count,
  nickname: z.string(),
  isGuest: z.boolean(),
  pictureId,
  attemptedAt: instant,
  alsoSentBy: count.meta({ description: 'Other players who have sent the very same picture.' }),
  refusedBefore: z.array(z.object({ at: instant, note: z.string().nullable() })),
});
export type Review = z.output<typeof review>;

export const reviewQueue = z.object({
  waiting: count,
  oldestAt: instant.nullable(),
  reviews: z.array(review),
});
export type ReviewQueue = z.output<typeof reviewQueue>;

export const staffChat = z.object({
  chatId: idOf('idn', 'The group.'),
  title: z.string(),
  connectedAt: instant,
});

export const questReviewRoutes = {
  listChats: route({
    method: 'GET',
    url: '/api/marketing/quest-chats',
    summary: 'Groups in Telegram that look at photos',
    reply: z.object({ chats: z.array(staffChat) }),
  }),
  makeChatCode: route({
    method: 'POST',
    url: '/api/marketing/quest-chats/code',
    summary: 'A code that connects a group: whoever has it writes /staff CODE there',
    description: 'It works once, within 15 minutes. The one before of the same person works no more.',
    reply: z.object({ code: z.string(), expiresAt: instant }),
  }),
  disconnectChat: route({
    method: 'DELETE',
    url: '/api/marketing/quest-chats/:chatId',
    summary: 'Sends no more photos to a group, and hears it no more',
    params: z.strictObject({ chatId: idOf('idn', 'The group.') }),
    reply: noReply,
    statuses: [204],
  }),
  listReviews: route({
    method: 'GET',
    url: '/api/marketing/quests/:questId/reviews',
    summary: 'Photos that wait, the oldest first',
    params: z.strictObject({ questId }),
    reply: reviewQueue,
  }),
  decide: route({
    method: 'POST',
    url: '/api/marketing/quests/:questId/reviews/decide',
    summary: 'Says whether a photo is right; the player is told',
    description: 'Of two who decide the first one is heard.',
    params: z.strictObject({ questId }),
    body: z.strictObject({
      playerId,
      attemptKey: z.string().min(1).max(120),
      verdict: z.enum(['right', 'wrong']),
      reason: z.enum(REFUSAL_REASONS).optional().meta({ description: 'Ready-made words to the player.' }),
      note: wordsTold
        .default('')
        .meta({ description: 'Own words to the player; they stand for the ready-made ones.' }),
    }),
    reply: z.object({ outcome: z.enum(['decided', 'already']) }),
  }),
};
