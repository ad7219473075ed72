import { and, asc, inArray, isNull, or } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { questPlayer } from '#src/db/schema/quests.ts';
import type { PlayerId } from '#src/lib/id.ts';
import type { Speaker } from '../find-player.ts';
import type { Player } from '../player.ts';

/**
 * Locks players until the transaction ends, in the one order that everybody keeps: whoever holds several of them has
 * locked them by this. Those that are no more are left out. `skipLocked`: those who are busy, too, for whoever comes again.
 */
export async function lockPlayers(
  tx: Tx,
  playerIds: readonly PlayerId[],
  { skipLocked = false } = {},
): Promise<Player[]> {
  if (playerIds.length === 0) return [];
  return await tx
    .select()
    .from(questPlayer)
    .where(inArray(questPlayer.playerId, [...new Set(playerIds)]))
    .orderBy(asc(questPlayer.playerId))
    .for('no key update', skipLocked ? { skipLocked } : {});
}

/**
 * Rows about players whom nobody else holds, who are locked now: of what a worker is to write about players, what it can
 * write at once. Whoever is in the middle of a conversation has their turn later.
 */
export async function ofFreePlayers<Row extends { player_id: PlayerId }>(
  tx: Tx,
  rows: readonly Row[],
): Promise<Row[]> {
  const named = rows.map(({ player_id }) => player_id);
  const free = new Set((await lockPlayers(tx, named, { skipLocked: true })).map(({ playerId }) => playerId));
  return rows.filter(({ player_id }) => free.has(player_id));
}

/** The same as lockPlayers for everybody who speaks, in all that they play: what they do next can then be done in any order. */
export async function lockPlayersOf(tx: Tx, speakers: readonly Speaker[]): Promise<Player[]> {
  if (speakers.length === 0) return [];
  const members = speakers.flatMap(({ memberId }) => memberId ?? []);
  const chats = speakers.map(({ identityId }) => identityId);
  const isGuest = and(isNull(questPlayer.memberId), inArray(questPlayer.identityId, chats));
  return await tx
    .select()
    .from(questPlayer)
    .where(members.length > 0 ? or(inArray(questPlayer.memberId, members), isGuest) : isGuest)
    .orderBy(asc(questPlayer.playerId))
    .for('no key update');
}
