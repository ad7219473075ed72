import type { FastifyInstance } from 'fastify';
import type { HttpDeps } from '../deps.ts';
import { pageFiles } from '../pages/page-files.ts';
import { webSentence } from '../sentences.ts';
import { pageWords } from './page-words.ts';

/** The page of a card at `/card`. */
export async function cardFiles(app: FastifyInstance, deps: HttpDeps): Promise<void> {
  await pageFiles(app, deps, {
    name: 'card',
    dir: deps.cardDir,
    title: (language, shop) => webSentence('card.title', language, { shop }),
    words: pageWords,
    permissions: 'screen-wake-lock=*, camera=(), microphone=(), geolocation=(), payment=()',
  });
}
