// Takes an API key back. Processes that have it in their cache stop accepting it within seconds.
import { eq, sql } from 'drizzle-orm';
import { Refusal } from '#src/core/refusal.ts';
import type { Tx } from '#src/db/client.ts';
import { apiKey } from '#src/db/schema/staff.ts';
import type { ApiKeyId } from '#src/lib/id.ts';
import { recordAudit } from './record-audit.ts';

/** Revoking twice is harmless. Throws not_found. */
export async function revokeApiKey(tx: Tx, input: { keyId: string; actor: string; at: Date }): Promise<void> {
  const [row] = await tx
    .update(apiKey)
    .set({ revokedAt: sql`coalesce(${apiKey.revokedAt}, ${input.at})` })
    .where(eq(apiKey.keyId, input.keyId as ApiKeyId))
    .returning({ keyId: apiKey.keyId });
  if (!row) throw new Refusal('not_found');
  await recordAudit(tx, { actor: input.actor, action: 'apiKey.revoke', subject: row.keyId, at: input.at });
}
