// The page of a member's card and what it asks. Whose card it is, the session says and nothing else: no route takes the
// id of a member.
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { type CardPage, cardRoutes } from '#src/contract/card.ts';
import type { Language } from '#src/lib/language.ts';
import type { HttpDeps } from '../deps.ts';
import { serve } from '../serve.ts';
import { type CardHolder, openByLink, openFromTelegram, prolong, readHolder } from './card-session.ts';
import { describeCard } from './describe-card.ts';
import { pageWords } from './page-words.ts';

/** A page asks about once a minute; a shop's phones may share one address. */
const PER_ADDRESS = { max: 600, timeWindow: 60_000 };

export async function cardGroup(app: FastifyInstance, deps: HttpDeps): Promise<void> {
  app.addHook('onRequest', app.sameOrigin);
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
  });
  await app.register(rateLimit, PER_ADDRESS);

  async function show(reply: FastifyReply, holder: CardHolder, shown?: Language): Promise<CardPage> {
    const described = await describeCard(deps, holder);
    const { language } = described;
    return {
      ...described,
      words: language === shown ? null : pageWords(language),
      session: prolong(deps, reply, holder),
    };
  }

  serve(app, cardRoutes.open, async ({ body, query, reply }) => {
    const holder =
      'telegram' in body ? await openFromTelegram(deps, body.telegram) : await openByLink(deps, body.link);
    return await show(reply, holder, query.shown);
  });

  serve(app, cardRoutes.read, async ({ request, query, reply }) =>
    show(reply, await readHolder(deps, request), query.shown),
  );
}
