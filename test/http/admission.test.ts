import { request as call } from 'node:http';
import type { AddressInfo } from 'node:net';
import fastify from 'fastify';
import { expect, it } from 'vitest';
import { admission } from '#src/http/plugins/admission.ts';
import { until } from '#test/support/until.ts';

it('when a caller goes away, then its place is free only once the work has ended', async () => {
  const app = fastify();
  let atWork = 0;
  let end = () => {};
  await app.register(admission, { mostAtWork: 1 });
  app.get('/slow', async () => {
    atWork++;
    await new Promise<void>((resolve) => {
      end = resolve;
    });
    atWork--;
    return 'done';
  });
  app.get('/quick', async () => 'quick');
  for (const url of ['/health', '/ready', '/metrics']) app.get(url, async () => 'here');
  app.addHook('onRequestAbort', async (_request) => {
    aborted = true;
  });
  let aborted = false;
  await app.listen({ port: 0, host: '127.0.0.1' });
  try {
    const { port } = app.server.address() as AddressInfo;
    const caller = call({ port, host: '127.0.0.1', path: '/slow', agent: false });
    caller.on('error', () => {});
    caller.end();
    await until('the work to begin', () => atWork === 1);
    caller.destroy();
    await until('the server to notice', () => aborted);
    const full = await app.inject('/quick');
    expect([full.statusCode, full.headers['retry-after'], full.json().error.code]).toEqual([
      503,
      '1',
      'unavailable',
    ]);
    for (const url of ['/health', '/ready', '/metrics']) {
      expect((await app.inject(url)).statusCode).toBe(200);
    }
    end();
    await until('the place to be free', async () => (await app.inject('/quick')).statusCode === 200);
    // Each frees its place once.
    expect((await app.inject('/quick')).statusCode).toBe(200);
    expect(atWork).toBe(0);
  } finally {
    await app.close();
  }
});
