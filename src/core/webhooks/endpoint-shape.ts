import { eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { webhookEndpoint } from '#src/db/schema/webhooks.ts';
import type { EndpointId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';

/** What sealing and judging need, from the settings of the program. */
export interface WebhookSettings {
  secretKey: string;
  /** Whether this machine may be called, and without https: in a demo and in tests. */
  loopback: boolean;
}

/** Locks the row. Throws Refusal `not_found`. */
export async function lockEndpoint(
  tx: Tx,
  endpointId: EndpointId,
): Promise<typeof webhookEndpoint.$inferSelect> {
  const [row] = await tx
    .select()
    .from(webhookEndpoint)
    .where(eq(webhookEndpoint.endpointId, endpointId))
    .for('no key update');
  if (!row) throw new Refusal('not_found', { what: 'webhook' });
  return row;
}
