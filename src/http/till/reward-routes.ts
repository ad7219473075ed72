// Handing rewards over at the till: by the code that the member says or shows.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { tillRewardRoutes } from '#src/contract/rewards.ts';
import { Refusal } from '#src/core/refusal.ts';
import {
  findOrders,
  type OrderWithReward,
  readOrder,
  readOrderByCode,
} from '#src/core/rewards/find-order.ts';
import { readPickUpCode } from '#src/core/rewards/pick-up-code.ts';
import { OPEN } from '#src/core/rewards/reward-shape.ts';
import { handOverOrder, readyOrder } from '#src/core/rewards/serve-order.ts';
import { transaction } from '#src/db/client.ts';
import type { OrderId, StoreId } from '#src/lib/id.ts';
import type { HttpDeps } from '../deps.ts';
import type { KnownStores } from '../known-stores.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { serve } from '../serve.ts';
import { tellOrder, tellOrders } from '../tell-order.ts';
import { throttle } from '../throttle.ts';
import { ownStore } from './own-store.ts';

/** More than any till hands over, far fewer than a guesser needs. */
const MOST_LOOKUPS = 60;
const WINDOW_MS = 10 * 60_000;
const MOST_SHOWN = 200;

/** Inside of the till group, which says who may come in. */
export function serveTillRewards(app: FastifyInstance, deps: HttpDeps & { stores: KnownStores }): void {
  const { database, clock, known, stores, poke } = deps;
  const { db } = database;

  const readingOf = async (request: FastifyRequest) => {
    const { programme } = await known();
    return { language: signedIn(request).language, fallback: programme.defaultLanguage };
  };
  const answer = async (found: OrderWithReward, request: FastifyRequest) =>
    await tellOrder(db, found, await readingOf(request));
  const place = async (request: FastifyRequest, storeId: string): Promise<StoreId> => {
    ownStore(signedIn(request), storeId);
    return (await stores.open({ storeId })).storeId;
  };
  const findByCode = async (request: FastifyRequest, text: string) => {
    const { staffId } = signedIn(request);
    const at = clock.now();
    await throttle(db, { key: `till-reward:${staffId}`, limit: MOST_LOOKUPS, windowMs: WINDOW_MS, at });
    const code = readPickUpCode(text);
    if (!code) throw new Refusal('order_not_found');
    return await readOrderByCode(db, code);
  };

  serve(app, tillRewardRoutes.findOrder, async ({ body, request }) => {
    await place(request, body.storeId);
    return await answer(await findByCode(request, body.code), request);
  });

  serve(app, tillRewardRoutes.listOrders, async ({ query, request }) => {
    const storeId = await place(request, query.storeId);
    const orders = await findOrders(db, { statuses: OPEN, storeId, limit: MOST_SHOWN });
    return { orders: await tellOrders(db, orders, await readingOf(request)) };
  });

  serve(app, tillRewardRoutes.readyOrder, async ({ params, body, request }) => {
    const storeId = await place(request, body.storeId);
    const orderId = params.orderId as OrderId;
    const { order } = await readOrder(db, orderId);
    // A till gets ready only what its own store was asked for.
    if (order.storeId !== storeId) throw new Refusal('order_not_found');
    const actor = signedIn(request).staffId;
    const at = clock.now();
    const found = await transaction(db, (tx) => readyOrder(tx, { orderId, actor, at }));
    poke?.();
    return await answer(found, request);
  });

  serve(app, tillRewardRoutes.handOverOrder, async ({ params, body, request }) => {
    const storeId = await place(request, body.storeId);
    const { order } = await findByCode(request, body.code);
    if (order.orderId !== params.orderId) throw new Refusal('order_not_found');
    const { orderId } = order;
    const actor = signedIn(request).staffId;
    const at = clock.now();
    const found = await transaction(db, (tx) => handOverOrder(tx, { orderId, storeId, actor, at }));
    poke?.();
    return await answer(found, request);
  });
}
