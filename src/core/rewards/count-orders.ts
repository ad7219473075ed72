import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { RewardId } from '#src/lib/id.ts';

export interface OrderCounts {
  /** Made and not yet fetched. */
  open: number;
  handedOver: number;
  /** Undone, cancelled and not fetched in time. */
  givenBack: number;
  /** What open and fetched orders took. */
  points: bigint;
}

const NONE: OrderCounts = { open: 0, handedOver: 0, givenBack: 0, points: 0n };

/** What became of each reward's orders; of one that nobody ordered, zeros. */
export async function countOrders(db: Reader): Promise<(rewardId: RewardId) => OrderCounts> {
  const rows = await db.execute<OrderCounts & { rewardId: RewardId } & Record<string, unknown>>(sql`
    select reward_id as "rewardId", count(*) filter (where status in ('ordered', 'ready'))::integer as open,
      count(*) filter (where status = 'handed_over')::integer as "handedOver",
      count(*) filter (where status in ('undone', 'cancelled', 'expired'))::integer as "givenBack",
      coalesce(sum(price) filter (where status in ('ordered', 'ready', 'handed_over')), 0)::bigint as points
    from reward_order group by reward_id`);
  const known = new Map(rows.map(({ rewardId, ...counts }) => [rewardId, counts]));
  return (rewardId) => known.get(rewardId) ?? NONE;
}
