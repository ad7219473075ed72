// Where events are told to.
import type { FastifyInstance } from 'fastify';
import { webhookType } from '#src/contract/webhook-events.ts';
import { type Endpoint, type WebhookMessage, webhookError, webhookRoutes } from '#src/contract/webhooks.ts';
import { Refusal } from '#src/core/refusal.ts';
import { changeEndpoint, removeEndpoint } from '#src/core/webhooks/change-endpoint.ts';
import { createEndpoint } from '#src/core/webhooks/create-endpoint.ts';
import { type EndpointListed, listEndpoints } from '#src/core/webhooks/list-endpoints.ts';
import { listMessages, type MessageListed } from '#src/core/webhooks/list-messages.ts';
import { queueTest } from '#src/core/webhooks/queue-test.ts';
import { rotateSecret } from '#src/core/webhooks/rotate-secret.ts';
import { sendAgain } from '#src/core/webhooks/send-again.ts';
import { type Reader, transaction } from '#src/db/client.ts';
import type { EndpointId } from '#src/lib/id.ts';
import type { HttpDeps } from '../deps.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { serve } from '../serve.ts';

const PAGE = 50;

export function serveWebhooks(app: FastifyInstance, { config, database, clock }: HttpDeps): void {
  const { db } = database;
  const { secretKey, webhooksToLoopback: loopback = false } = config;
  const settings = { secretKey, loopback };

  serve(app, webhookRoutes.listEndpoints, async () => ({
    endpoints: (await listEndpoints(db)).map(describeEndpoint),
  }));

  serve(app, webhookRoutes.createEndpoint, async ({ body, request }) => {
    const input = { ...body, settings, actor: signedIn(request).staffId, at: clock.now() };
    return await transaction(db, async (tx) => {
      const { endpointId, secret } = await createEndpoint(tx, input);
      return { ...(await readEndpoint(tx, endpointId)), secret };
    });
  });

  serve(app, webhookRoutes.changeEndpoint, async ({ params, body, request }) => {
    const endpointId = params.endpointId as EndpointId;
    const change = { ...body, endpointId, settings, actor: signedIn(request).staffId, at: clock.now() };
    return await transaction(db, async (tx) => {
      await changeEndpoint(tx, change);
      return await readEndpoint(tx, endpointId);
    });
  });

  serve(app, webhookRoutes.removeEndpoint, async ({ params, request }) => {
    const endpointId = params.endpointId as EndpointId;
    const removal = { endpointId, actor: signedIn(request).staffId, at: clock.now() };
    await transaction(db, (tx) => removeEndpoint(tx, removal));
    return null;
  });

  serve(app, webhookRoutes.rotateSecret, async ({ params, request }) => {
    const endpointId = params.endpointId as EndpointId;
    const input = { endpointId, settings, actor: signedIn(request).staffId, at: clock.now() };
    const { secret, oldUntil } = await transaction(db, (tx) => rotateSecret(tx, input));
    return { secret, oldUntil: oldUntil.toISOString() };
  });

  serve(app, webhookRoutes.testEndpoint, async ({ params }) => {
    const input = { endpointId: params.endpointId as EndpointId, at: clock.now() };
    return await transaction(db, (tx) => queueTest(tx, input));
  });

  serve(app, webhookRoutes.sendAgain, async ({ params, body, request }) => {
    const endpointId = params.endpointId as EndpointId;
    const input = { ...body, endpointId, actor: signedIn(request).staffId, at: clock.now() };
    return { messages: await transaction(db, (tx) => sendAgain(tx, input)) };
  });

  serve(app, webhookRoutes.listMessages, async ({ params, query }) => {
    const endpointId = params.endpointId as EndpointId;
    await readEndpoint(db, endpointId);
    const rows = await listMessages(db, { ...query, endpointId, limit: PAGE });
    const messages = rows.map(describeMessage);
    return { messages, next: rows.length === PAGE ? (messages.at(-1)?.messageId ?? null) : null };
  });
}

async function readEndpoint(db: Reader, endpointId: EndpointId): Promise<Endpoint> {
  const found = (await listEndpoints(db)).find((each) => each.endpointId === endpointId);
  if (!found) throw new Refusal('not_found', { what: 'webhook' });
  return describeEndpoint(found);
}

function describeEndpoint(listed: EndpointListed): Endpoint {
  return {
    ...listed,
    types: webhookType.array().parse(listed.types),
    stoppedAt: listed.stoppedAt?.toISOString() ?? null,
    failingSince: listed.failingSince?.toISOString() ?? null,
    oldSecretUntil: listed.oldSecretUntil?.toISOString() ?? null,
    createdAt: listed.createdAt.toISOString(),
    lastDeliveredAt: listed.lastDeliveredAt?.toISOString() ?? null,
  };
}

function describeMessage({ endpointId: _of, ...row }: MessageListed): WebhookMessage {
  const error = (text: string | null) => (text === null ? null : webhookError.parse(text));
  return {
    ...row,
    nextAt: row.settledAt ? null : row.nextAt.toISOString(),
    lastError: error(row.lastError),
    tries: row.tries.map((each) => ({ ...each, error: error(each.error) })),
    createdAt: row.createdAt.toISOString(),
    settledAt: row.settledAt?.toISOString() ?? null,
  };
}
