import { asc, inArray } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { questPlayer } from '#src/db/schema/quests.ts';
import type { PlayerId } from '#src/lib/id.ts';
import type { Player } from '../player.ts';

/**
 * Locks players until the transaction ends, in the one order that everybody keeps: whoever holds several of them has
 * locked them by this. Those that are no more are left out.
 */
export async function lockPlayers(tx: Tx, playerIds: readonly PlayerId[]): Promise<Player[]> {
  if (playerIds.length === 0) return [];
  return await tx
    .select()
    .from(questPlayer)
    .where(inArray(questPlayer.playerId, [...new Set(playerIds)]))
    .orderBy(asc(questPlayer.playerId))
    .for('no key update');
}
