// What a key may do, changed while it lives: programs that have it in their cache follow within seconds.
import { eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { apiKey } from '#src/db/schema/staff.ts';
import type { ApiKeyId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import { type ApiKeyScope, isApiKeyScope } from './api-key-scope.ts';
import { hashApiKey, newSecret, requireCap, requireScopesFit } from './create-api-key.ts';
import { recordAudit } from './record-audit.ts';

export interface ApiKeyChange {
  keyId: ApiKeyId;
  name?: string | undefined;
  scopes?: ApiKeyScope[] | undefined;
  /** Null: no cap of its own. */
  dayCap?: bigint | null | undefined;
  actor: string;
  at: Date;
}

/** What is left out stays. Throws Refusal `not_found`, `api_key_revoked`, `partner_scope` {scope}, `key_cap_missing`. */
export async function changeApiKey(tx: Tx, change: ApiKeyChange): Promise<void> {
  const { keyId, name, dayCap, actor, at } = change;
  const before = await holdKey(tx, keyId);
  const scopes = change.scopes && [...new Set(change.scopes)];
  if (scopes) requireScopesFit(scopes, before.partnerId);
  const rights = {
    scopes: scopes ?? before.scopes.filter(isApiKeyScope),
    dayCap: dayCap === undefined ? before.dayCap : dayCap,
  };
  if (scopes || dayCap !== undefined) requireCap({ ...rights, partnerId: before.partnerId });
  await tx
    .update(apiKey)
    .set({ name: name ?? before.name, ...rights })
    .where(eq(apiKey.keyId, keyId));
  const detail = {
    ...(scopes && { scopes }),
    ...(dayCap !== undefined && { dayCap: dayCap === null ? null : dayCap.toString() }),
  };
  await recordAudit(tx, { actor, action: 'apiKey.change', subject: keyId, detail, at });
}

/**
 * A new secret for a key, which stays the same key: its scopes, its caps and what was asked with it hold on. The old secret
 * opens for `hours` more (0: no longer), so that nobody has to change both ends at once. A secret that was never used, such as
 * one whose answer was lost, goes at once, and the one before it stays in its place. Returns the new one, which is told
 * this once. Throws Refusal `not_found`, `api_key_revoked`.
 */
export async function rotateApiKey(
  tx: Tx,
  { keyId, hours, actor, at }: { keyId: ApiKeyId; hours: number; actor: string; at: Date },
): Promise<{ secret: string; oldUntil: Date | null }> {
  const { keyHash, oldKeyHash, oldKeyUntil, secretUsedAt } = await holdKey(tx, keyId);
  const inUse = !secretUsedAt && oldKeyUntil && oldKeyUntil > at ? oldKeyHash : keyHash;
  const secret = newSecret();
  const oldUntil = hours > 0 ? new Date(at.getTime() + hours * 3_600_000) : null;
  await tx
    .update(apiKey)
    .set({
      keyHash: hashApiKey(secret),
      secretUsedAt: null,
      oldKeyHash: oldUntil && inUse,
      oldKeyUntil: oldUntil,
    })
    .where(eq(apiKey.keyId, keyId));
  await recordAudit(tx, { actor, action: 'apiKey.rotate', subject: keyId, detail: { hours }, at });
  return { secret, oldUntil };
}

async function holdKey(tx: Tx, keyId: ApiKeyId): Promise<typeof apiKey.$inferSelect> {
  const [row] = await tx.select().from(apiKey).where(eq(apiKey.keyId, keyId)).for('update');
  if (!row) throw new Refusal('not_found', { what: 'key' });
  if (row.revokedAt) throw new Refusal('api_key_revoked');
  return row;
}
