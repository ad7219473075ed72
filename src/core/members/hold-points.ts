import { eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { member } from '#src/db/schema/members.ts';
import type { MemberId } from '#src/lib/id.ts';
import { readProgramme } from '../stores/read-programme.ts';

/**
 * Lets burning wait after points came in whose owner nobody knows for sure, as long as it waits after a new chat; no
 * chat of the member can end it, staff can. Returns until when; null: the programme does not wait.
 */
export async function holdPoints(
  tx: Tx,
  { memberId, at }: { memberId: MemberId; at: Date },
): Promise<Date | null> {
  const { burnWaitHours } = await readProgramme(tx);
  if (burnWaitHours === 0) return null;
  const until = new Date(at.getTime() + burnWaitHours * 3_600_000);
  const [row] = await tx
    .select({ burnAllowedFrom: member.burnAllowedFrom })
    .from(member)
    .where(eq(member.memberId, memberId))
    .for('update');
  const later = row?.burnAllowedFrom && row.burnAllowedFrom > until ? row.burnAllowedFrom : until;
  await tx
    .update(member)
    .set({ burnAllowedFrom: later, pointsHeldUntil: until })
    .where(eq(member.memberId, memberId));
  return later;
}
