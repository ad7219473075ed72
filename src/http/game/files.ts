import type { FastifyInstance } from 'fastify';
import type { HttpDeps } from '../deps.ts';
import { pageFiles } from '../pages/page-files.ts';
import { webSentence } from '../sentences.ts';
import { gameWords } from './game-words.ts';

/** The page of a quest's small games at `/game`. */
export async function gameFiles(app: FastifyInstance, deps: HttpDeps): Promise<void> {
  await pageFiles(app, deps, {
    name: 'game',
    dir: deps.gameDir,
    title: (language, shop) => webSentence('games.title', language, { shop }),
    words: gameWords,
    permissions: 'camera=(), microphone=(), geolocation=(), payment=()',
  });
}
