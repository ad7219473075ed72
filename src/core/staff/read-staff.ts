// Reads staff: one who must exist, or everybody.
import { asc, eq } from 'drizzle-orm';
import { Refusal } from '#src/core/refusal.ts';
import type { Reader } from '#src/db/client.ts';
import { staff } from '#src/db/schema/staff.ts';
import type { StaffId } from '#src/lib/id.ts';
import { type Staff, toStaff } from './staff-shape.ts';

/** Throws not_found. */
export async function readStaff(db: Reader, staffId: string): Promise<Staff> {
  const [row] = await db
    .select()
    .from(staff)
    .where(eq(staff.id, staffId as StaffId));
  if (!row) throw new Refusal('not_found');
  return toStaff(row);
}

/** Everybody, those who may not sign in included, in the order of their logins. */
export async function listStaff(db: Reader): Promise<Staff[]> {
  const rows = await db.select().from(staff).orderBy(asc(staff.username));
  return rows.map(toStaff);
}
