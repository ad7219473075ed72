import { eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { member } from '#src/db/schema/members.ts';
import type { MemberId } from '#src/lib/id.ts';
import type { MessengerName } from './ensure-identity.ts';

/** Where the member wants to be written; null: where they wrote last. */
export async function setPreferredMessenger(
  tx: Tx,
  { memberId, messenger }: { memberId: MemberId; messenger: MessengerName | null },
): Promise<void> {
  await tx.update(member).set({ preferredMessenger: messenger }).where(eq(member.memberId, memberId));
}
