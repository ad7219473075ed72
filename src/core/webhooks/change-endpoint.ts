// Changes an endpoint, lets it wait, lets it go on, takes it away.
import { and, eq, ne } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { webhookEndpoint } from '#src/db/schema/webhooks.ts';
import type { EndpointId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { lockEndpoint, type WebhookSettings } from './endpoint-shape.ts';
import { readEndpointUrl } from './endpoint-url.ts';
import type { WebhookType } from './webhook-types.ts';

export interface EndpointChange {
  endpointId: EndpointId;
  name?: string | undefined;
  url?: string | undefined;
  types?: WebhookType[] | undefined;
  /** `active` also lets one go on that was stopped by us. */
  status?: 'active' | 'paused' | undefined;
  settings: WebhookSettings;
  actor: string;
  at: Date;
}

/** What is left out stays. Throws Refusal `not_found`, `webhook_url`, `webhook_taken`. */
export async function changeEndpoint(tx: Tx, change: EndpointChange): Promise<void> {
  const { endpointId, name, status, settings, actor, at } = change;
  const before = await lockEndpoint(tx, endpointId);
  const url = change.url === undefined ? undefined : readEndpointUrl(change.url, settings);
  if (url !== undefined) {
    const other = and(eq(webhookEndpoint.url, url), ne(webhookEndpoint.endpointId, endpointId));
    const [taken] = await tx.select({ url: webhookEndpoint.url }).from(webhookEndpoint).where(other);
    if (taken) throw new Refusal('webhook_taken');
  }
  const types = change.types && [...new Set(change.types)];
  const goesOn = status && { status, stoppedWhy: null, stoppedAt: null, failingSince: null };
  await tx
    .update(webhookEndpoint)
    .set({ name: name ?? before.name, url: url ?? before.url, types: types ?? before.types, ...goesOn })
    .where(eq(webhookEndpoint.endpointId, endpointId));
  const verb =
    status === undefined || status === before.status ? 'change' : status === 'active' ? 'resume' : 'pause';
  const detail = { ...(url && { host: new URL(url).host }), ...(types && { types }) };
  await recordAudit(tx, { actor, action: `webhook.${verb}`, subject: endpointId, detail, at });
}

/** With all that was told to it. Taking it away twice is harmless. */
export async function removeEndpoint(
  tx: Tx,
  { endpointId, actor, at }: Pick<EndpointChange, 'endpointId' | 'actor' | 'at'>,
): Promise<void> {
  const gone = await tx
    .delete(webhookEndpoint)
    .where(eq(webhookEndpoint.endpointId, endpointId))
    .returning({ url: webhookEndpoint.url });
  for (const { url } of gone)
    await recordAudit(tx, {
      actor,
      action: 'webhook.remove',
      subject: endpointId,
      detail: { host: new URL(url).host },
      at,
    });
}
