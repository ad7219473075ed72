// What only admins may do.
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { adminRoutes } from '#src/contract/admin.ts';
import { allowBurning } from '#src/core/members/answer-identity.ts';
import { listConcerns } from '#src/core/reports/list-concerns.ts';
import { readToday } from '#src/core/reports/read-today.ts';
import { transaction } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import type { HttpDeps } from '../deps.ts';
import type { KnownStores } from '../known-stores.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { serve } from '../serve.ts';
import { serveApiKeys } from './api-key-routes.ts';
import { serveAudit } from './audit-route.ts';
import { serveCampaignSettings } from './campaign-settings-routes.ts';
import { serveContacts } from './contact-routes.ts';
import { serveExternalIds } from './external-id-routes.ts';
import { serveFriends } from './friend-routes.ts';
import { serveImports } from './import-routes.ts';
import { servePartners } from './partner-routes.ts';
import { servePoints } from './points-routes.ts';
import { serveProgramme } from './programme-routes.ts';
import { serveSettlements } from './settlement-routes.ts';
import { serveShop } from './shop-routes.ts';
import { serveStaff } from './staff-routes.ts';
import { tellConcern } from './tell-concern.ts';
import { serveWebhooks } from './webhook-routes.ts';

export async function adminGroup(
  app: FastifyInstance,
  deps: HttpDeps & { stores: KnownStores },
): Promise<void> {
  const { database, clock, known } = deps;
  const { db } = database;
  app.addHook('onRequest', app.sameOrigin);
  app.addHook('onRequest', app.allowStaff('admin'));
  await app.register(rateLimit, {
    max: 600,
    timeWindow: 60_000,
    hook: 'preHandler',
    keyGenerator: (r) => r.staff?.staffId ?? r.ip,
  });

  serve(app, adminRoutes.readToday, async ({ request }) => {
    const at = clock.now();
    const [figures, concerns, { programme }] = await Promise.all([
      readToday(db, at),
      listConcerns(db, at, signedIn(request).staffId),
      known(),
    ]);
    const reading = { language: signedIn(request).language, fallback: programme.defaultLanguage };
    return { ...figures, concerns: concerns.map((each) => tellConcern(each, reading)) };
  });
  serveStaff(app, deps);
  serveApiKeys(app, deps);
  servePartners(app, deps);
  serveSettlements(app, deps);
  serveShop(app, deps);
  serveProgramme(app, deps);
  serveFriends(app, deps);
  serveCampaignSettings(app, deps);
  serveContacts(app, deps);
  servePoints(app, deps);
  serveAudit(app, deps);
  serveExternalIds(app, deps);
  serveWebhooks(app, deps);
  serveImports(app, deps);

  serve(app, adminRoutes.allowBurning, async ({ params, request }) => {
    const memberId = params.memberId as MemberId;
    const actor = signedIn(request).staffId;
    await transaction(db, (tx) => allowBurning(tx, { memberId, actor, at: clock.now() }));
    return null;
  });
}
