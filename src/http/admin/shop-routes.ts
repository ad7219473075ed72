// Stores and tills.
import type { FastifyInstance } from 'fastify';
import { adminRoutes, type Store } from '#src/contract/admin.ts';
import { recordAudit } from '#src/core/staff/record-audit.ts';
import {
  changeStore,
  createStore,
  createTill,
  listStoresWithTills,
  type StoreWithTills,
} from '#src/core/stores/change-store.ts';
import { type Tx, transaction } from '#src/db/client.ts';
import type { StoreId, TillId } from '#src/lib/id.ts';
import type { HttpDeps } from '../deps.ts';
import type { KnownStores } from '../known-stores.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { serve } from '../serve.ts';

export function serveShop(
  app: FastifyInstance,
  { database, clock, stores }: HttpDeps & { stores: KnownStores },
): void {
  const { db } = database;

  /** Does the work and notes who did it, both or neither; the next who asks for stores hears of it. */
  const audited = async (
    { actor, action, at }: { actor: string; action: string; at: Date },
    work: (tx: Tx) => Promise<StoreWithTills>,
  ): Promise<Store> => {
    const store = await transaction(db, async (tx) => {
      const done = await work(tx);
      await recordAudit(tx, { actor, action, subject: done.storeId, at });
      return done;
    });
    await stores.refresh();
    return describeStore(store);
  };

  serve(app, adminRoutes.listStores, async () => ({
    stores: (await listStoresWithTills(db)).map(describeStore),
  }));

  serve(app, adminRoutes.createStore, async ({ body, request }) => {
    const at = clock.now();
    const audit = { actor: signedIn(request).staffId, action: 'store.create', at };
    return await audited(audit, (tx) => createStore(tx, { ...body, at }));
  });

  serve(app, adminRoutes.changeStore, async ({ params, body, request }) => {
    const at = clock.now();
    const audit = { actor: signedIn(request).staffId, action: 'store.change', at };
    return await audited(audit, (tx) => changeStore(tx, { storeId: params.storeId as StoreId, ...body, at }));
  });

  serve(app, adminRoutes.createTill, async ({ params, body, request }) => {
    const at = clock.now();
    const audit = { actor: signedIn(request).staffId, action: 'till.create', at };
    const input = { name: body.name, tillId: body.tillId as TillId | undefined, at };
    return await audited(audit, (tx) => createTill(tx, { storeId: params.storeId as StoreId, ...input }));
  });
}

function describeStore(store: StoreWithTills): Store {
  const { lat, lon, closedAt } = store;
  const place = lat === null || lon === null ? null : { lat, lon };
  return { ...store, place, closedAt: closedAt?.toISOString() ?? null };
}
