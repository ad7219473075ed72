// Passes over all members that are made once a day, a page at a time, by whichever process comes first.
import { and, asc, eq, gt } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { dailyPass, member } from '#src/db/schema/members.ts';
import type { MemberId } from '#src/lib/id.ts';
import { DAY_MS, dayOf, minuteOf, toLocal } from '#src/lib/zoned.ts';

/** Not before this hour of the programme's zone: what a pass has to tell shall wake nobody. */
const FROM_HOUR = 10;
/** And not after it; what is left then is done the next day. */
const UNTIL_HOUR = 20;

/** Whether messages that nobody waits for may be told at `at`: between 10:00 and 20:00 of the zone. */
export function isTellingTime(at: Date, timeZone: string): boolean {
  const minute = minuteOf(toLocal(at.getTime(), timeZone));
  return minute >= FROM_HOUR * 60 && minute < UNTIL_HOUR * 60;
}

/** The day at `at` in a zone, as `YYYY-MM-DD`. */
export function dayIn(at: Date, timeZone: string): string {
  return new Date(dayOf(toLocal(at.getTime(), timeZone)) * DAY_MS).toISOString().slice(0, 10);
}

/** Has everybody looked at again, at the next telling time: something has changed for many. */
export async function restartDailyPass(tx: Tx, pass: string): Promise<void> {
  await tx
    .update(dailyPass)
    .set({ memberId: null, done: true, day: '1970-01-01' })
    .where(eq(dailyPass.pass, pass));
}

/**
 * The next active members of today's pass, or of an earlier day's that has not ended, at most `limit` in order of their
 * ids; moves its place behind them. Empty when today's is done, before 10:00 of the zone, or while another process does it.
 * What is done for them belongs in the same transaction: then each member is seen once a day, whatever dies.
 */
export async function takeDailyPass(
  tx: Tx,
  { pass, timeZone, at, limit }: { pass: string; timeZone: string; at: Date; limit: number },
): Promise<MemberId[]> {
  if (!isTellingTime(at, timeZone)) return [];
  const day = dayIn(at, timeZone);
  await tx.insert(dailyPass).values({ pass, day }).onConflictDoNothing();
  const [place] = await tx
    .select()
    .from(dailyPass)
    .where(eq(dailyPass.pass, pass))
    .for('update', { skipLocked: true });
  if (!place) return [];
  // A pass that did not end on its day goes on where it was, so that everybody has their turn.
  const after = place.done ? null : place.memberId;
  if (place.done && place.day >= day) return [];
  const page = await tx
    .select({ memberId: member.memberId })
    .from(member)
    .where(and(eq(member.status, 'active'), after ? gt(member.memberId, after) : undefined))
    .orderBy(asc(member.memberId))
    .limit(limit);
  const done = page.length < limit;
  const last = page.at(-1)?.memberId ?? after;
  // What was begun on an earlier day is that day's when it ends, and today's follows it: otherwise whoever had their turn
  // yesterday has none today.
  const begun = place.done ? day : place.day;
  await tx
    .update(dailyPass)
    .set({ memberId: done ? null : last, done, day: begun })
    .where(eq(dailyPass.pass, pass));
  return page.map((each) => each.memberId);
}
