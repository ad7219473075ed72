// Whether the process lives, and whether it can do its work.
import { sql } from 'drizzle-orm';
import fp from 'fastify-plugin';
import type { HttpDeps } from '../deps.ts';

const ANSWER_WITHIN_MS = 2_000;

export const health = fp<Pick<HttpDeps, 'database' | 'draining'>>(
  async (app, { database, draining = () => false }) => {
    app.get('/health', { schema: { hide: true } }, async () => ({ status: 'ok' }));

    app.get('/ready', { schema: { hide: true } }, async (_request, reply) => {
      reply.header('cache-control', 'no-store');
      if (draining()) return reply.code(503).send({ status: 'draining' });
      const ready = await Promise.race([isDatabaseReady(database), late()]);
      return ready ? { status: 'ready' } : reply.code(503).send({ status: 'database' });
    });
  },
  { name: 'health' },
);

/** The database answers and has the tables that the newest code reads. */
async function isDatabaseReady({ db }: HttpDeps['database']): Promise<boolean> {
  try {
    const [row] = await db.execute<{ there: boolean }>(
      sql`select to_regclass('staff_session') is not null and exists (select 1 from programme) as there`,
    );
    return row?.there === true;
  } catch {
    return false;
  }
}

function late(): Promise<false> {
  return new Promise((resolve) => {
    setTimeout(resolve, ANSWER_WITHIN_MS, false).unref();
  });
}
