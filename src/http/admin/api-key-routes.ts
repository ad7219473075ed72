// API keys of the shop's own systems and of partners.
import type { FastifyInstance } from 'fastify';
import { type ApiKey, apiKeyRoutes } from '#src/contract/api-keys.ts';
import { readPartner } from '#src/core/partners/list-partners.ts';
import { Refusal } from '#src/core/refusal.ts';
import { changeApiKey, rotateApiKey } from '#src/core/staff/change-api-key.ts';
import { createApiKey } from '#src/core/staff/create-api-key.ts';
import { type ApiKeyListed, listApiKeys, readApiKey } from '#src/core/staff/list-api-keys.ts';
import { revokeApiKey } from '#src/core/staff/revoke-api-key.ts';
import { transaction } from '#src/db/client.ts';
import type { ApiKeyId, PartnerId, StoreId } from '#src/lib/id.ts';
import type { HttpDeps } from '../deps.ts';
import type { KnownStores } from '../known-stores.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { serve } from '../serve.ts';

export function serveApiKeys(app: FastifyInstance, deps: HttpDeps & { stores: KnownStores }): void {
  const { clock, stores } = deps;
  const { db } = deps.database;

  const storeOf = async (storeId: string): Promise<StoreId> => {
    const store = (await stores.refresh()).find((each) => each.storeId === storeId);
    if (!store) throw new Refusal('not_found', { what: 'store', storeId });
    return store.storeId;
  };

  serve(app, apiKeyRoutes.listApiKeys, async () => ({ apiKeys: (await listApiKeys(db)).map(describeKey) }));

  serve(app, apiKeyRoutes.createApiKey, async ({ body, request }) => {
    const storeId = body.storeId === null ? null : await storeOf(body.storeId);
    const at = clock.now();
    const { name, scopes } = body;
    const partnerId = body.partnerId as PartnerId | null;
    if (partnerId !== null) await readPartner(db, partnerId);
    const dayCap = body.dayCap === null ? null : BigInt(body.dayCap);
    const { keyId, secret } = await transaction(db, (tx) =>
      createApiKey(tx, { name, scopes, storeId, partnerId, dayCap, actor: signedIn(request).staffId, at }),
    );
    return { ...describeKey(await readApiKey(db, keyId)), secret };
  });

  serve(app, apiKeyRoutes.changeApiKey, async ({ params, body, request }) => {
    const keyId = params.keyId as ApiKeyId;
    const dayCap = body.dayCap === undefined || body.dayCap === null ? body.dayCap : BigInt(body.dayCap);
    const change = { ...body, keyId, dayCap, actor: signedIn(request).staffId, at: clock.now() };
    return await transaction(db, async (tx) => {
      await changeApiKey(tx, change);
      return describeKey(await readApiKey(tx, keyId));
    });
  });

  serve(app, apiKeyRoutes.rotateApiKey, async ({ params, body, request }) => {
    const keyId = params.keyId as ApiKeyId;
    const rotation = { ...body, keyId, actor: signedIn(request).staffId, at: clock.now() };
    const { secret, oldUntil } = await transaction(db, (tx) => rotateApiKey(tx, rotation));
    return { secret, oldUntil: oldUntil?.toISOString() ?? null };
  });

  serve(app, apiKeyRoutes.revokeApiKey, async ({ params, request }) => {
    const revocation = { ...params, actor: signedIn(request).staffId, at: clock.now() };
    await transaction(db, (tx) => revokeApiKey(tx, revocation));
    return null;
  });
}

function describeKey(key: ApiKeyListed): ApiKey {
  return {
    ...key,
    dayCap: key.dayCap === null ? null : Number(key.dayCap),
    oldKeyUntil: key.oldKeyUntil?.toISOString() ?? null,
    createdAt: key.createdAt.toISOString(),
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
    revokedAt: key.revokedAt?.toISOString() ?? null,
  };
}
