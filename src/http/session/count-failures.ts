// Limits how often something may fail. An attempt is counted before it is made, so that many at once do not slip
// through, and taken back when it was none: who knows the password is never kept out by having used it.
import { type Attempt, takeBackAttempt } from '#src/core/members/count-attempt.ts';
import { Refusal } from '#src/core/refusal.ts';
import { type Db, transaction } from '#src/db/client.ts';
import { throttle } from '../throttle.ts';

/** Does `attempt`; only its refusal counts towards `limits`. Throws too_many_attempts {minutes}, and what it throws. */
export async function countFailures<T>(db: Db, limits: Attempt[], attempt: () => Promise<T>): Promise<T> {
  const counted: Attempt[] = [];
  let failed = false;
  try {
    for (const limit of limits) {
      await throttle(db, limit);
      counted.push(limit);
    }
    return await attempt().catch((error: unknown) => {
      failed = error instanceof Refusal;
      throw error;
    });
  } finally {
    if (!failed)
      for (const { key, at } of counted) await transaction(db, (tx) => takeBackAttempt(tx, { key, at }));
  }
}
