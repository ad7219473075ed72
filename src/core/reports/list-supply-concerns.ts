// What the shop has promised and may not be able to give: offers and rewards of which little is left, and orders that
// nobody prepares. A report reads across the rooms' tables.
import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { OfferId, RewardId } from '#src/lib/id.ts';
import { listOfferAlerts } from '../offers/watch-offers.ts';
import type { Reward } from '../rewards/reward-shape.ts';

export interface OfferConcern {
  /** A tenth and less is left; nothing is; what it may cost is given. */
  kind: 'offerLow' | 'offerGone' | 'offerSpent';
  at: Date;
  offerId: OfferId;
  offerName: string;
  left: number | null;
}

export interface RewardConcern {
  /** `ordersWait`: orders that have been waiting to be prepared for long. */
  kind: 'rewardLow' | 'rewardGone' | 'ordersWait';
  at: Date;
  rewardId: RewardId;
  rewardNames: Reward['names'];
  /** Pieces that are left, or orders that wait. */
  count: number;
}

const OFFER_KINDS = { low: 'offerLow', gone: 'offerGone', spent: 'offerSpent' } as const;
/** A member who ordered yesterday begins to ask. */
const PREPARED_WITHIN_HOURS = 24;

/** Those of which it was noted after `since`. */
export async function listSupplyConcerns(
  db: Reader,
  { since, at }: { since: Date; at: Date },
): Promise<(OfferConcern | RewardConcern)[]> {
  const [offers, rewards, waiting] = await Promise.all([
    listOfferAlerts(db),
    listLowRewards(db, since),
    listWaitingOrders(db, at),
  ]);
  const low = offers
    .filter((alert) => alert.at > since)
    .map(
      ({ kind, name: offerName, ...alert }): OfferConcern => ({
        ...alert,
        offerName,
        kind: OFFER_KINDS[kind],
      }),
    );
  return [...low, ...rewards, ...waiting];
}

/**
 * Shown ones whose stock is a tenth or less of what it was together with the orders that took from it. No more of them are
 * counted than it takes to know.
 */
async function listLowRewards(db: Reader, since: Date): Promise<RewardConcern[]> {
  return await db.execute<RewardConcern & Record<string, unknown>>(sql`
    select case when r.stock = 0 then 'rewardGone' else 'rewardLow' end as kind, t.last_at as at,
      r.reward_id as "rewardId", r.names as "rewardNames", r.stock as count
    from reward r, lateral (
      select count(*) as orders, max(ordered_at) as last_at from (
        select o.ordered_at from reward_order o
        where o.reward_id = r.reward_id and o.status in ('ordered', 'ready', 'handed_over')
        order by o.ordered_at desc limit greatest(1, r.stock * 9)) latest) t
    where r.status = 'on' and r.stock is not null and t.orders >= r.stock * 9 and t.last_at > ${since}::timestamptz`);
}

async function listWaitingOrders(db: Reader, at: Date): Promise<RewardConcern[]> {
  return await db.execute<RewardConcern & Record<string, unknown>>(sql`
    select 'ordersWait' as kind, min(o.ordered_at) as at, r.reward_id as "rewardId", r.names as "rewardNames",
      count(*)::integer as count
    from reward_order o join reward r using (reward_id)
    where o.status = 'ordered'
      and o.ordered_at <= ${at}::timestamptz - make_interval(hours => ${PREPARED_WITHIN_HOURS}::integer)
    group by r.reward_id`);
}
