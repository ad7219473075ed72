// Right answers that are mended while a quest runs.
import { z } from 'zod';
import { questId, questShown } from './quests.ts';
import { route } from './route.ts';

const count = z.int().min(0);
const params = z.strictObject({ questId, taskKey: z.string().min(1).max(40) });
const ask = z
  .record(z.string().max(40), z.unknown())
  .meta({ description: 'What the task is to ask, of the same type; no option is taken away.' });

export const weighedFix = z.object({
  attempts: count.meta({ description: 'Answers that were judged so far.' }),
  changed: count.meta({ description: 'Of them, those that would be judged otherwise.' }),
  gain: count.meta({ description: 'Players who would have the task done.' }),
  lose: count.meta({ description: 'Players who were right only by the old answer.' }),
});
export type WeighedFix = z.output<typeof weighedFix>;

export const questFixRoutes = {
  weighFix: route({
    method: 'POST',
    url: '/api/marketing/quests/:questId/tasks/:taskKey/fix/preview',
    summary: 'How many answers a mended task would judge otherwise; nothing is written',
    params,
    body: z.strictObject({ ask }),
    reply: weighedFix,
  }),
  fixTask: route({
    method: 'POST',
    url: '/api/marketing/quests/:questId/tasks/:taskKey/fix',
    summary: 'Mend what is right in a task of a running quest; what was answered is judged anew by and by',
    params,
    body: z.strictObject({
      version: count,
      ask,
      takesBack: z
        .boolean()
        .default(false)
        .meta({ description: 'Whoever was right only by the old answer loses its points.' }),
    }),
    reply: questShown,
  }),
};
