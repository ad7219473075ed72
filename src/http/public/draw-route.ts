// The draw of a quest for everybody: a page, the same for programs, and the list of tickets as a text.
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { drawRoutes } from '#src/contract/quest-draw.ts';
import { questId } from '#src/contract/quests.ts';
import { ticketLine } from '#src/core/quests/prizes/draw.ts';
import { readTickets } from '#src/core/quests/prizes/freeze-tickets.ts';
import { readDraw } from '#src/core/quests/prizes/read-draw.ts';
import { Refusal } from '#src/core/refusal.ts';
import type { Reader } from '#src/db/client.ts';
import type { QuestId } from '#src/lib/id.ts';
import type { HttpDeps } from '../deps.ts';
import { pageLanguage } from '../sentences.ts';
import { serve } from '../serve.ts';
import { drawPage } from './draw-page.ts';
import { sendPage } from './send-page.ts';

const params = z.object({ questId });

export function serveDraws(app: FastifyInstance, { database, clock, known }: HttpDeps): void {
  const { db } = database;
  const hidden = { schema: { hide: true } };
  const idOf = (request: FastifyRequest): QuestId => {
    const { success, data } = params.safeParse(request.params);
    if (!success) throw new Refusal('quest_not_found');
    return data.questId as QuestId;
  };

  app.get('/quests/:questId/draw', hidden, async (request, reply) => {
    const draw = await readDraw(db, idOf(request));
    const { programme } = await known();
    const brand = {
      shopName: programme.shopName,
      colour: programme.brandColour,
      accent: programme.accentColour,
    };
    const { timeZone } = programme;
    const asked = { draw, brand, language: pageLanguage(request), timeZone, at: clock.now() };
    return sendPage(reply, drawPage(asked));
  });

  serve(app, drawRoutes.readDraw, async ({ params: asked }) => {
    const { drawn, endsAt, ...draw } = await readDraw(db, asked.questId as QuestId);
    return {
      ...draw,
      endsAt: endsAt.toISOString(),
      drawnAt: drawn?.at.toISOString() ?? null,
      seed: drawn?.seed ?? null,
      ticketsHash: drawn?.ticketsHash ?? null,
    };
  });

  app.get('/quests/:questId/tickets.txt', hidden, async (request, reply) => {
    const { questId: asked, drawn } = await readDraw(db, idOf(request));
    if (!drawn) throw new Refusal('quest_not_found');
    return reply.type('text/plain; charset=utf-8').send(Readable.from(ticketText(db, asked)));
  });
}

async function* ticketText(db: Reader, questId: QuestId): AsyncGenerator<string> {
  for await (const page of readTickets(db, questId))
    yield page.map(({ prize_no, ticket }) => ticketLine(prize_no, ticket)).join('');
}
