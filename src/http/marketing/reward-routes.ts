// The catalogue of rewards and the orders of it, for marketers and admins.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Reward as RewardShown, rewardRoutes } from '#src/contract/rewards.ts';
import { countOrders } from '#src/core/rewards/count-orders.ts';
import { findOrders } from '#src/core/rewards/find-order.ts';
import { readPickUpCode } from '#src/core/rewards/pick-up-code.ts';
import { listRewards } from '#src/core/rewards/read-reward.ts';
import { OPEN, type OrderStatus, type Reward } from '#src/core/rewards/reward-shape.ts';
import { cancelOrder, handOverOrder, readyOrder } from '#src/core/rewards/serve-order.ts';
import {
  changeReward,
  createReward,
  type RewardTerms,
  restockReward,
  showReward,
} from '#src/core/rewards/write-reward.ts';
import { formatAmount } from '#src/core/stores/format-amount.ts';
import { transaction } from '#src/db/client.ts';
import type { OrderId, RewardId, StoreId } from '#src/lib/id.ts';
import type { HttpDeps } from '../deps.ts';
import type { KnownStores } from '../known-stores.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { serve } from '../serve.ts';
import { tellOrder, tellOrders } from '../tell-order.ts';

const ON_PAGE = 50;

/** Inside of the marketing group, which says who may come in. */
export function rewardGroup(app: FastifyInstance, deps: HttpDeps & { stores: KnownStores }): void {
  const { database, clock, known, stores, poke } = deps;
  const { db } = database;

  const answer = async (reward: Reward): Promise<RewardShown> => tell(reward, await countOrders(db));
  const readingOf = async (request: FastifyRequest) => {
    const { programme } = await known();
    return { language: signedIn(request).language, fallback: programme.defaultLanguage };
  };
  const byWhom = (request: FastifyRequest) => ({ actor: signedIn(request).staffId, at: clock.now() });

  serve(app, rewardRoutes.listRewards, async ({ request }) => {
    const { language } = signedIn(request);
    const [{ tiers, currencies, programme }, rewards, counts, places] = await Promise.all([
      known(),
      listRewards(db),
      countOrders(db),
      stores.list(),
    ]);
    return {
      rewards: rewards.map((each) => tell(each, counts)),
      tiers: tiers.map((each) => each.tierKey),
      stores: places
        .filter((each) => !each.closedAt)
        .map(({ storeId, name, city }) => ({ storeId, name, city })),
      // Its word as one reads it beside a number.
      currencies: currencies.map(({ currency }) => ({
        currency,
        name: formatAmount(5n, currency, { currencies, language }).split('\u00a0').slice(1).join(' '),
      })),
      fallback: programme.defaultLanguage,
    };
  });

  serve(app, rewardRoutes.createReward, async ({ body, request }) => {
    const { stock, requestKey, ...terms } = body;
    const made = { ...readTerms(terms), stock, requestKey, ...byWhom(request) };
    return await answer(await transaction(db, (tx) => createReward(tx, made)));
  });

  serve(app, rewardRoutes.changeReward, async ({ params, body, request }) => {
    const { version, ...terms } = body;
    const change = { ...readTerms(terms), version, rewardId: idOf(params), ...byWhom(request) };
    return await answer(await transaction(db, (tx) => changeReward(tx, change)));
  });

  serve(app, rewardRoutes.restockReward, async ({ params, body, request }) => {
    const change = { ...body, rewardId: idOf(params), ...byWhom(request) };
    return await answer(await transaction(db, (tx) => restockReward(tx, change)));
  });

  for (const [told, shown] of [
    [rewardRoutes.showReward, true],
    [rewardRoutes.hideReward, false],
  ] as const) {
    serve(app, told, async ({ params, request }) => {
      const change = { rewardId: idOf(params), shown, ...byWhom(request) };
      return await answer(await transaction(db, (tx) => showReward(tx, change)));
    });
  }

  serve(app, rewardRoutes.findOrders, async ({ query, request }) => {
    const { status, rewardId, storeId, before } = query;
    const code = query.code ? readPickUpCode(query.code) : null;
    // What is no whole code finds nothing, rather than everything.
    if (query.code && !code) return { orders: [], more: false };
    const statuses: OrderStatus[] | undefined = status === 'open' ? OPEN : status && [status];
    const found = await findOrders(db, {
      statuses,
      rewardId: rewardId as RewardId | undefined,
      storeId: storeId as StoreId | undefined,
      ...(code ? { code } : {}),
      before: before === undefined ? undefined : new Date(before),
      limit: ON_PAGE + 1,
    });
    const shown = found.slice(0, ON_PAGE);
    return { orders: await tellOrders(db, shown, await readingOf(request)), more: found.length > ON_PAGE };
  });

  serve(app, rewardRoutes.readyOrder, async ({ params, request }) => {
    const asked = { orderId: orderOf(params), ...byWhom(request) };
    const found = await transaction(db, (tx) => readyOrder(tx, asked));
    poke?.();
    return await tellOrder(db, found, await readingOf(request));
  });

  serve(app, rewardRoutes.handOverOrder, async ({ params, request }) => {
    const asked = { orderId: orderOf(params), storeId: null, ...byWhom(request) };
    const found = await transaction(db, (tx) => handOverOrder(tx, asked));
    poke?.();
    return await tellOrder(db, found, await readingOf(request));
  });

  serve(app, rewardRoutes.cancelOrder, async ({ params, body, request }) => {
    const asked = { orderId: orderOf(params), reason: body.reason, ...byWhom(request) };
    const found = await transaction(db, (tx) => cancelOrder(tx, asked));
    poke?.();
    return await tellOrder(db, found, await readingOf(request));
  });
}

type Terms = Omit<RewardTerms, 'price' | 'ordersFrom' | 'ordersUntil' | 'storeIds'> & {
  price: number;
  ordersFrom: string | null;
  ordersUntil: string | null;
  storeIds: string[];
};

function readTerms({ price, ordersFrom, ordersUntil, storeIds, ...terms }: Terms): RewardTerms {
  return {
    ...terms,
    price: BigInt(price),
    ordersFrom: ordersFrom === null ? null : new Date(ordersFrom),
    ordersUntil: ordersUntil === null ? null : new Date(ordersUntil),
    storeIds: storeIds as StoreId[],
  };
}

function tell(row: Reward, counts: Awaited<ReturnType<typeof countOrders>>): RewardShown {
  const { points, ...numbers } = counts(row.rewardId);
  const all = (given: Reward['names']) => ({ uk: '', ru: '', en: '', ...given });
  return {
    ...row,
    names: all(row.names),
    descriptions: all(row.descriptions),
    price: Number(row.price),
    ordersFrom: row.ordersFrom?.toISOString() ?? null,
    ordersUntil: row.ordersUntil?.toISOString() ?? null,
    changedAt: row.changedAt.toISOString(),
    counts: { ...numbers, points: Number(points) },
  };
}

function idOf({ rewardId }: { rewardId: string }): RewardId {
  return rewardId as RewardId;
}

function orderOf({ orderId }: { orderId: string }): OrderId {
  return orderId as OrderId;
}
