// Every API key, newest first, without anything that could open a door.
import { desc, eq } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { apiKey } from '#src/db/schema/staff.ts';
import type { ApiKeyId, PartnerId, StoreId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import { type ApiKeyScope, isApiKeyScope } from './api-key-scope.ts';

export interface ApiKeyListed {
  keyId: ApiKeyId;
  name: string;
  scopes: ApiKeyScope[];
  storeId: StoreId | null;
  partnerId: PartnerId | null;
  dayCap: bigint | null;
  /** Until then the secret before the last one opens too. */
  oldKeyUntil: Date | null;
  createdAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

export async function listApiKeys(db: Reader, ofPartner?: PartnerId): Promise<ApiKeyListed[]> {
  const rows = await db
    .select()
    .from(apiKey)
    .where(ofPartner === undefined ? undefined : eq(apiKey.partnerId, ofPartner))
    .orderBy(desc(apiKey.keyId));
  return rows.map(listed);
}

/** Throws Refusal `not_found`. */
export async function readApiKey(db: Reader, keyId: ApiKeyId): Promise<ApiKeyListed> {
  const [row] = await db.select().from(apiKey).where(eq(apiKey.keyId, keyId));
  if (!row) throw new Refusal('not_found', { what: 'key' });
  return listed(row);
}

function listed({ keyHash: _hash, oldKeyHash: _old, ...row }: typeof apiKey.$inferSelect): ApiKeyListed {
  return { ...row, scopes: row.scopes.filter(isApiKeyScope) };
}
