import type { Reader } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { readMember } from '../members/read-member.ts';
import { Refusal } from '../refusal.ts';

/**
 * Makes sure that the member may let go of points at `at`: not while burning waits after a new chat was connected.
 * Throws Refusal `burn_waits` {hours}, `member_not_found`, `member_erased`.
 */
export async function requireBurnAllowed(
  db: Reader,
  { memberId, at }: { memberId: MemberId; at: Date },
): Promise<void> {
  const { burnAllowedFrom } = await readMember(db, memberId);
  if (!burnAllowedFrom || burnAllowedFrom <= at) return;
  throw new Refusal('burn_waits', {
    hours: Math.ceil((burnAllowedFrom.getTime() - at.getTime()) / 3_600_000),
  });
}
