import { listPartners } from '#src/core/partners/list-partners.ts';
import { listApiKeys } from '#src/core/staff/list-api-keys.ts';
import { listStaff } from '#src/core/staff/read-staff.ts';
import type { Reader } from '#src/db/client.ts';

/** What to call whoever did something: staff, API keys and partners by their names, everything else by its sign. */
export async function readActorNames(db: Reader): Promise<(actor: string) => string> {
  const [staff, keys, partners] = await Promise.all([listStaff(db), listApiKeys(db), listPartners(db)]);
  const names = new Map<string, string>([
    ...staff.map(({ staffId, name }): [string, string] => [staffId, name]),
    ...keys.map(({ keyId, name }): [string, string] => [keyId, name]),
    ...partners.map(({ partnerId, name }): [string, string] => [partnerId, name]),
  ]);
  return (actor) => names.get(actor) ?? actor;
}
