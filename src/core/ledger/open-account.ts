import type { Tx } from '#src/db/client.ts';
import { account } from '#src/db/schema/ledger.ts';
import type { MemberId } from '#src/lib/id.ts';

/** Opens the member's points account, empty. Harmless when it is open already. */
export async function openAccount(tx: Tx, memberId: MemberId): Promise<void> {
  await tx.insert(account).values({ memberId }).onConflictDoNothing();
}
