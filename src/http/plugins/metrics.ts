// Figures for whoever watches the process, in Prometheus' text format. They are read from the database only when
// asked for, at most every few seconds, and only from this machine or with a key of the scope metrics:read.
import { sql } from 'drizzle-orm';
import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { HttpDeps } from '../deps.ts';

declare module 'fastify' {
  interface FastifyInstance {
    receiptsAccepted: Counter<'audience' | 'outcome'>;
  }
}

const QUEUES_KEPT_MS = 5_000;
const ANSWER_WITHIN_MS = 2_000;

export const metrics = fp<Pick<HttpDeps, 'clock' | 'database'>>(
  async (app, { clock, database }) => {
    const registers = [new Registry()];
    const [registry] = registers;
    if (!registry) throw new Error('there is no registry');
    collectDefaultMetrics({ register: registry, prefix: 'kartka_' });
    const durations = new Histogram({
      name: 'kartka_http_request_seconds',
      help: 'How long requests took, by route pattern and status.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    });
    app.decorate(
      'receiptsAccepted',
      new Counter({
        name: 'kartka_receipts_total',
        help: 'Receipts answered over HTTP.',
        labelNames: ['audience', 'outcome'],
        registers,
      }),
    );
    const waiting = new Gauge({
      name: 'kartka_queue_rows',
      help: 'Rows that wait in a queue, or in a state that needs a look.',
      labelNames: ['queue', 'status'],
      registers,
    });
    const lag = new Gauge({
      name: 'kartka_queue_lag_seconds',
      help: 'Age of the oldest row that waits.',
      labelNames: ['queue'],
      registers,
    });

    app.addHook('onResponse', (request, reply, done) => {
      const route = request.routeOptions.url ?? 'unknown';
      durations.observe(
        { method: request.method, route, status: reply.statusCode },
        reply.elapsedTime / 1000,
      );
      done();
    });

    let readAt = Number.NEGATIVE_INFINITY;
    const readQueues = async () => {
      const at = clock.now();
      if (at.getTime() - readAt < QUEUES_KEPT_MS) return;
      readAt = at.getTime();
      const rows = await database.db.execute<QueueRow>(sql`
        select 'inbox' as queue, status, count(*) as rows,
          extract(epoch from ${at}::timestamptz - min(received_at))::float8 as age
        from inbox where status = 'new' group by status
        union all
        select 'delivery', status, count(*), extract(epoch from ${at}::timestamptz - min(not_before))::float8
        from delivery where status in ('queued', 'sending') group by status
        union all
        select 'webhook', status, count(*), extract(epoch from ${at}::timestamptz - min(next_at))::float8
        from webhook_delivery where status in ('queued', 'sending', 'retrying', 'dead') group by status`);
      forgetQueues();
      for (const row of rows) {
        waiting.set({ queue: row.queue, status: row.status }, Number(row.rows));
        if (row.status !== 'sending' && row.status !== 'dead')
          lag.set({ queue: row.queue }, Math.max(0, row.age));
      }
    };

    const forgetQueues = () => {
      waiting.reset();
      lag.reset();
    };

    const withKey = app.allowKey('metrics:read');
    app.get(
      '/metrics',
      {
        schema: { hide: true },
        onRequest: async (request, reply) => {
          if (!isFromHere(request)) await withKey.call(app, request, reply);
        },
      },
      async (_request, reply) => {
        // Without the database there is all the more to be watched.
        await Promise.race([readQueues().catch(forgetQueues), late()]);
        return reply.type(registry.contentType).send(await registry.metrics());
      },
    );
  },
  { name: 'metrics', dependencies: ['api-key'] },
);

interface QueueRow extends Record<string, unknown> {
  queue: string;
  status: string;
  rows: bigint;
  age: number;
}

function late(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ANSWER_WITHIN_MS).unref();
  });
}

/** From this machine itself, and not handed on by a proxy that runs on it. */
function isFromHere(request: FastifyRequest): boolean {
  const { remoteAddress = '' } = request.socket;
  const local = remoteAddress === '::1' || remoteAddress.replace('::ffff:', '').startsWith('127.');
  return local && request.headers['x-forwarded-for'] === undefined && request.headers.forwarded === undefined;
}
