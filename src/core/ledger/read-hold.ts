import { and, eq } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { hold } from '#src/db/schema/ledger.ts';
import type { HoldId, MemberId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';

export type Hold = Omit<typeof hold.$inferSelect, 'inputHash'>;

/** By its own id, or by the key it was opened with. */
export type HoldName = { holdId: HoldId } | { memberId: MemberId; holdKey: string };

/** The hold, whatever has become of it. Throws Refusal `hold_not_found`. */
export async function readHold(db: Reader, name: HoldName): Promise<Hold> {
  const named =
    'holdId' in name
      ? eq(hold.holdId, name.holdId)
      : and(eq(hold.memberId, name.memberId), eq(hold.holdKey, name.holdKey));
  const [row] = await db.select().from(hold).where(named);
  if (!row) throw new Refusal('hold_not_found');
  const { inputHash: _hash, ...rest } = row;
  return rest;
}
