import { Refusal } from '#src/core/refusal.ts';
import type { ApiKeyUsed } from '#src/core/staff/find-api-key.ts';

/** Throws Refusal forbidden when this key is of another store. */
export function ownStoreOfKey(key: Pick<ApiKeyUsed, 'storeId'>, storeId: string): void {
  if (key.storeId !== null && key.storeId !== storeId) throw new Refusal('forbidden');
}
