import { eq } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { standing } from '#src/db/schema/members.ts';
import type { MemberId } from '#src/lib/id.ts';
import type { Counts } from './joined-counts.ts';

/** What limits, caps and cooldowns have counted for a member; nothing when there is no standing. */
export async function readCounts(db: Reader, memberId: MemberId): Promise<Counts> {
  const [row] = await db
    .select({ day: standing.day, earnedToday: standing.earnedToday, ruleUse: standing.ruleUse })
    .from(standing)
    .where(eq(standing.memberId, memberId));
  // Only receipts, returns and triggers write them.
  return (row as Counts | undefined) ?? { day: null, earnedToday: {}, ruleUse: {} };
}
