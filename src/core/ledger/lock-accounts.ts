import type { Tx } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { lockStandings } from '../members/lock-standings.ts';

/**
 * Locks all points of the members until the transaction ends, by their standings: every writer of points takes those
 * first, in one order, so that two who need the same members wait and never block each other.
 */
export async function lockAccounts(tx: Tx, ...memberIds: MemberId[]): Promise<void> {
  await lockStandings(tx, ...memberIds);
}
