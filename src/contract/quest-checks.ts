// Tasks of quests that another system decides: what it is asked, and how it answers when it takes longer.
import { z } from 'zod';
import { route } from './route.ts';
import { idOf, instant } from './words.ts';

const EXAMPLE_KEY = 'q3V0b2sgZG8gcGVyZXZpcmt5';

/** What Kartka sends to the address of a task; see the operation `quest.check` under Webhooks. */
export const checkAsked = z.object({
  type: z.literal('quest.check'),
  timestamp: instant.meta({ description: 'When the player has asked.' }),
  data: z.object({
    key: z
      .string()
      .meta({ description: 'Of this question: the same in every repetition.', examples: [EXAMPLE_KEY] }),
    questId: idOf('qst', 'The quest.'),
    task: z
      .string()
      .meta({ description: 'The key of the task, as its author wrote it.', examples: ['loyal-app'] }),
    player: z.string().meta({
      description:
        'Stands for the player, always the same towards your host, and names nobody: no phone, no card, no chat.',
      examples: ['m1oR3b8cN0yQ5tWzX2aK7g'],
    }),
  }),
});

export const CHECK_EXAMPLE = {
  type: 'quest.check',
  timestamp: '2026-11-28T14:05:00.000Z',
  data: {
    key: EXAMPLE_KEY,
    questId: 'qst_06bv2k3h9q4w8x0y7z1a',
    task: 'loyal-app',
    player: 'm1oR3b8cN0yQ5tWzX2aK7g',
  },
};

export const questCheckRoutes = {
  answerCheck: route({
    method: 'POST',
    url: '/api/v1/quests/checks/:key',
    summary: 'Say whether a player has done a task',
    description:
      'For a task of a quest that your system decides and has answered with 202. The same answer again is harmless; ' +
      'another one, or one after staff have decided, is refused with 409. Needs the scope `quests:write`. ' +
      "A partner's key opens it too.",
    params: z.strictObject({
      key: z
        .string()
        .min(1)
        .max(64)
        .meta({ description: 'Of the question.', examples: [EXAMPLE_KEY] }),
    }),
    body: z
      .strictObject({ passed: z.boolean().meta({ description: 'Whether the player has done it.' }) })
      .meta({ examples: [{ passed: true }] }),
    reply: z
      .object({ key: z.string(), passed: z.boolean() })
      .meta({ examples: [{ key: EXAMPLE_KEY, passed: true }] }),
  }),
};
