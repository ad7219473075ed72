// A new place to tell events to.
import { count, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { webhookEndpoint } from '#src/db/schema/webhooks.ts';
import { type EndpointId, newId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import { recordAudit } from '../staff/record-audit.ts';
import type { WebhookSettings } from './endpoint-shape.ts';
import { readEndpointUrl } from './endpoint-url.ts';
import { newWebhookSecret, sealSecret } from './webhook-secret.ts';
import type { WebhookType } from './webhook-types.ts';

/** Each has calls of its own under way (see claim-webhooks.ts), so this bounds all of them. */
export const MOST_ENDPOINTS = 32;

export interface NewEndpoint {
  name: string;
  url: string;
  /** None: every type. */
  types: WebhookType[];
  settings: WebhookSettings;
  actor: string;
  at: Date;
}

/** Returns the secret, which is told this once. Throws Refusal `webhook_url`, `webhook_taken`, `webhook_limit`. */
export async function createEndpoint(
  tx: Tx,
  { name, settings, actor, at, ...asked }: NewEndpoint,
): Promise<{ endpointId: EndpointId; secret: string }> {
  const url = readEndpointUrl(asked.url, settings);
  // Two at once would both find room.
  await tx.execute(sql`lock table webhook_endpoint in share row exclusive mode`);
  const [counted] = await tx.select({ there: count() }).from(webhookEndpoint);
  if (counted && counted.there >= MOST_ENDPOINTS)
    throw new Refusal('webhook_limit', { count: MOST_ENDPOINTS });
  const endpointId = newId('whe', at.getTime());
  const secret = newWebhookSecret();
  const types = [...new Set(asked.types)];
  const made = await tx
    .insert(webhookEndpoint)
    .values({ endpointId, name, url, types, secret: sealSecret(secret, settings.secretKey), createdAt: at })
    .onConflictDoNothing({ target: webhookEndpoint.url })
    .returning({ endpointId: webhookEndpoint.endpointId });
  if (made.length === 0) throw new Refusal('webhook_taken');
  await recordAudit(tx, {
    actor,
    action: 'webhook.create',
    subject: endpointId,
    detail: { host: new URL(url).host, types },
    at,
  });
  return { endpointId, secret };
}
