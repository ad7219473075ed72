// Who of the staff may sign in.
import type { FastifyInstance } from 'fastify';
import { adminRoutes, type Staff as StaffAnswer } from '#src/contract/admin.ts';
import { Refusal } from '#src/core/refusal.ts';
import { changeStaff } from '#src/core/staff/change-staff.ts';
import { createStaff } from '#src/core/staff/create-staff.ts';
import { newPassword } from '#src/core/staff/new-password.ts';
import { listStaff } from '#src/core/staff/read-staff.ts';
import { removeSecondFactor } from '#src/core/staff/second-factor.ts';
import { setPassword } from '#src/core/staff/set-password.ts';
import type { Staff } from '#src/core/staff/staff-shape.ts';
import { transaction } from '#src/db/client.ts';
import type { StaffId, StoreId } from '#src/lib/id.ts';
import type { HttpDeps } from '../deps.ts';
import type { KnownStores } from '../known-stores.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { serve } from '../serve.ts';

export function serveStaff(app: FastifyInstance, deps: HttpDeps & { stores: KnownStores }): void {
  const { clock, stores } = deps;
  const { db } = deps.database;

  const checkStores = async (storeIds: string[]): Promise<StoreId[]> => {
    const known = await stores.refresh();
    return storeIds.map((storeId) => {
      const store = known.find((each) => each.storeId === storeId);
      if (!store) throw new Refusal('not_found', { what: 'store', storeId });
      return store.storeId;
    });
  };

  serve(app, adminRoutes.listStaff, async () => ({ staff: (await listStaff(db)).map(describeStaff) }));

  serve(app, adminRoutes.createStaff, async ({ body, request }) => {
    const input = {
      ...body,
      storeIds: await checkStores(body.storeIds),
      actor: signedIn(request).staffId,
      at: clock.now(),
    };
    const { staff, password } = await transaction(db, (tx) => createStaff(tx, input));
    return { ...describeStaff(staff), password };
  });

  serve(app, adminRoutes.changeStaff, async ({ params, body, request }) => {
    const change = {
      ...params,
      ...body,
      storeIds: body.storeIds && (await checkStores(body.storeIds)),
      actor: signedIn(request).staffId,
      at: clock.now(),
    };
    return describeStaff(await transaction(db, (tx) => changeStaff(tx, change)));
  });

  serve(app, adminRoutes.resetPassword, async ({ params, request }) => {
    const password = newPassword();
    const change = { ...params, newPassword: password, actor: signedIn(request).staffId, at: clock.now() };
    await transaction(db, (tx) => setPassword(tx, change));
    return { password };
  });

  serve(app, adminRoutes.removeSecondFactor, async ({ params, request }) => {
    const removal = {
      staffId: params.staffId as StaffId,
      actor: signedIn(request).staffId,
      at: clock.now(),
    };
    return describeStaff(await transaction(db, (tx) => removeSecondFactor(tx, removal)));
  });

  for (const [told, disabled] of [
    [adminRoutes.disableStaff, true],
    [adminRoutes.enableStaff, false],
  ] as const) {
    serve(app, told, async ({ params, request }) => {
      const change = { ...params, disabled, actor: signedIn(request).staffId, at: clock.now() };
      return describeStaff(await transaction(db, (tx) => changeStaff(tx, change)));
    });
  }
}

function describeStaff(staff: Staff): StaffAnswer {
  return {
    ...staff,
    createdAt: staff.createdAt.toISOString(),
    disabledAt: staff.disabledAt?.toISOString() ?? null,
  };
}
