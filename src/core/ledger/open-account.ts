import type { Tx } from '#src/db/client.ts';
import { account } from '#src/db/schema/ledger.ts';
import type { MemberId } from '#src/lib/id.ts';

/** Opens the points account of each member, empty. Harmless when it is open already. */
export async function openAccount(tx: Tx, ...memberIds: MemberId[]): Promise<void> {
  await tx
    .insert(account)
    .values(memberIds.map((memberId) => ({ memberId })))
    .onConflictDoNothing();
}
