// Which program is calling: `Authorization: Bearer kk_live_…`. A route says which scope it takes.
import type { FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import fp from 'fastify-plugin';
import { activePartners } from '#src/core/partners/active-partners.ts';
import { Refusal } from '#src/core/refusal.ts';
import type { ApiKeyScope } from '#src/core/staff/api-key-scope.ts';
import { type ApiKeyUsed, apiKeyFinder } from '#src/core/staff/find-api-key.ts';
import type { HttpDeps } from '../deps.ts';

declare module 'fastify' {
  interface FastifyRequest {
    apiKey: ApiKeyUsed | null;
  }
  interface FastifyInstance {
    /** Lets in whoever shows a key with this scope; a partner's only where `partners` says so. */
    allowKey(scope: ApiKeyScope, options?: { partners?: boolean }): onRequestAsyncHookHandler;
  }
}

export const apiKeys = fp<Pick<HttpDeps, 'clock' | 'database'>>(
  async (app, { clock, database }) => {
    const find = apiKeyFinder(database.db);
    const requireActive = activePartners(database.db);
    app.decorateRequest('apiKey', null);
    app.decorate(
      'allowKey',
      (scope: ApiKeyScope, { partners = false } = {}): onRequestAsyncHookHandler =>
        async (request) => {
          const secret = /^Bearer (\S{1,200})$/.exec(request.headers.authorization ?? '')?.[1];
          const at = clock.now();
          const key = secret ? await find(secret, at) : null;
          if (!key) throw new Refusal('api_key_not_valid');
          if (!key.scopes.includes(scope)) throw new Refusal('scope_missing', { scope });
          if (key.partnerId !== null) {
            if (!partners) throw new Refusal('not_for_partners');
            await requireActive(key.partnerId, at);
          }
          request.apiKey = key;
        },
    );
  },
  { name: 'api-key' },
);

/** The key of a request that `allowKey` has let in. */
export function usedKey(request: FastifyRequest): ApiKeyUsed {
  if (!request.apiKey) throw new Refusal('api_key_not_valid');
  return request.apiKey;
}
