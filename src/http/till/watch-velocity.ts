import { watchVelocity as watch } from '#src/core/receipts/watch-velocity.ts';
import { type Db, transaction } from '#src/db/client.ts';
import type { MemberId, StaffId } from '#src/lib/id.ts';

/** Watches over a receipt of a till in a transaction of its own: the receipt stands whatever comes of it. */
export function watchVelocity(
  db: Db,
  seen: { memberId: MemberId; staffId: StaffId; at: Date },
): Promise<number> {
  return transaction(db, (tx) => watch(tx, seen));
}
