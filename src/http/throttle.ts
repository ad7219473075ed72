// Refuses what is tried too often. The count is kept even though the refusal that follows takes everything else back.
import { type Attempt, countAttempt } from '#src/core/members/count-attempt.ts';
import { Refusal } from '#src/core/refusal.ts';
import { type Db, transaction } from '#src/db/client.ts';

/** Counts one attempt in a transaction of its own; throws too_many_attempts {minutes}. */
export async function throttle(db: Db, attempt: Attempt): Promise<void> {
  const allowed = await transaction(db, (tx) => countAttempt(tx, attempt));
  if (!allowed) throw tooMany(attempt);
}

export function tooMany({ windowMs }: Pick<Attempt, 'windowMs'>): Refusal {
  return new Refusal('too_many_attempts', { minutes: Math.ceil(windowMs / 60_000) });
}
