// A cashier's shift. Everybody sees their own.
import type { FastifyInstance } from 'fastify';
import { type Shift as ShiftAnswer, type ShiftReport, tillShiftRoutes } from '#src/contract/till-shift.ts';
import { shortName } from '#src/core/members/person-name.ts';
import { readShiftReport } from '#src/core/reports/read-shift.ts';
import { closeShift, listShifts, readShift } from '#src/core/staff/close-shift.ts';
import { openShift, type Shift } from '#src/core/staff/open-shift.ts';
import { type Reader, transaction } from '#src/db/client.ts';
import type { ShiftId } from '#src/lib/id.ts';
import type { HttpDeps } from '../deps.ts';
import type { KnownStores } from '../known-stores.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { serve } from '../serve.ts';
import { ownStore } from './own-store.ts';

const LATEST = 14;

export function serveShifts(app: FastifyInstance, deps: HttpDeps & { stores: KnownStores }): void {
  const { database, clock, stores } = deps;
  const { db } = database;

  serve(app, tillShiftRoutes.openShift, async ({ body, request }) => {
    const { staffId } = signedIn(request);
    ownStore(signedIn(request), body.storeId);
    const { storeId, tillId } = await stores.open(body);
    const at = clock.now();
    return describe(await transaction(db, (tx) => openShift(tx, { staffId, storeId, tillId, at })));
  });

  serve(app, tillShiftRoutes.listShifts, async ({ request }) => {
    const shifts = await listShifts(db, { staffId: signedIn(request).staffId, limit: LATEST });
    return { shifts: shifts.map(describe) };
  });

  serve(app, tillShiftRoutes.readShift, async ({ params, request }) => {
    const { staffId } = signedIn(request);
    const shift = await readShift(db, { staffId, shiftId: params.shiftId as ShiftId });
    return await report(db, { shift, at: clock.now() });
  });

  serve(app, tillShiftRoutes.closeShift, async ({ params, request }) => {
    const { staffId } = signedIn(request);
    const at = clock.now();
    const shiftId = params.shiftId as ShiftId;
    const shift = await transaction(db, (tx) => closeShift(tx, { staffId, shiftId, at }));
    return await report(db, { shift, at });
  });
}

function describe({ shiftId, storeId, tillId, openedAt, closedAt }: Shift): ShiftAnswer {
  return {
    shiftId,
    storeId,
    tillId,
    openedAt: openedAt.toISOString(),
    closedAt: closedAt?.toISOString() ?? null,
  };
}

async function report(db: Reader, asked: { shift: Shift; at: Date }): Promise<ShiftReport> {
  const { shift, operations, ...totals } = await readShiftReport(db, asked);
  return {
    ...describe(shift),
    receipts: totals.receipts,
    amountMinor: Number(totals.amountMinor),
    earned: Number(totals.earned),
    burnt: Number(totals.burnt),
    returns: totals.returns,
    returnedMinor: Number(totals.returnedMinor),
    takenBack: Number(totals.takenBack),
    givenBack: Number(totals.givenBack),
    undone: totals.undone,
    registered: totals.registered,
    blocked: totals.blocked,
    replaced: totals.replaced,
    operations: operations.map((each) => ({
      kind: each.kind,
      at: each.at.toISOString(),
      receiptNumber: each.number,
      amountMinor: Number(each.amountMinor),
      earned: Number(each.earned),
      burnt: Number(each.burnt),
      shownName: shortName(each.memberName),
    })),
  };
}
