// Who is signed in. A route group says which roles may enter; the session is read from the cookie before anything of
// the request's body is.
import type { FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import fp from 'fastify-plugin';
import { Refusal } from '#src/core/refusal.ts';
import { readSession } from '#src/core/staff/sign-in.ts';
import { type StaffAuth, staffAuth } from '#src/core/staff/staff-auth.ts';
import type { Staff, StaffRole } from '#src/core/staff/staff-shape.ts';
import type { HttpDeps } from '../deps.ts';

declare module 'fastify' {
  interface FastifyRequest {
    staff: Staff | null;
    /** The session's own secret. */
    sessionToken: string;
  }
  interface FastifyInstance {
    staffAuth: StaffAuth;
    /** Lets in whoever is signed in with one of the roles. */
    allowStaff(...roles: StaffRole[]): onRequestAsyncHookHandler;
    /** Refuses what another site's page sends with our cookie. */
    sameOrigin: onRequestAsyncHookHandler;
  }
}

export const staffSession = fp<Pick<HttpDeps, 'config' | 'database'>>(
  async (app, { config, database }) => {
    const auth = staffAuth({
      db: database.db,
      secretKey: config.secretKey,
      publicUrl: config.publicUrl,
      secureCookies: config.production,
    });
    app.decorateRequest('staff', null);
    app.decorateRequest('sessionToken', '');
    app.decorate('staffAuth', auth);
    app.decorate('sameOrigin', async (request: FastifyRequest) => {
      if (request.method !== 'GET' && !isSameOrigin(request, config.publicUrl))
        throw new Refusal('forbidden');
    });
    app.decorate(
      'allowStaff',
      (...roles: StaffRole[]): onRequestAsyncHookHandler =>
        async (request, reply) => {
          const { cookie } = request.headers;
          const session = cookie ? await readSession(auth, database.db, cookie) : null;
          if (!session) throw new Refusal('not_signed_in');
          request.staff = session.staff;
          request.sessionToken = session.token;
          if (session.cookies.length > 0) reply.header('set-cookie', session.cookies);
          if (!roles.includes(session.staff.role)) throw new Refusal('forbidden');
        },
    );
  },
  { name: 'staff-session' },
);

/** The signed-in person of a request that a session hook has let in. */
export function signedIn(request: FastifyRequest): Staff {
  if (!request.staff) throw new Refusal('not_signed_in');
  return request.staff;
}

/** Browsers tell where a request comes from; programs without a browser tell nothing and have no cookie by mistake. */
function isSameOrigin(request: FastifyRequest, publicUrl: string): boolean {
  const { origin } = request.headers;
  if (request.headers['sec-fetch-site'] === 'cross-site') return false;
  if (origin === undefined) return true;
  return origin === new URL(publicUrl).origin || origin === `${request.protocol}://${request.host}`;
}
