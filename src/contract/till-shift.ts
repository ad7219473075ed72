// A cashier's shift: when it began, what was done in it, and its end.
import { z } from 'zod';
import { route } from './route.ts';
import { amountMinor, idOf, instant, points, storeId, tillId } from './words.ts';

const shiftId = idOf('shf', 'The shift.');

export const shift = z.object({
  shiftId,
  storeId,
  tillId: tillId.nullable(),
  openedAt: instant,
  closedAt: instant.nullable(),
});
export type Shift = z.output<typeof shift>;

export const OPERATION_KINDS = ['receipt', 'return', 'undone', 'registered', 'blocked', 'replaced'] as const;

export const shiftReport = shift.extend({
  /** Sales that stand; those that were undone count under `undone` alone. */
  receipts: z.int(),
  amountMinor,
  earned: points,
  burnt: points,
  returns: z.int(),
  returnedMinor: amountMinor,
  takenBack: points,
  givenBack: points,
  undone: z.int(),
  registered: z.int(),
  blocked: z.int(),
  replaced: z.int(),
  /** The oldest first. Of a return `earned` is what was given back and `burnt` what was taken back. */
  operations: z.array(
    z.object({
      kind: z.enum(OPERATION_KINDS),
      at: instant,
      receiptNumber: z.string(),
      amountMinor,
      earned: points,
      burnt: points,
      shownName: z.string(),
    }),
  ),
});
export type ShiftReport = z.output<typeof shiftReport>;

const params = z.strictObject({ shiftId });

export const tillShiftRoutes = {
  openShift: route({
    method: 'POST',
    url: '/api/till/shifts',
    summary: 'Begin my shift in this store, or go on with it',
    body: z.strictObject({ storeId, tillId: tillId.optional() }),
    reply: shift,
  }),
  listShifts: route({
    method: 'GET',
    url: '/api/till/shifts',
    summary: 'My latest shifts',
    reply: z.object({ shifts: z.array(shift) }),
  }),
  readShift: route({
    method: 'GET',
    url: '/api/till/shifts/:shiftId',
    summary: 'What I did in a shift',
    params,
    reply: shiftReport,
  }),
  closeShift: route({
    method: 'POST',
    url: '/api/till/shifts/:shiftId/close',
    summary: 'End my shift; its report',
    params,
    reply: shiftReport,
  }),
};
