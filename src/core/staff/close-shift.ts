import { and, desc, eq, isNull } from 'drizzle-orm';
import type { Reader, Tx } from '#src/db/client.ts';
import { shift } from '#src/db/schema/staff.ts';
import type { ShiftId, StaffId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import type { Shift } from './open-shift.ts';

type ShiftOf = { staffId: StaffId; shiftId: ShiftId };

/** Closes a shift. Closing it again leaves it as it was closed. Throws Refusal `not_found`. */
export async function closeShift(tx: Tx, { staffId, shiftId, at }: ShiftOf & { at: Date }): Promise<Shift> {
  const own = and(eq(shift.staffId, staffId), eq(shift.shiftId, shiftId));
  await tx
    .update(shift)
    .set({ closedAt: at })
    .where(and(own, isNull(shift.closedAt)));
  return await readShift(tx, { staffId, shiftId });
}

/** A shift of this person. Throws Refusal `not_found`. */
export async function readShift(db: Reader, { staffId, shiftId }: ShiftOf): Promise<Shift> {
  const [row] = await db
    .select()
    .from(shift)
    .where(and(eq(shift.staffId, staffId), eq(shift.shiftId, shiftId)));
  if (!row) throw new Refusal('not_found', { what: 'shift' });
  return row;
}

/** The person's shifts, the newest first. */
export async function listShifts(
  db: Reader,
  { staffId, limit }: { staffId: StaffId; limit: number },
): Promise<Shift[]> {
  return await db
    .select()
    .from(shift)
    .where(eq(shift.staffId, staffId))
    .orderBy(desc(shift.openedAt))
    .limit(limit);
}
