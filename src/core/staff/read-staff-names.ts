import { inArray } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { apiKey, staff } from '#src/db/schema/staff.ts';
import type { ApiKeyId, StaffId } from '#src/lib/id.ts';

/**
 * The names of these members of staff and API keys, those that may no longer do anything included; `system` and the like have
 * none.
 */
export async function readStaffNames(db: Reader, actors: readonly string[]): Promise<Map<string, string>> {
  const ids = [...new Set(actors)];
  const staffIds = ids.filter((actor): actor is StaffId => actor.startsWith('stf_'));
  const keyIds = ids.filter((actor): actor is ApiKeyId => actor.startsWith('key_'));
  const [people, keys] = await Promise.all([
    staffIds.length === 0
      ? []
      : db.select({ id: staff.id, name: staff.name }).from(staff).where(inArray(staff.id, staffIds)),
    keyIds.length === 0
      ? []
      : db.select({ id: apiKey.keyId, name: apiKey.name }).from(apiKey).where(inArray(apiKey.keyId, keyIds)),
  ]);
  return new Map([...people, ...keys].map(({ id, name }) => [id, name]));
}
