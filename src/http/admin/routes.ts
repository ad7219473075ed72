// What only admins may do.
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { adminRoutes } from '#src/contract/admin.ts';
import { allowBurning } from '#src/core/members/answer-identity.ts';
import { shortName } from '#src/core/members/person-name.ts';
import { listConcerns } from '#src/core/reports/list-concerns.ts';
import { readToday } from '#src/core/reports/read-today.ts';
import { recordAudit } from '#src/core/staff/record-audit.ts';
import { transaction } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import type { HttpDeps } from '../deps.ts';
import { findHolder } from '../find-holder.ts';
import type { KnownStores } from '../known-stores.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { serve } from '../serve.ts';
import { throttle } from '../throttle.ts';
import { findMasked, readMemberPage } from './member-page.ts';
import { serveShop } from './shop-routes.ts';
import { serveStaff } from './staff-routes.ts';

const MOST_LOOKUPS = 150;
const WINDOW_MS = 10 * 60_000;

export async function adminGroup(
  app: FastifyInstance,
  deps: HttpDeps & { stores: KnownStores },
): Promise<void> {
  const { config, database, clock, known } = deps;
  const { db } = database;
  app.addHook('onRequest', app.sameOrigin);
  app.addHook('onRequest', app.allowStaff('admin'));
  await app.register(rateLimit, {
    max: 600,
    timeWindow: 60_000,
    hook: 'preHandler',
    keyGenerator: (r) => r.staff?.staffId ?? r.ip,
  });

  serve(app, adminRoutes.readToday, async () => {
    const at = clock.now();
    const [figures, concerns] = await Promise.all([readToday(db, at), listConcerns(db, at)]);
    return {
      ...figures,
      concerns: concerns.map(({ memberName, ...concern }) => ({
        ...concern,
        at: concern.at.toISOString(),
        shownName: shortName(memberName),
      })),
    };
  });
  serveStaff(app, deps);
  serveShop(app, deps);

  serve(app, adminRoutes.findMember, async ({ body, request }) => {
    const { staffId } = signedIn(request);
    const at = clock.now();
    await throttle(db, { key: `admin-find:${staffId}`, limit: MOST_LOOKUPS, windowMs: WINDOW_MS, at });
    const { memberId } = await findHolder(db, body.code, {
      secretKey: config.secretKey,
      at,
      blockedToo: true,
    });
    await noteLook({ actor: staffId, memberId, at });
    return await findMasked(db, memberId);
  });

  serve(app, adminRoutes.readMember, async ({ params, request }) => {
    const memberId = params.memberId as MemberId;
    const at = clock.now();
    const page = await readMemberPage(db, { memberId, at, known: await known() });
    await noteLook({ actor: signedIn(request).staffId, memberId, at });
    return page;
  });

  serve(app, adminRoutes.allowBurning, async ({ params, request }) => {
    const memberId = params.memberId as MemberId;
    const actor = signedIn(request).staffId;
    await transaction(db, (tx) => allowBurning(tx, { memberId, actor, at: clock.now() }));
    return null;
  });

  /** Who looked at whom can be asked later. */
  const noteLook = ({ actor, memberId, at }: { actor: string; memberId: MemberId; at: Date }) =>
    transaction(db, (tx) => recordAudit(tx, { actor, action: 'member.look', subject: memberId, at }));
}
