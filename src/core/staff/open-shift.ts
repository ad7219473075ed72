import { and, eq, isNull, lt, ne, or } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { shift } from '#src/db/schema/staff.ts';
import { newId, type StaffId, type StoreId, type TillId } from '#src/lib/id.ts';

export type Shift = typeof shift.$inferSelect;

/** Nobody stands at a till for longer: a shift as old as this was not closed, and ends when the next one begins. */
const LONGEST_MS = 16 * 3_600_000;

/**
 * The shift that the person has in this store; a new one where there is none. A shift in another store, or one that was
 * forgotten, is closed by it. Opening again, also from two windows at once, gives the same one.
 */
export async function openShift(
  tx: Tx,
  { staffId, storeId, tillId, at }: { staffId: StaffId; storeId: StoreId; tillId: TillId | null; at: Date },
): Promise<Shift> {
  const open = and(eq(shift.staffId, staffId), isNull(shift.closedAt));
  const over = or(ne(shift.storeId, storeId), lt(shift.openedAt, new Date(at.getTime() - LONGEST_MS)));
  await tx.update(shift).set({ closedAt: at }).where(and(open, over));
  const fresh = { staffId, shiftId: newId('shf', at.getTime()), storeId, tillId, openedAt: at };
  await tx.insert(shift).values(fresh).onConflictDoNothing();
  const [row] = await tx.select().from(shift).where(open);
  if (!row) throw new Error('a shift that was opened is not there');
  return row;
}
