import type { Tx } from '#src/db/client.ts';
import { account } from '#src/db/schema/ledger.ts';
import type { MemberId } from '#src/lib/id.ts';
import { openStanding } from '../members/lock-standings.ts';

/** Opens the standing and the points account of each member, empty. Harmless when they are open already. */
export async function openAccount(tx: Tx, ...memberIds: MemberId[]): Promise<void> {
  const rows = memberIds.toSorted().map((memberId) => ({ memberId }));
  if (rows.length === 0) return;
  await openStanding(tx, ...memberIds);
  await tx.insert(account).values(rows).onConflictDoNothing();
}
