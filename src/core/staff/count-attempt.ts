// Throttles what can be guessed: so many attempts in a window of time for each key, counted in the database so that
// several processes share the count.
import { sql } from 'drizzle-orm';
import { Refusal } from '#src/core/refusal.ts';
import type { Reader } from '#src/db/client.ts';
import { attemptCount } from '#src/db/schema/members.ts';

export interface AttemptLimit {
  /** What is guessed and who guesses, such as `sign-in:olena`. Never a phone or a card number. */
  key: string;
  most: number;
  windowMs: number;
  at: Date;
}

/**
 * Counts one attempt; throws too_many_attempts with `minutes` to wait when there were `most` in this window already.
 * Counted outside of any transaction of the caller's, so that a refusal does not take the count back.
 */
export async function countAttempt(db: Reader, { key, most, windowMs, at }: AttemptLimit): Promise<void> {
  const windowStart = new Date(Math.floor(at.getTime() / windowMs) * windowMs);
  const [row] = await db
    .insert(attemptCount)
    .values({ attemptKey: key, windowStart, attempts: 1 })
    .onConflictDoUpdate({
      target: [attemptCount.attemptKey, attemptCount.windowStart],
      set: { attempts: sql`${attemptCount.attempts} + 1` },
    })
    .returning({ attempts: attemptCount.attempts });
  if (row && row.attempts > most) {
    const waitMs = windowStart.getTime() + windowMs - at.getTime();
    throw new Refusal('too_many_attempts', { minutes: Math.max(1, Math.ceil(waitMs / 60_000)) });
  }
}
