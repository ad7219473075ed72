// Makes an API key. The secret is told once; what is stored is its SHA-256, enough for 256 random bits.
import { hash, randomBytes } from 'node:crypto';
import type { Tx } from '#src/db/client.ts';
import { apiKey } from '#src/db/schema/staff.ts';
import { type ApiKeyId, newId, type PartnerId, type StoreId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import { type ApiKeyScope, PARTNER_SCOPES } from './api-key-scope.ts';
import { recordAudit } from './record-audit.ts';

export interface NewApiKey {
  name: string;
  scopes: ApiKeyScope[];
  /** Null: every store. */
  storeId: StoreId | null;
  /** Null: a system of the programme. */
  partnerId?: PartnerId | null;
  /** Points of each currency that it may give on one day; null: no cap of its own, where a partner's or no right to give. */
  dayCap?: bigint | null;
  actor: string;
  at: Date;
}

/** Returns the key's id and its secret `kk_live_…`, 51 characters. Throws Refusal `partner_scope` {scope}, `key_cap_missing`. */
export async function createApiKey(tx: Tx, input: NewApiKey): Promise<{ keyId: ApiKeyId; secret: string }> {
  const { name, storeId, partnerId = null, dayCap = null, actor, at } = input;
  const scopes = [...new Set(input.scopes)];
  requireScopesFit(scopes, partnerId);
  requireCap({ scopes, partnerId, dayCap });
  const secret = newSecret();
  const keyId = newId('key', at.getTime());
  await tx
    .insert(apiKey)
    .values({ keyId, name, keyHash: hashApiKey(secret), scopes, storeId, partnerId, dayCap, createdAt: at });
  const detail = { scopes, storeId, partnerId, ...(dayCap !== null && { dayCap: dayCap.toString() }) };
  await recordAudit(tx, { actor, action: 'apiKey.create', subject: keyId, detail, at });
  return { keyId, secret };
}

/** A partner's key opens only what partners need. Throws Refusal `partner_scope` {scope}. */
export function requireScopesFit(scopes: readonly ApiKeyScope[], partnerId: PartnerId | null): void {
  if (partnerId === null) return;
  const other = scopes.find((scope) => !PARTNER_SCOPES.some((each) => each === scope));
  if (other) throw new Refusal('partner_scope', { scope: other });
}

/** A stolen key must not give without end: a partner has a cap, the programme's own keys need one. Throws Refusal `key_cap_missing`. */
export function requireCap({
  scopes,
  partnerId,
  dayCap,
}: {
  scopes: readonly ApiKeyScope[];
  partnerId: PartnerId | null;
  dayCap: bigint | null;
}): void {
  if (partnerId === null && dayCap === null && scopes.includes('points:issue'))
    throw new Refusal('key_cap_missing');
}

export function newSecret(): string {
  return `kk_live_${randomBytes(32).toString('base64url')}`;
}

/** What is stored of a secret. */
export function hashApiKey(secret: string): string {
  return hash('sha256', secret, 'hex');
}
