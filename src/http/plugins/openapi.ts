// The description of /api/v1 (OpenAPI 3.1) and the page that shows it. What is not under /api/v1 is ours alone and
// appears only in the second description, which no address serves: the tests read it.
import { createHash } from 'node:crypto';
import swagger from '@fastify/swagger';
import reference from '@scalar/fastify-api-reference';
import type { FastifyReply } from 'fastify';
import fp from 'fastify-plugin';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { addSamples, tellFlows } from './show-flows.ts';
import { tellCodes } from './tell-codes.ts';
import { tellWebhooks } from './tell-webhooks.ts';

const INTRODUCTION = `Kartka is a loyalty service. With this API a till or a shop's own system tells baskets, receipts and
returns, sets points aside, looks up members, and hands out offers; partners give and take points. What happens can be
told to your own systems by webhooks.

**Signing in.** Send \`Authorization: Bearer kk_live_…\`. An admin makes keys in the console and chooses their scopes;
a key may be bound to one store. The codes of stores and tills (\`storeId\`, \`tillId\`) stand there under Stores and tills.

A key without the scope that an operation names is answered 403, and the sentence says which scope is missing. Keys of
partners open what is under Points, and whose card or balance it is.

**Trying again.** Receipts and returns are idempotent by \`storeId\` and \`externalId\`, holds, points and events by
their \`key\`. After a timeout or a 503 send the very same again: it is booked once.

**Numbers.** Points are whole numbers. Money is whole numbers of minor units (kopiykas).

**Errors.** Every error has the body \`{"error": {"code", "message", "details"}}\`. The code is for programs, the
message for people, in the language of \`Accept-Language\` (uk, ru, en). What is filled in wrongly is told field by field
in \`fields\`. A 429 and a 503 carry \`Retry-After\`. A code that does not stand here goes by its status: 4xx is not for
sending again, 5xx is.

${tellCodes()}

# Examples

${tellFlows()}`;

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route, the console's too. */
    wholeApi(): unknown;
  }
}

export const openapi = fp<{ publicUrl: string }>(
  async (app, { publicUrl }) => {
    const document = {
      openapi: '3.1.0' as const,
      info: { title: 'Kartka API', version: '1.0.0', description: INTRODUCTION },
      servers: [{ url: publicUrl }],
      tags: [
        { name: 'Receipts', description: 'Baskets, receipts, returns, and tills that come late.' },
        { name: 'Holds', description: 'Points set aside for a while.' },
        { name: 'Points', description: 'Points without a receipt: partners, and the day’s caps.' },
        { name: 'Members', description: 'The people enrolled.' },
        { name: 'Offers', description: 'What a member can use, and codes.' },
        { name: 'Rewards', description: 'Rewards and gifts that members fetch with a code.' },
        { name: 'Quests', description: 'Tasks that another system decides.' },
        { name: 'Webhooks', description: 'What Kartka tells other systems.' },
      ],
      components: {
        securitySchemes: { apiKey: { type: 'http' as const, scheme: 'bearer', description: 'An API key.' } },
      },
    };
    await app.register(swagger, {
      openapi: { ...document, security: [{ apiKey: [] }] },
      transform: (input) => {
        const isPublic = input.url.startsWith('/api/v1/') && input.schema && !input.schema.hide;
        return described(jsonSchemaTransform(isPublic ? input : { ...input, schema: { hide: true } }));
      },
      transformObject: jsonSchemaTransformObject,
    });
    await app.register(swagger, {
      decorator: 'wholeApi',
      openapi: document,
      transform: (input) => described(jsonSchemaTransform(input)),
      transformObject: jsonSchemaTransformObject,
    });
    let withSamples: object | undefined;
    app.get('/api/v1/openapi.json', { schema: { hide: true } }, async () => {
      withSamples ??= { ...addSamples(app.swagger(), publicUrl), webhooks: tellWebhooks() };
      return withSamples;
    });
    await app.register(async (pages) => {
      pages.addHook('onSend', async (_request, reply, payload) => {
        if (typeof payload === 'string' && String(reply.getHeader('content-type')).startsWith('text/html')) {
          allowOwnScripts(reply, payload);
        }
        return payload;
      });
      await pages.register(reference, {
        routePrefix: '/api/reference',
        configuration: {
          url: '/api/v1/openapi.json',
          pageTitle: 'Kartka API',
          withDefaultFonts: false,
          telemetry: false,
          hideClientButton: true,
          // What would send the description to somebody else's service.
          agent: { disabled: true },
          mcp: { disabled: true },
          showDeveloperTools: 'never',
        },
      });
    });
  },
  { name: 'openapi' },
);

/** The page starts itself by a script inside it; the policy lets in exactly that one, by its hash. */
function allowOwnScripts(reply: FastifyReply, page: string): void {
  const hashes = [...page.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(
    ([, script = '']) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`,
  );
  const policy = String(reply.getHeader('content-security-policy') ?? '');
  reply.header(
    'content-security-policy',
    policy.replace("script-src 'self'", `script-src 'self' ${hashes.join(' ')}`),
  );
}

const ANSWERS: Record<string, string> = {
  200: 'Done; or done before and answered as then.',
  201: 'Done.',
  202: 'Taken, and waiting: for the member, or for the sale that belongs to it.',
  400: 'Something in the request is not valid; `fields` names each, `details.field` the first.',
  401: 'Nobody is signed in, or the key opens nothing.',
  403: 'Not allowed: a scope is missing, it is about another store, or a partner’s terms do not say so.',
  404: 'There is no such thing.',
  409: 'Not now: how things stand does not allow it.',
  410: 'The data of this member were deleted.',
  422: 'The key was used for something else before.',
  429: 'Too many tries, or the cap of the day is reached; come again after `Retry-After` seconds.',
  503: 'Too busy, or the database is away; send the same again after `Retry-After` seconds.',
};

/** Puts words to the statuses. */
function described<T extends { schema: { response?: unknown } }>(route: T): T {
  const { response } = route.schema;
  if (typeof response !== 'object' || response === null) return route;
  const worded = Object.entries(response).map(([status, schema]) => [
    status,
    { ...schema, description: ANSWERS[status] ?? 'Answered.' },
  ]);
  return { ...route, schema: { ...route.schema, response: Object.fromEntries(worded) } };
}
