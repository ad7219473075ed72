// Makes an API key. The secret is told once; what is stored is its SHA-256, enough for 256 random bits.
import { createHash, randomBytes } from 'node:crypto';
import type { Tx } from '#src/db/client.ts';
import { apiKey } from '#src/db/schema/staff.ts';
import { type ApiKeyId, newId, type StoreId } from '#src/lib/id.ts';
import type { ApiKeyScope } from './api-key-scope.ts';
import { recordAudit } from './record-audit.ts';

export interface NewApiKey {
  name: string;
  scopes: ApiKeyScope[];
  /** Null: every store. */
  storeId: StoreId | null;
  actor: string;
  at: Date;
}

/** Returns the key's id and its secret `kk_live_…`, 51 characters. */
export async function createApiKey(tx: Tx, input: NewApiKey): Promise<{ keyId: ApiKeyId; secret: string }> {
  const { name, storeId, actor, at } = input;
  const scopes = [...new Set(input.scopes)];
  const secret = `kk_live_${randomBytes(32).toString('base64url')}`;
  const keyId = newId('key', at.getTime());
  await tx
    .insert(apiKey)
    .values({ keyId, name, keyHash: hashApiKey(secret), scopes, storeId, createdAt: at });
  await recordAudit(tx, { actor, action: 'apiKey.create', subject: keyId, detail: { scopes, storeId }, at });
  return { keyId, secret };
}

/** What is stored of a secret. */
export function hashApiKey(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
