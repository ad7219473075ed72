// Rewards and gifts at tills of other makers: whoever shows the code is handed what it stands for, once.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { integrationRoutes } from '#src/contract/integration.ts';
import type { RewardOrder } from '#src/contract/reward-orders.ts';
import { memberNow } from '#src/core/members/member-now.ts';
import { readMember } from '#src/core/members/read-member.ts';
import { Refusal } from '#src/core/refusal.ts';
import {
  isServedIn,
  listOpenOrdersOf,
  type OrderWithReward,
  readOrderByCode,
  storesOf,
} from '#src/core/rewards/find-order.ts';
import { readPickUpCode } from '#src/core/rewards/pick-up-code.ts';
import { handOverOrder } from '#src/core/rewards/serve-order.ts';
import { transaction } from '#src/db/client.ts';
import type { MemberId, StoreId } from '#src/lib/id.ts';
import { textIn } from '#src/lib/texts.ts';
import { usedKey } from '../plugins/api-key.ts';
import { serve } from '../serve.ts';
import { throttle } from '../throttle.ts';
import type { IntegrationDeps } from './basket-call.ts';
import { ownStoreOfKey } from './own-store-of-key.ts';
import { speakTo } from './speak-to.ts';

/** What a chain's tills hand over together, far less than a guesser needs. */
const MOST_CODES = 600;
const WINDOW_MS = 10 * 60_000;
const MOST_SHOWN = 200;

export async function rewardOrderGroup(app: FastifyInstance, deps: IntegrationDeps): Promise<void> {
  const { database, clock, known, stores, poke } = deps;
  const { db } = database;
  const options = {
    onRequest: [app.allowKey('receipts:write')],
    tags: ['Rewards'],
    refusals: [400, 401, 403, 404, 409, 410, 429, 503],
  };

  const tell = async (
    found: OrderWithReward[],
    { memberId, request }: { memberId: MemberId; request: FastifyRequest },
  ): Promise<RewardOrder[]> => {
    const [language, { programme }] = await Promise.all([speakTo(request, known), known()]);
    return found.map(({ order, reward }) => ({
      orderId: order.orderId,
      status: order.status,
      rewardId: order.rewardId,
      rewardName: textIn(reward.names, language, programme.defaultLanguage),
      memberId,
      price: Number(order.price),
      currency: order.currency,
      storeIds: storesOf({ order, reward }),
      orderedAt: order.orderedAt.toISOString(),
      readyAt: order.readyAt?.toISOString() ?? null,
      pickUpUntil: order.pickUpUntil?.toISOString() ?? null,
      settledAt: order.settledAt?.toISOString() ?? null,
    }));
  };
  const tellOne = async (found: OrderWithReward, request: FastifyRequest): Promise<RewardOrder> => {
    const memberId = await memberNow(db, found.order.memberId);
    const [told] = await tell([found], { memberId, request });
    if (!told) throw new Error('an order was not told');
    return told;
  };
  const place = async (request: FastifyRequest, storeId: string): Promise<StoreId> => {
    ownStoreOfKey(usedKey(request), storeId);
    return (await stores.open({ storeId })).storeId;
  };
  const findByCode = async (request: FastifyRequest, text: string): Promise<OrderWithReward> => {
    const { keyId } = usedKey(request);
    const at = clock.now();
    await throttle(db, { key: `key-reward:${keyId}`, limit: MOST_CODES, windowMs: WINDOW_MS, at });
    const code = readPickUpCode(text);
    if (!code) throw new Refusal('order_not_found');
    return await readOrderByCode(db, code);
  };

  serve(
    app,
    integrationRoutes.listRewardOrders,
    async ({ params, request }) => {
      const { memberId } = await readMember(db, params.memberId as MemberId);
      const { storeId } = usedKey(request);
      const found = await listOpenOrdersOf(db, { memberId, storeId, limit: MOST_SHOWN });
      return { orders: await tell(found, { memberId, request }) };
    },
    options,
  );

  serve(
    app,
    integrationRoutes.findRewardOrder,
    async ({ body, request }) => {
      const storeId = await place(request, body.storeId);
      const found = await findByCode(request, body.code);
      // A key of one store hears nothing of what others hand over.
      if (usedKey(request).storeId !== null && !isServedIn(found, storeId))
        throw new Refusal('order_not_found');
      return await tellOne(found, request);
    },
    options,
  );

  serve(
    app,
    integrationRoutes.handOverRewardOrder,
    async ({ params, body, request }) => {
      const storeId = await place(request, body.storeId);
      const { order } = await findByCode(request, body.code);
      if (order.orderId !== params.orderId) throw new Refusal('order_not_found');
      const handed = { orderId: order.orderId, storeId, actor: usedKey(request).keyId, at: clock.now() };
      const found = await transaction(db, (tx) => handOverOrder(tx, handed));
      poke?.();
      return await tellOne(found, request);
    },
    options,
  );
}
