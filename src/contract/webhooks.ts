// Where events are told to, and what became of each.
import { z } from 'zod';
import { noReply, route } from './route.ts';
import { webhookType } from './webhook-events.ts';
import { idOf, instant, line } from './words.ts';

export const endpointId = idOf('whe', 'The webhook.');
const messageId = idOf('evt', 'The message, which is the event: `webhook-id`.');
const params = z.strictObject({ endpointId });
const count = z.int().min(0);

/** Why no success came back. `status`: another status than 2xx. */
export const webhookError = z.enum([
  'status',
  'redirect',
  'gone',
  'timeout',
  'reset',
  'connection',
  'name',
  'tls',
  'address',
  'secret',
  'stopped',
]);

export const endpoint = z.object({
  endpointId,
  name: z.string(),
  url: z.string(),
  /** None: every type. */
  types: z.array(webhookType),
  status: z.enum(['active', 'paused', 'stopped']),
  stoppedWhy: z.enum(['gone', 'failing']).nullable(),
  stoppedAt: instant.nullable(),
  failingSince: instant.nullable(),
  /** Until then the secret before the last one signs too. */
  oldSecretUntil: instant.nullable(),
  createdAt: instant,
  waiting: count,
  dead: count,
  lastDeliveredAt: instant.nullable(),
});
export type Endpoint = z.output<typeof endpoint>;

export const webhookMessage = z.object({
  messageId,
  type: z.string(),
  /** As it is signed and sent. */
  body: z.string(),
  status: z.enum(['queued', 'sending', 'retrying', 'delivered', 'dead']),
  attempts: count,
  nextAt: instant.nullable(),
  lastStatus: z.int().nullable(),
  lastError: webhookError.nullable(),
  /** The latest tries, the oldest first. */
  tries: z.array(
    z.object({ at: instant, ms: count, status: z.int().nullable(), error: webhookError.nullable() }),
  ),
  createdAt: instant,
  settledAt: instant.nullable(),
});
export type WebhookMessage = z.output<typeof webhookMessage>;

const fields = z.strictObject({
  name: line(80),
  url: z.string().trim().min(1).max(500),
  types: z.array(webhookType).max(100),
});
/** Shown this once. */
const secret = z.object({ secret: z.string().meta({ examples: ['whsec_…'] }) });

export const webhookRoutes = {
  listEndpoints: route({
    method: 'GET',
    url: '/api/admin/webhooks',
    summary: 'Webhooks, without their secrets',
    reply: z.object({ endpoints: z.array(endpoint) }),
  }),
  createEndpoint: route({
    method: 'POST',
    url: '/api/admin/webhooks',
    summary: 'Tell events to an address; its secret is shown this once',
    body: fields.extend({ types: fields.shape.types.default([]) }),
    reply: endpoint.extend(secret.shape),
    statuses: [201],
  }),
  changeEndpoint: route({
    method: 'PATCH',
    url: '/api/admin/webhooks/:endpointId',
    summary: 'Change a webhook, let it wait or go on',
    params,
    body: fields.partial().extend({ status: z.enum(['active', 'paused']).optional() }),
    reply: endpoint,
  }),
  removeEndpoint: route({
    method: 'DELETE',
    url: '/api/admin/webhooks/:endpointId',
    summary: 'Delete a webhook with all that waits for it',
    params,
    reply: noReply,
    statuses: [204],
  }),
  rotateSecret: route({
    method: 'POST',
    url: '/api/admin/webhooks/:endpointId/secret',
    summary: 'A new secret, shown this once; for a day the old one signs beside it',
    params,
    reply: secret.extend({ oldUntil: instant }),
  }),
  testEndpoint: route({
    method: 'POST',
    url: '/api/admin/webhooks/:endpointId/test',
    summary: 'Send a message that says nothing',
    params,
    reply: z.object({ messageId }),
  }),
  sendAgain: route({
    method: 'POST',
    url: '/api/admin/webhooks/:endpointId/again',
    summary: 'Send one message again, or all that were given up',
    params,
    body: z.strictObject({ messageId: messageId.optional() }),
    reply: z.object({ messages: count }),
  }),
  listMessages: route({
    method: 'GET',
    url: '/api/admin/webhooks/:endpointId/messages',
    summary: 'What was told to a webhook, the newest first',
    params,
    query: z.strictObject({
      state: z.enum(['waiting', 'delivered', 'dead']).optional(),
      before: messageId.optional(),
    }),
    reply: z.object({ messages: z.array(webhookMessage), next: messageId.nullable() }),
  }),
};
