// Which API key a secret is. Asked with every request of a till, so the answer, also "none", is kept for a few
// seconds; that is how long a revoked key may go on working.
import { and, eq, gt, or } from 'drizzle-orm';
import type { Db } from '#src/db/client.ts';
import { apiKey } from '#src/db/schema/staff.ts';
import type { ApiKeyId, PartnerId, StoreId } from '#src/lib/id.ts';
import { type ApiKeyScope, isApiKeyScope } from './api-key-scope.ts';
import { hashApiKey } from './create-api-key.ts';

export interface ApiKeyUsed {
  keyId: ApiKeyId;
  scopes: ApiKeyScope[];
  storeId: StoreId | null;
  partnerId: PartnerId | null;
  /** Points of each currency that it may give on one day. */
  dayCap: bigint | null;
}

/** How long an answer is kept. */
export const API_KEY_CACHE_MS = 3_000;
/** `last_used_at` is written at most this often. */
const NOTE_USE_MS = 60_000;
const MOST_KEPT = 1_000;
const SHAPE = /^kk_live_[\w-]{43}$/;

/** Finds keys by their secrets, with a cache of its own. */
export function apiKeyFinder(db: Db): (secret: string, at: Date) => Promise<ApiKeyUsed | null> {
  const kept = new Map<string, { found: Promise<ApiKeyUsed | null>; until: number }>();
  return (secret, at) => {
    if (!SHAPE.test(secret)) return Promise.resolve(null);
    const hash = hashApiKey(secret);
    const known = kept.get(hash);
    if (known && known.until > at.getTime()) return known.found;
    if (kept.size >= MOST_KEPT) kept.clear();
    const found = find(db, hash, at);
    kept.set(hash, { found, until: at.getTime() + API_KEY_CACHE_MS });
    // A failed query is no answer.
    found.catch(() => kept.delete(hash));
    return found;
  };
}

async function find(db: Db, hash: string, at: Date): Promise<ApiKeyUsed | null> {
  // After a rotation the secret before opens for some hours more.
  const old = and(eq(apiKey.oldKeyHash, hash), gt(apiKey.oldKeyUntil, at));
  const [row] = await db
    .select()
    .from(apiKey)
    .where(or(eq(apiKey.keyHash, hash), old));
  if (!row || row.revokedAt) return null;
  if (!row.lastUsedAt || at.getTime() - row.lastUsedAt.getTime() > NOTE_USE_MS) {
    await db.update(apiKey).set({ lastUsedAt: at }).where(eq(apiKey.keyId, row.keyId));
  }
  if (row.keyHash === hash && !row.secretUsedAt)
    await db.update(apiKey).set({ secretUsedAt: at }).where(eq(apiKey.keyHash, hash));
  const { keyId, storeId, partnerId, dayCap } = row;
  return { keyId, scopes: row.scopes.filter(isApiKeyScope), storeId, partnerId, dayCap };
}
