import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';

export interface FriendNumbers {
  /** Members who have opened their link. */
  inviters: number;
  /** Who came by a link, in all; of them those who bought, and who still may. */
  joined: number;
  rewarded: number;
  waiting: number;
}

export async function countFriends(db: Reader): Promise<FriendNumbers> {
  const [row] = await db.execute<FriendNumbers & Record<string, unknown>>(sql`
    select (select count(*)::integer from invite_code) as inviters, count(*)::integer as joined,
      count(*) filter (where status = 'rewarded')::integer as rewarded,
      count(*) filter (where status = 'joined')::integer as waiting
    from friendship`);
  return row ?? { inviters: 0, joined: 0, rewarded: 0, waiting: 0 };
}
