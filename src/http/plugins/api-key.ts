// Which program is calling: `Authorization: Bearer kk_live_…`. A route says which scope it takes.
import type { FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import fp from 'fastify-plugin';
import { Refusal } from '#src/core/refusal.ts';
import type { ApiKeyScope } from '#src/core/staff/api-key-scope.ts';
import { type ApiKeyUsed, apiKeyFinder } from '#src/core/staff/find-api-key.ts';
import type { HttpDeps } from '../deps.ts';

declare module 'fastify' {
  interface FastifyRequest {
    apiKey: ApiKeyUsed | null;
  }
  interface FastifyInstance {
    /** Lets in whoever shows a key with this scope. */
    allowKey(scope: ApiKeyScope): onRequestAsyncHookHandler;
  }
}

export const apiKeys = fp<Pick<HttpDeps, 'clock' | 'database'>>(
  async (app, { clock, database }) => {
    const find = apiKeyFinder(database.db);
    app.decorateRequest('apiKey', null);
    app.decorate(
      'allowKey',
      (scope: ApiKeyScope): onRequestAsyncHookHandler =>
        async (request) => {
          const secret = /^Bearer (\S{1,200})$/.exec(request.headers.authorization ?? '')?.[1];
          const key = secret ? await find(secret, clock.now()) : null;
          if (!key) throw new Refusal('api_key_not_valid');
          if (!key.scopes.includes(scope)) throw new Refusal('scope_missing', { scope });
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
