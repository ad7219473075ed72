// Whether the process lives, and whether it can do its work.
import { sql } from 'drizzle-orm';
import fp from 'fastify-plugin';
import { hasProgramme, NOT_SET_UP } from '#src/core/stores/read-programme.ts';
import type { HttpDeps } from '../deps.ts';

const ANSWER_WITHIN_MS = 2_000;

export const health = fp<Pick<HttpDeps, 'database' | 'draining'>>(
  async (app, { database, draining = () => false }) => {
    app.get('/health', { schema: { hide: true } }, async () => ({ status: 'ok' }));

    app.get('/ready', { schema: { hide: true } }, async (_request, reply) => {
      reply.header('cache-control', 'no-store');
      if (draining()) return reply.code(503).send({ status: 'draining' });
      const state = await Promise.race([databaseState(database), late()]);
      if (state === 'ready') return { status: 'ready' };
      reply.code(503);
      return state === 'empty' ? { status: 'not set up', message: NOT_SET_UP } : { status: 'database' };
    });
  },
  { name: 'health' },
);

/** `ready`: the database answers, has the tables that the newest code reads, and holds a shop; `empty`: no shop yet. */
async function databaseState({ db }: HttpDeps['database']): Promise<'ready' | 'empty' | 'away'> {
  try {
    const [row] = await db.execute<{ there: boolean }>(
      sql`select to_regclass('staff_session') is not null as there`,
    );
    if (row?.there !== true) return 'away';
    return (await hasProgramme(db)) ? 'ready' : 'empty';
  } catch {
    return 'away';
  }
}

function late(): Promise<'away'> {
  return new Promise((resolve) => {
    setTimeout(resolve, ANSWER_WITHIN_MS, 'away').unref();
  });
}
