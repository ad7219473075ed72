// Turns requests away at once when more are at work than the process can finish soon: an answer "come again" in a
// millisecond is worth more to a till than a good one in ten seconds. A request is at work until it is answered and
// its handler has ended: that nobody waits for the answer any more does not end the work.
import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { languageFor, webSentence } from '../sentences.ts';

/** Requests under way in one process. At full speed 64 callers wait about 15 ms for a receipt; 600 wait 150 ms. */
const MOST_AT_WORK = 600;
/** Whoever looks after the process must always get through. */
const ALWAYS = new Set(['/health', '/ready', '/metrics']);

export const admission = fp<{ mostAtWork?: number }>(
  async (app, { mostAtWork = MOST_AT_WORK }) => {
    let atWork = 0;
    app.decorateRequest('work', null);
    app.addHook('onRequest', (request, reply, done) => {
      if (ALWAYS.has(request.routeOptions.url ?? '')) return done();
      if (atWork >= mostAtWork) {
        void reply
          .code(503)
          .header('retry-after', 1)
          .send({
            error: {
              code: 'unavailable',
              message: webSentence('unavailable', languageFor(request)),
              details: {},
            },
          });
        return;
      }
      request.work = { counted: false, handled: false, over: false };
      count(request.work);
      done();
    });

    const count = (work: Work) => {
      if (work.counted) return;
      work.counted = true;
      atWork++;
    };
    const leave = ({ work }: FastifyRequest) => {
      if (!work?.counted || !work.over || work.handled) return;
      work.counted = false;
      atWork--;
    };
    const over = (request: FastifyRequest) => {
      if (request.work) request.work.over = true;
      leave(request);
    };
    app.addHook('onResponse', (request, _reply, done) => {
      over(request);
      done();
    });
    app.addHook('onRequestAbort', (request, done) => {
      over(request);
      done();
    });

    app.addHook('onRoute', (route) => {
      const { handler } = route;
      route.handler = function handle(request, reply) {
        const { work } = request;
        if (!work) return handler.call(this, request, reply);
        // Also when the caller has gone while it was still being looked at.
        count(work);
        work.handled = true;
        const ended = () => {
          work.handled = false;
          leave(request);
        };
        let result: unknown;
        try {
          result = handler.call(this, request, reply);
        } catch (error) {
          ended();
          throw error;
        }
        if (result instanceof Promise) result.then(ended, ended);
        else ended();
        return result;
      };
    });
  },
  { name: 'admission' },
);

interface Work {
  counted: boolean;
  /** Its handler runs. */
  handled: boolean;
  /** It was answered, or nobody waits for the answer. */
  over: boolean;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Null: not counted. */
    work: Work | null;
  }
}
