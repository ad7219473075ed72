// The HTTP face with one more route, the least that a look-up can be: one select by primary key through the same key,
// schemas and serializer. A process of its own; ends with whoever started it.
import type { FastifyPluginAsync } from 'fastify';
import { pino } from 'pino';
import { z } from 'zod';
import { buildApp } from '#src/app.ts';
import { route } from '#src/contract/route.ts';
import { memberId } from '#src/contract/words.ts';
import { withOffers } from '#src/core/offers/known-offers.ts';
import { receiptDesk } from '#src/core/receipts/receipt-desk.ts';
import { knownRules } from '#src/core/rules/known-rules.ts';
import { knownProgramme } from '#src/core/stores/known-programme.ts';
import { connect } from '#src/db/client.ts';
import { serve } from '#src/http/serve.ts';
import { systemClock } from '#src/lib/clock.ts';
import { BENCH_KEY } from './bench-shop.ts';

const CONNECTIONS = 8;

const floorRoute = route({
  method: 'GET',
  url: '/floor/:memberId',
  summary: 'One select by primary key',
  params: z.strictObject({ memberId }),
  reply: z.object({ memberId, name: z.string(), tierKey: z.string(), language: z.string() }),
});

const database = connect(process.env.DATABASE_URL ?? '', {
  max: CONNECTIONS,
  applicationName: 'bench offers',
});
const floor: FastifyPluginAsync = async (app) => {
  serve(
    app,
    floorRoute,
    async ({ params }) => {
      const [row] = await database.sql<
        { memberId: string; name: string; tierKey: string; language: string }[]
      >`
        select member_id as "memberId", name, tier_key as "tierKey", language from member
        where member_id = ${params.memberId}`;
      if (!row) throw new Error('nobody');
      return row;
    },
    { onRequest: [app.allowKey('offers:read')] },
  );
};
const known = knownProgramme(database.db);
const rules = withOffers(database.db, knownRules(database.db, known), known);
const url = process.env.PUBLIC_URL ?? '';
const app = await buildApp({
  config: { production: false, publicUrl: url, secretKey: BENCH_KEY },
  database,
  clock: systemClock,
  log: pino({ level: 'warn', base: null }),
  known,
  rules,
  receiptDesk: receiptDesk({ db: database.db, sql: database.sql, known, rules, clock: systemClock }),
  webhooks: [floor],
});
await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });
process.send?.({ url });
const stop = () =>
  void app
    .close()
    .then(() => database.close())
    .then(() => process.exit(0));
process.once('SIGTERM', stop);
process.once('disconnect', stop);
