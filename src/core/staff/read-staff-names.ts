import { inArray } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { staff } from '#src/db/schema/staff.ts';
import type { StaffId } from '#src/lib/id.ts';

/** The names of these members of staff, those who may no longer sign in included; `system` and the like have none. */
export async function readStaffNames(db: Reader, actors: readonly string[]): Promise<Map<string, string>> {
  const ids = [...new Set(actors)].filter((actor): actor is StaffId => actor.startsWith('stf_'));
  if (ids.length === 0) return new Map();
  const rows = await db.select({ id: staff.id, name: staff.name }).from(staff).where(inArray(staff.id, ids));
  return new Map(rows.map(({ id, name }) => [id, name]));
}
