import Fastify from 'fastify';
import { afterEach, expect, it } from 'vitest';
import { z } from 'zod';
import { noReply, route } from '#src/contract/route.ts';
import { serve } from '#src/http/serve.ts';

const logged: string[] = [];
const app = Fastify({
  logger: { level: 'warn', stream: { write: (line: string) => logged.push(line) } },
});
afterEach(() => app.close());

it('when a handler sends its own answer, then it is sent once and nothing is logged', async () => {
  const write = { asBuilt: true };
  const told = { method: 'GET', summary: 'A route', reply: z.object({ made: z.boolean() }) } as const;
  serve(
    app,
    route({ ...told, url: '/own' }),
    async ({ reply }) => reply.code(409).send({ made: false }),
    write,
  );
  serve(app, route({ ...told, url: '/told' }), async () => ({ made: true }), write);
  serve(app, route({ ...told, url: '/none', reply: noReply }), async () => null, write);

  const own = await app.inject('/own');
  expect([own.statusCode, own.json()]).toEqual([409, { made: false }]);
  const plain = await app.inject('/told');
  expect([plain.statusCode, plain.json()]).toEqual([200, { made: true }]);
  const none = await app.inject('/none');
  expect([none.statusCode, none.body]).toEqual([200, '']);
  expect(logged).toEqual([]);
});
