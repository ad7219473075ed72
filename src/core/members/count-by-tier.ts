import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';

/** How many members have each tier; 0 for one that members had once and nobody has now. Unknown: never anybody. */
export async function countByTier(db: Reader): Promise<Map<string, number>> {
  const rows = await db.execute<{ tier_key: string; members: number }>(sql`
    select tier_key, sum(members)::integer as members
    from (
      select tier_key, count(*) filter (where status = 'active') as members from member group by tier_key
      union all select from_tier, 0 from tier_change group by from_tier
      union all select to_tier, 0 from tier_change group by to_tier) by_tier
    group by tier_key`);
  return new Map(rows.map((row) => [row.tier_key, row.members]));
}
