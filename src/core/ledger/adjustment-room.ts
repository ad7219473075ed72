// What one person of the staff may still give or take by hand today without a second pair of eyes: what would need one
// in one piece needs it in several, too.
import { and, eq, gte, sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { adjustment } from '#src/db/schema/ledger.ts';
import type { MemberId } from '#src/lib/id.ts';
import { startOfDay } from '#src/lib/zoned.ts';
import type { Programme } from '../stores/read-programme.ts';
import type { Points } from './points.ts';

/** With all members together, so many times the limit with one. */
const ALL_TIMES = 10n;

export interface AdjustmentRoom {
  actor: string;
  memberId: MemberId;
  currency: string;
  programme: Pick<Programme, 'adjustmentLimit' | 'timeZone'>;
  at: Date;
}

/**
 * Points that may still be given or taken without asking anybody, by the day of the programme's zone. What a second
 * person has agreed to does not count, nor does what was taken back.
 */
export async function adjustmentRoom(
  db: Reader,
  { actor, memberId, currency, programme, at }: AdjustmentRoom,
): Promise<Points> {
  const today = new Date(startOfDay(at.getTime(), programme.timeZone));
  const size = sql`coalesce(sum(abs(${adjustment.amount}))`;
  const [used] = await db
    .select({
      here: sql<bigint>`${size} filter (where ${eq(adjustment.memberId, memberId)}), 0)::bigint`.mapWith(
        adjustment.amount,
      ),
      all: sql<bigint>`${size}, 0)::bigint`.mapWith(adjustment.amount),
    })
    .from(adjustment)
    .where(
      and(
        eq(adjustment.askedBy, actor),
        eq(adjustment.decidedBy, actor),
        eq(adjustment.status, 'posted'),
        eq(adjustment.currency, currency),
        gte(adjustment.askedAt, today),
      ),
    );
  const { adjustmentLimit } = programme;
  const here = adjustmentLimit - (used?.here ?? 0n);
  const all = adjustmentLimit * ALL_TIMES - (used?.all ?? 0n);
  const left = here < all ? here : all;
  return left > 0n ? left : 0n;
}
