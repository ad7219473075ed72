// Everything that answers over HTTP, in one ordered list. Nothing listens yet: that is the process's part.
import Fastify, { type FastifyInstance, LogController } from 'fastify';
import { serializerCompiler } from 'fastify-type-provider-zod';
import { officeGroup } from './http/admin/office-routes.ts';
import { adminGroup } from './http/admin/routes.ts';
import { cardFiles } from './http/card/files.ts';
import { cardGroup } from './http/card/routes.ts';
import { consoleFiles } from './http/console.ts';
import type { HttpDeps } from './http/deps.ts';
import { gameFiles } from './http/game/files.ts';
import { gameGroup } from './http/game/routes.ts';
import { integrationGroup } from './http/integration/routes.ts';
import { knownGoods } from './http/known-goods.ts';
import { knownStores } from './http/known-stores.ts';
import { marketingGroup } from './http/marketing/routes.ts';
import { passGroup } from './http/passes/routes.ts';
import { admission } from './http/plugins/admission.ts';
import { apiKeys } from './http/plugins/api-key.ts';
import { closeConnections } from './http/plugins/close-connections.ts';
import { errors, sendUnroutable } from './http/plugins/errors.ts';
import { health } from './http/plugins/health.ts';
import { jsonBody } from './http/plugins/json-body.ts';
import { metrics } from './http/plugins/metrics.ts';
import { openapi } from './http/plugins/openapi.ts';
import { securityHeaders } from './http/plugins/security-headers.ts';
import { staffSession } from './http/plugins/staff-session.ts';
import { publicGroup } from './http/public/routes.ts';
import { sessionGroup } from './http/session/routes.ts';
import { tillGroup } from './http/till/routes.ts';

export type { HttpDeps } from './http/deps.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route that was registered, `GET /health` and so on; for the tests that must miss none. */
    routeList: string[];
  }
}

const BODY_BYTES = 64 * 1024;

/** The whole HTTP face, ready to listen or to be injected into. */
export async function buildApp(deps: HttpDeps): Promise<FastifyInstance> {
  const { config, database, clock, log, webhooks = [] } = deps;
  const app = Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    // A line about a request names its route and a reference; a logger for each request would only add a counter.
    childLoggerFactory: (logger) => logger,
    bodyLimit: BODY_BYTES,
    // A proxy of our own network may say who called; anybody else's word is not taken.
    trustProxy: config.production ? ['loopback', 'linklocal', 'uniquelocal'] : false,
    routerOptions: { maxParamLength: 512 },
    frameworkErrors: sendUnroutable,
    requestTimeout: 30_000,
    forceCloseConnections: 'idle',
  });
  const routeList: string[] = [];
  app.decorate('routeList', routeList);
  app.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat()) routeList.push(`${each} ${url}`);
  });
  // Schemas are read in http/serve.ts, once, so that what a handler gets is typed by them.
  app.setValidatorCompiler(() => (value: unknown) => ({ value }));
  app.setSerializerCompiler(serializerCompiler);
  // JSON is the only language spoken here; webhooks that want another add it for themselves.
  app.removeContentTypeParser('text/plain');

  await app.register(jsonBody);
  await app.register(closeConnections);
  await app.register(errors, { clock });
  await app.register(securityHeaders, { production: config.production });
  await app.register(admission, {});
  await app.register(apiKeys, { clock, database });
  await app.register(metrics, { clock, database });
  await app.register(staffSession, { config, database });
  await app.register(openapi, { publicUrl: config.publicUrl });
  await app.register(health, deps);

  const group = { ...deps, stores: knownStores(database.db), goods: knownGoods(database.db) };
  await app.register(sessionGroup, group);
  await app.register(tillGroup, group);
  await app.register(marketingGroup, group);
  await app.register(officeGroup, group);
  await app.register(adminGroup, group);
  await app.register(integrationGroup, group);
  await app.register(publicGroup, group);
  await app.register(cardGroup, group);
  await app.register(cardFiles, group);
  await app.register(gameGroup, group);
  await app.register(gameFiles, group);
  await app.register(passGroup, group);
  for (const webhook of webhooks) await app.register(webhook);
  await app.register(consoleFiles, { dir: deps.consoleDir, known: deps.known });
  await app.ready();
  return app;
}
