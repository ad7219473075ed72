// Signing in and out. Of these a browser may call signing in without a session, and nothing else anywhere.
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { sessionRoutes } from '#src/contract/session.ts';
import { changeStaff } from '#src/core/staff/change-staff.ts';
import { setPassword } from '#src/core/staff/set-password.ts';
import { signIn, signOut } from '#src/core/staff/sign-in.ts';
import { transaction } from '#src/db/client.ts';
import type { HttpDeps } from '../deps.ts';
import type { KnownStores } from '../known-stores.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { serve } from '../serve.ts';
import { throttle } from '../throttle.ts';
import { countFailures } from './count-failures.ts';
import { describeMe } from './describe-me.ts';
import { serveSecondFactor } from './second-factor-routes.ts';

const WINDOW_MS = 15 * 60_000;
/** Wrong passwords only. The narrow limit is of one place, so that nobody far away can keep a cashier out. */
const MOST_PER_LOGIN_AND_ADDRESS = 10;
const MOST_PER_ADDRESS = 60;
/** From everywhere together: with argon2id and 60 an address this takes many machines and guesses nothing. */
const MOST_PER_LOGIN = 1_000;
const MOST_PASSWORDS = 10;

export async function sessionGroup(
  app: FastifyInstance,
  deps: HttpDeps & { stores: KnownStores },
): Promise<void> {
  const { database, clock, known, stores } = deps;
  const { db } = database;
  app.addHook('onRequest', app.sameOrigin);
  await app.register(rateLimit, { max: 300, timeWindow: 60_000 });
  const here = { onRequest: [app.allowStaff('admin', 'marketer', 'cashier')] };

  serve(app, sessionRoutes.signIn, async ({ body, request, reply }) => {
    const at = clock.now();
    const { staff, cookies } = await countFailures(
      db,
      [
        { key: `sign-in-from:${request.ip}`, limit: MOST_PER_ADDRESS },
        { key: `sign-in:${body.login}:${request.ip}`, limit: MOST_PER_LOGIN_AND_ADDRESS },
        { key: `sign-in:${body.login}`, limit: MOST_PER_LOGIN },
      ].map((limit) => ({ ...limit, windowMs: WINDOW_MS, at })),
      () => signIn(app.staffAuth, db, { ...body, cookie: request.headers.cookie }),
    );
    reply.header('set-cookie', cookies);
    if (!staff) return { secondFactor: 'wanted' as const };
    return describeMe(staff, await stores.list(), await known());
  });
  serveSecondFactor(app, deps);

  serve(
    app,
    sessionRoutes.signOut,
    async ({ request, reply }) => {
      reply.header('set-cookie', await signOut(app.staffAuth, request.headers.cookie ?? ''));
      return null;
    },
    here,
  );

  serve(
    app,
    sessionRoutes.readMe,
    async ({ request }) => describeMe(signedIn(request), await stores.refresh(), await known()),
    here,
  );

  serve(
    app,
    sessionRoutes.changeMe,
    async ({ body, request }) => {
      const { staffId } = signedIn(request);
      const change = { ...body, staffId, actor: staffId, at: clock.now() };
      const staff = await transaction(db, (tx) => changeStaff(tx, change));
      return describeMe(staff, await stores.list(), await known());
    },
    here,
  );

  serve(
    app,
    sessionRoutes.changePassword,
    async ({ body, request }) => {
      const { staffId } = signedIn(request);
      const at = clock.now();
      await throttle(db, { key: `password:${staffId}`, limit: MOST_PASSWORDS, windowMs: WINDOW_MS, at });
      const own = { currentPassword: body.currentPassword, token: request.sessionToken };
      const change = { staffId, newPassword: body.newPassword, actor: staffId, at, own };
      await transaction(db, (tx) => setPassword(tx, change));
      return null;
    },
    here,
  );
}
