// Serves the page of phones as it lies in ./page: TypeScript goes out as JavaScript with the types taken off.
import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { extname, join, normalize } from 'node:path';
import type { FastifyInstance, FastifyReply } from 'fastify';

const HERE = import.meta.dirname;
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.ts': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

export function pageRoutes(app: FastifyInstance): void {
  const send = async (reply: FastifyReply, path: string): Promise<FastifyReply> => {
    const type = TYPES[extname(path)];
    const bytes = type ? await readFile(join(HERE, path)).catch(() => undefined) : undefined;
    if (!type || !bytes) return reply.code(404).type('text/plain').send('Not found');
    reply.header('content-type', type).header('cache-control', 'no-cache');
    return reply.send(extname(path) === '.ts' ? stripTypes(bytes.toString()) : bytes);
  };

  app.get('/', (_request, reply) => send(reply, 'page/index.html'));
  // The page's modules share their types with this file, and may share values one day.
  app.get('/control.ts', (_request, reply) => send(reply, 'control.ts'));
  app.get<{ Params: { '*': string } }>('/page/*', (request, reply) => {
    const path = normalize(request.params['*']);
    if (path.startsWith('..') || path.startsWith('/')) return reply.code(404).send('Not found');
    return send(reply, join('page', path));
  });
}

let warned = false;

/** Node calls the function experimental and says so once on the console; that line would only puzzle people. */
function stripTypes(source: string): string {
  if (!warned) {
    const emitWarning = process.emitWarning.bind(process);
    process.emitWarning = () => {};
    stripTypeScriptTypes('');
    process.emitWarning = emitWarning;
    warned = true;
  }
  return stripTypeScriptTypes(source);
}
