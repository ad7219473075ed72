import { inArray } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { standing } from '#src/db/schema/members.ts';
import type { MemberId } from '#src/lib/id.ts';

/** When each of these members last bought something; null for nothing yet. */
export async function listLastReceipts(
  db: Reader,
  memberIds: MemberId[],
): Promise<Map<MemberId, Date | null>> {
  if (memberIds.length === 0) return new Map();
  const rows = await db
    .select({ memberId: standing.memberId, at: standing.lastReceiptAt })
    .from(standing)
    .where(inArray(standing.memberId, memberIds));
  return new Map(rows.map(({ memberId, at }) => [memberId, at]));
}
