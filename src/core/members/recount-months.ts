import { asc, gt } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { standing } from '#src/db/schema/members.ts';
import { holdRecount, noteRecount } from '../stores/hold-recount.ts';
import { countMonths } from './count-purchases.ts';
import { lockStandings } from './lock-standings.ts';
import { restartDailyPass } from './take-daily-pass.ts';

/** Whatever still counts by the basis of before is written by then: settings are known for two seconds. */
const SETTLED_MS = 60_000;

/**
 * After a change of the tier basis: counts the months of the next members anew, at most `limit`. With the last of them tiers
 * may move again, and everybody's is reviewed. Returns how many it took; only those are locked.
 */
export async function recountMonths(tx: Tx, at: Date, limit: number): Promise<number> {
  const terms = await holdRecount(tx);
  if (!terms || at.getTime() - terms.tierCountingSince.getTime() < SETTLED_MS) return 0;
  const { tierCountedTo: after } = terms;
  const page = await tx
    .select({ memberId: standing.memberId })
    .from(standing)
    .where(after === null ? undefined : gt(standing.memberId, after))
    .orderBy(asc(standing.memberId))
    .limit(limit);
  const memberIds = page.map((each) => each.memberId);
  await lockStandings(tx, ...memberIds);
  await countMonths(tx, memberIds, terms);
  const isDone = memberIds.length < limit;
  await noteRecount(tx, isDone ? null : (memberIds.at(-1) ?? null));
  if (isDone) await restartDailyPass(tx, 'tiers');
  return memberIds.length;
}
