// The draw of a quest, so that anybody can check it by a program of their own.
import { z } from 'zod';
import { questId } from './quests.ts';
import { route } from './route.ts';
import { instant } from './words.ts';

const count = z.int().min(0);
const digest = z.string().regex(/^[0-9a-f]{64}$/);
const texts = z.object({ uk: z.string(), ru: z.string(), en: z.string() }).partial();

export const drawShown = z.object({
  questId,
  titles: texts,
  endsAt: instant,
  commitment: digest.meta({ description: 'SHA-256 of the seed, published before the first answer.' }),
  drawnAt: instant.nullable(),
  seed: digest.nullable().meta({ description: 'Null until it is drawn.' }),
  ticketsHash: digest.nullable().meta({ description: 'SHA-256 of tickets.txt beside this.' }),
  prizes: z.array(
    z.object({
      prizeNo: count,
      titles: texts,
      stock: count.meta({ description: 'How many are drawn.' }),
      tickets: count.meta({ description: 'How many took part.' }),
      winners: z.array(z.string()).meta({ description: 'Their tickets, the first place first.' }),
    }),
  ),
});
export type DrawShown = z.output<typeof drawShown>;

export const drawRoutes = {
  readDraw: route({
    method: 'GET',
    url: '/quests/:questId/draw.json',
    summary: 'The draw of a quest: what was published before, and what it came to',
    params: z.object({ questId }),
    reply: drawShown,
  }),
};
