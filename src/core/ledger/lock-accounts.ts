import { asc, inArray } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { account } from '#src/db/schema/ledger.ts';
import type { MemberId } from '#src/lib/id.ts';

/**
 * Locks the members' points until the transaction ends. In the one order that everybody keeps, so that two who need
 * the same accounts wait for each other and never block.
 */
export async function lockAccounts(tx: Tx, ...memberIds: MemberId[]): Promise<void> {
  await tx
    .select({ memberId: account.memberId })
    .from(account)
    .where(inArray(account.memberId, memberIds))
    .orderBy(asc(account.memberId))
    .for('update');
}
