// A second factor of one's own: put on, taken off, passed while signing in.
import type { FastifyInstance } from 'fastify';
import { sessionRoutes } from '#src/contract/session.ts';
import { drawQr } from '#src/core/cards/draw-qr.ts';
import { recordAudit } from '#src/core/staff/record-audit.ts';
import {
  beginSecondFactor,
  confirmSecondFactor,
  endSecondFactor,
  passSecondFactor,
  renewRecoveryCodes,
} from '#src/core/staff/second-factor.ts';
import { whoseCookies } from '#src/core/staff/sign-in.ts';
import { transaction } from '#src/db/client.ts';
import type { StaffId } from '#src/lib/id.ts';
import type { HttpDeps } from '../deps.ts';
import type { KnownStores } from '../known-stores.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { serve } from '../serve.ts';
import { throttle } from '../throttle.ts';
import { countFailures } from './count-failures.ts';
import { describeMe } from './describe-me.ts';

const WINDOW_MS = 15 * 60_000;
/** The library ends a sign-in after five wrong codes, and locks for a while after ten in all; this bounds an address. */
const MOST_PER_ADDRESS = 60;
const MOST_PASSWORDS = 10;

export function serveSecondFactor(app: FastifyInstance, deps: HttpDeps & { stores: KnownStores }): void {
  const { database, clock, known, stores } = deps;
  const { db } = database;
  const here = { onRequest: [app.allowStaff('admin', 'marketer', 'cashier')] };

  const note = (staffId: StaffId, action: string) =>
    transaction(db, (tx) => recordAudit(tx, { actor: staffId, action, subject: staffId, at: clock.now() }));
  /** Passwords are asked for again, so guessing them here is bounded as elsewhere. */
  const guarded = async <T>(staffId: StaffId, attempt: () => Promise<T>): Promise<T> => {
    const limit = { key: `password:${staffId}`, limit: MOST_PASSWORDS, windowMs: WINDOW_MS, at: clock.now() };
    await throttle(db, limit);
    return await attempt();
  };

  serve(app, sessionRoutes.passSecondFactor, async ({ body, request, reply }) => {
    const limit = { key: `second-factor-from:${request.ip}`, limit: MOST_PER_ADDRESS };
    const cookies = await countFailures(db, [{ ...limit, windowMs: WINDOW_MS, at: clock.now() }], () =>
      passSecondFactor(app.staffAuth, { ...body, cookie: request.headers.cookie ?? '' }),
    );
    const staff = await whoseCookies(app.staffAuth, db, cookies);
    reply.header('set-cookie', cookies);
    return describeMe(staff, await stores.list(), await known());
  });

  serve(
    app,
    sessionRoutes.beginSecondFactor,
    async ({ body, request }) => {
      const { staffId, login } = signedIn(request);
      const shop = (await known()).programme.shopName;
      const oneself = { cookie: request.headers.cookie ?? '', password: body.password, shop, login };
      const { address, recoveryCodes } = await guarded(staffId, () =>
        beginSecondFactor(app.staffAuth, oneself),
      );
      const qr = `data:image/png;base64,${drawQr(address).toString('base64')}`;
      return { address, qr, secret: new URL(address).searchParams.get('secret') ?? '', recoveryCodes };
    },
    here,
  );

  serve(
    app,
    sessionRoutes.confirmSecondFactor,
    async ({ body, request, reply }) => {
      const { staffId } = signedIn(request);
      const cookie = request.headers.cookie ?? '';
      const cookies = await guarded(staffId, () =>
        confirmSecondFactor(app.staffAuth, { cookie, code: body.code }),
      );
      await note(staffId, 'staff.second_factor_on');
      reply.header('set-cookie', cookies);
      return describeMe({ ...signedIn(request), secondFactor: true }, await stores.list(), await known());
    },
    here,
  );

  serve(
    app,
    sessionRoutes.endSecondFactor,
    async ({ body, request, reply }) => {
      const { staffId } = signedIn(request);
      const oneself = { cookie: request.headers.cookie ?? '', password: body.password };
      const cookies = await guarded(staffId, () => endSecondFactor(app.staffAuth, oneself));
      await note(staffId, 'staff.second_factor_off');
      reply.header('set-cookie', cookies);
      return describeMe({ ...signedIn(request), secondFactor: false }, await stores.list(), await known());
    },
    here,
  );

  serve(
    app,
    sessionRoutes.renewRecoveryCodes,
    async ({ body, request }) => {
      const { staffId } = signedIn(request);
      const oneself = { cookie: request.headers.cookie ?? '', password: body.password };
      const recoveryCodes = await guarded(staffId, () => renewRecoveryCodes(app.staffAuth, oneself));
      await note(staffId, 'staff.recovery_codes');
      return { recoveryCodes };
    },
    here,
  );
}
