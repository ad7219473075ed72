import { eq } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { standing } from '#src/db/schema/members.ts';
import type { MemberId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';

export interface Standing {
  /** How many were accepted and not returned whole. */
  receipts: number;
  /** What counts for the tier by month of the programme's time zone: {'2026-11': 12345}. */
  months: Record<string, number>;
  /** Until when a tier is kept that is no longer reached. */
  tierKeptUntil: Date | null;
}

/** Where a member stands on the way through the tiers. Throws Refusal `member_not_found`. */
export async function readStanding(db: Reader, memberId: MemberId): Promise<Standing> {
  const [row] = await db
    .select({ receipts: standing.receipts, months: standing.months, tierKeptUntil: standing.tierKeptUntil })
    .from(standing)
    .where(eq(standing.memberId, memberId));
  if (!row) throw new Refusal('member_not_found');
  // Only receipts and returns write it: month -> whole number.
  return { ...row, months: row.months as Record<string, number> };
}
