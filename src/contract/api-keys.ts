// API keys: whose they are, what they open, and what they may give on a day.
import { z } from 'zod';
import { noReply, route } from './route.ts';
import { apiKeyId, instant, line, partnerId, points, storeId } from './words.ts';

export const API_SCOPES = [
  'receipts:write',
  'members:read',
  'members:write',
  'balance:read',
  'offers:read',
  'offers:write',
  'points:issue',
  'points:redeem',
  'quests:write',
  'metrics:read',
] as const;
/** What a partner's key may open. */
export const PARTNER_API_SCOPES = [
  'points:issue',
  'points:redeem',
  'quests:write',
  'members:read',
  'balance:read',
] as const satisfies readonly (typeof API_SCOPES)[number][];
export const apiScope = z.enum(API_SCOPES);
export type ApiScope = z.output<typeof apiScope>;

export const apiKey = z.object({
  keyId: apiKeyId,
  name: z.string(),
  scopes: z.array(apiScope),
  /** Null: every store. */
  storeId: storeId.nullable(),
  /** Null: a system of the programme. */
  partnerId: partnerId.nullable(),
  /** Points of each currency that it may give on one day; null: no cap of its own. */
  dayCap: points.nullable(),
  /** Until then the secret before the last one opens too. */
  oldKeyUntil: instant.nullable(),
  createdAt: instant,
  lastUsedAt: instant.nullable(),
  revokedAt: instant.nullable(),
});
export type ApiKey = z.output<typeof apiKey>;

const params = z.strictObject({ keyId: apiKeyId });
/** Shown this once. */
const secret = z.object({ secret: z.string().meta({ examples: ['kk_live_…'] }) });

export const apiKeyRoutes = {
  listApiKeys: route({
    method: 'GET',
    url: '/api/admin/api-keys',
    summary: 'API keys, without their secrets',
    reply: z.object({ apiKeys: z.array(apiKey) }),
  }),
  createApiKey: route({
    method: 'POST',
    url: '/api/admin/api-keys',
    summary: 'Make an API key; its secret is shown this once',
    body: z.strictObject({
      name: line(80),
      scopes: z.array(apiScope).min(1),
      storeId: storeId.nullable().default(null),
      partnerId: partnerId.nullable().default(null),
      dayCap: points.min(1).nullable().default(null),
    }),
    reply: apiKey.extend(secret.shape),
    statuses: [201],
  }),
  changeApiKey: route({
    method: 'PATCH',
    url: '/api/admin/api-keys/:keyId',
    summary: 'Change what an API key may do; it counts within seconds',
    params,
    body: z.strictObject({
      name: line(80).optional(),
      scopes: z.array(apiScope).min(1).optional(),
      dayCap: points.min(1).nullable().optional(),
    }),
    reply: apiKey,
  }),
  rotateApiKey: route({
    method: 'POST',
    url: '/api/admin/api-keys/:keyId/secret',
    summary: 'A new secret, shown this once; for some hours the old one opens too',
    params,
    body: z.strictObject({ hours: z.int().min(0).max(168).default(24) }),
    reply: secret.extend({ oldUntil: instant.nullable() }),
  }),
  revokeApiKey: route({
    method: 'DELETE',
    url: '/api/admin/api-keys/:keyId',
    summary: 'Take an API key back; within seconds it opens nothing',
    params,
    reply: noReply,
    statuses: [204],
  }),
};
