// A new secret for an endpoint. The old one signs beside it for a day, so that nobody has to change both ends at once; asked
// for again within minutes, the one before the lost one goes on signing.
import { eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { webhookEndpoint } from '#src/db/schema/webhooks.ts';
import type { EndpointId } from '#src/lib/id.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { lockEndpoint, type WebhookSettings } from './endpoint-shape.ts';
import { newWebhookSecret, sealSecret } from './webhook-secret.ts';

export const BOTH_SIGN_MS = 24 * 3_600_000;
/** Nobody has taken a new secret in so soon: asked for again, its answer was lost. */
const LOST_MS = 10 * 60_000;

/** Returns the new secret, which is told this once. Throws Refusal `not_found`. */
export async function rotateSecret(
  tx: Tx,
  input: { endpointId: EndpointId; settings: WebhookSettings; actor: string; at: Date },
): Promise<{ secret: string; oldUntil: Date }> {
  const { endpointId, settings, actor, at } = input;
  const endpoint = await lockEndpoint(tx, endpointId);
  const turnedMs = endpoint.oldSecretUntil && endpoint.oldSecretUntil.getTime() - BOTH_SIGN_MS;
  const isLost = turnedMs !== null && at.getTime() - turnedMs < LOST_MS;
  const oldSecret = (isLost && endpoint.oldSecret) || endpoint.secret;
  const secret = newWebhookSecret();
  const oldSecretUntil = new Date(at.getTime() + BOTH_SIGN_MS);
  await tx
    .update(webhookEndpoint)
    .set({ secret: sealSecret(secret, settings.secretKey), oldSecret, oldSecretUntil })
    .where(eq(webhookEndpoint.endpointId, endpointId));
  await recordAudit(tx, { actor, action: 'webhook.rotate', subject: endpointId, at });
  return { secret, oldUntil: oldSecretUntil };
}
