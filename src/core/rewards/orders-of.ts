import { type SQL, sql } from 'drizzle-orm';
import { rewardOrder } from '#src/db/schema/rewards.ts';
import type { MemberId } from '#src/lib/id.ts';

/** A member's orders, and those of whoever became part of them. */
export function ordersOf(memberId: MemberId): SQL {
  return sql`${rewardOrder.memberId} in (
    select ${memberId}::text union all select m.member_id from member m where m.absorbed_into = ${memberId})`;
}
