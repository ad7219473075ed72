// Changes what a member of staff is called and may do, or whether they may sign in at all. The shop always keeps one
// admin who can sign in.
import { and, eq, isNull, ne } from 'drizzle-orm';
import { Refusal } from '#src/core/refusal.ts';
import type { Tx } from '#src/db/client.ts';
import { staff, staffSession } from '#src/db/schema/staff.ts';
import type { StaffId, StoreId } from '#src/lib/id.ts';
import type { Language } from '#src/lib/language.ts';
import { recordAudit } from './record-audit.ts';
import { type Staff, type StaffRole, toStaff } from './staff-shape.ts';

export interface StaffChange {
  staffId: string;
  name?: string | undefined;
  role?: StaffRole | undefined;
  storeIds?: StoreId[] | undefined;
  language?: Language | undefined;
  /** True: may sign in no more, and is signed out everywhere. */
  disabled?: boolean | undefined;
  actor: string;
  at: Date;
}

/** Returns the changed member of staff. Refuses to take the last admin away. */
export async function changeStaff(tx: Tx, change: StaffChange): Promise<Staff> {
  const { staffId, name, role, storeIds, language, disabled, actor, at } = change;
  // Every admin is locked, so that two changes at once cannot each leave the other's admin as the last.
  const admins = await tx
    .select({ id: staff.id })
    .from(staff)
    .where(and(eq(staff.role, 'admin'), isNull(staff.disabledAt)))
    .orderBy(staff.id)
    .for('update');
  const others = admins.filter((admin) => admin.id !== staffId);
  const stops = disabled === true || (role !== undefined && role !== 'admin');
  if (stops && others.length < admins.length && others.length === 0) throw new Refusal('last_admin');

  const [row] = await tx
    .update(staff)
    .set({
      name,
      role,
      storeIds,
      language,
      ...(disabled === undefined ? {} : { disabledAt: disabled ? at : null }),
      updatedAt: at,
    })
    .where(eq(staff.id, staffId as StaffId))
    .returning();
  if (!row) throw new Refusal('not_found');
  if (disabled) await endSessions(tx, row.id);
  const action = disabled === undefined ? 'staff.change' : disabled ? 'staff.disable' : 'staff.enable';
  const detail = { ...(role ? { role } : {}), ...(storeIds ? { storeIds } : {}) };
  await recordAudit(tx, { actor, action, subject: row.id, detail, at });
  return toStaff(row);
}

/** Signs somebody out everywhere, but for the session with `exceptToken`. */
export async function endSessions(tx: Tx, staffId: StaffId, exceptToken?: string): Promise<void> {
  await tx
    .delete(staffSession)
    .where(
      exceptToken === undefined
        ? eq(staffSession.userId, staffId)
        : and(eq(staffSession.userId, staffId), ne(staffSession.token, exceptToken)),
    );
}
