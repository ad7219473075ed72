// Turns requests away at once when more are at work than the process can finish soon: an answer "come again" in a
// millisecond is worth more to a till than a good one in ten seconds.
import fp from 'fastify-plugin';
import { languageFor, webSentence } from '../sentences.ts';

/** Requests under way in one process. At full speed 64 callers wait about 15 ms for a receipt; 600 wait 150 ms. */
const MOST_AT_WORK = 600;

export const admission = fp<{ mostAtWork?: number }>(
  async (app, { mostAtWork = MOST_AT_WORK }) => {
    let atWork = 0;
    app.decorateRequest('admitted', false);
    app.addHook('onRequest', async (request, reply) => {
      // Whoever looks after the process must always get through.
      if (atWork >= mostAtWork && !request.url.startsWith('/health') && !request.url.startsWith('/metrics')) {
        return reply
          .code(503)
          .header('retry-after', 1)
          .send({
            error: {
              code: 'unavailable',
              message: webSentence('unavailable', languageFor(request)),
              details: {},
            },
          });
      }
      atWork++;
      request.admitted = true;
    });
    const leave = (request: { admitted: boolean }) => {
      if (!request.admitted) return;
      request.admitted = false;
      atWork--;
    };
    app.addHook('onResponse', async (request) => leave(request));
    app.addHook('onRequestAbort', async (request) => leave(request));
  },
  { name: 'admission' },
);

declare module 'fastify' {
  interface FastifyRequest {
    admitted: boolean;
  }
}
