// The built console under /console/. Its own addresses all lead to index.html; files with a hash in their name may be
// kept for ever.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { Refusal } from '#src/core/refusal.ts';
import type { HttpDeps } from './deps.ts';
import { serveTillApp } from './till-app.ts';

export async function consoleFiles(
  app: FastifyInstance,
  { dir, known }: { dir: string | undefined } & Pick<HttpDeps, 'known'>,
): Promise<void> {
  if (!dir || !existsSync(join(dir, 'index.html'))) {
    app.get('/', { schema: { hide: true } }, async (_request, reply) => reply.redirect('/terms'));
    return;
  }
  await app.register(fastifyStatic, {
    root: dir,
    prefix: '/console/',
    wildcard: false,
    index: false,
    cacheControl: false,
    setHeaders: (reply, path) => {
      const immutable = /[/\\]assets[/\\]/.test(path);
      reply.header('cache-control', immutable ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  serveTillApp(app, { known });
  app.get('/', { schema: { hide: true } }, async (_request, reply) => reply.redirect('/console/'));
  app.get('/console', { schema: { hide: true } }, async (_request, reply) => reply.redirect('/console/'));
  // `wildcard: false` registers each file by itself; every other address is one of the console's own.
  app.get('/console/*', { schema: { hide: true } }, async (request, reply) => {
    // A missing file must not look like a page.
    if (/\.\w{2,5}$/.test(request.url.split('?')[0] ?? '')) throw new Refusal('not_found');
    return reply.header('cache-control', 'no-cache').sendFile('index.html');
  });
}
