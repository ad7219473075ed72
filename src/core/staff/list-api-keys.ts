// Every API key, newest first, without anything that could open a door.
import { desc } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { apiKey } from '#src/db/schema/staff.ts';
import type { ApiKeyId, StoreId } from '#src/lib/id.ts';
import { type ApiKeyScope, isApiKeyScope } from './api-key-scope.ts';

export interface ApiKeyListed {
  keyId: ApiKeyId;
  name: string;
  scopes: ApiKeyScope[];
  storeId: StoreId | null;
  createdAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

export async function listApiKeys(db: Reader): Promise<ApiKeyListed[]> {
  const rows = await db.select().from(apiKey).orderBy(desc(apiKey.keyId));
  return rows.map(({ keyHash: _hash, ...row }) => ({ ...row, scopes: row.scopes.filter(isApiKeyScope) }));
}
