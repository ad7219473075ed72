// What is held of players in one transaction that does several things, for one or for many: they are locked and looked at
// once, judged in memory, and written down together.
import type { Tx } from '#src/db/client.ts';
import type { PlayerId } from '#src/lib/id.ts';
import type { Play } from './open-play.ts';
import { type PlayChange, writePlays } from './write-plays.ts';

/** Players who are locked until the transaction ends, as they stand now, and what is not written of it yet. */
export interface HeldPlays {
  plays: Map<PlayerId, Play>;
  changes: PlayChange[];
}

export const holdNothing = (): HeldPlays => ({ plays: new Map(), changes: [] });

/** How a player stands after a task has changed: written at once, or by writeHeld where they are held. */
export async function keepPlay(
  tx: Tx,
  play: Play,
  { taskNo, attempt = null }: { taskNo: number; attempt?: PlayChange['attempt'] },
  held: HeldPlays | undefined,
): Promise<void> {
  const { player, seen } = play;
  const progress = seen.get(taskNo);
  if (!progress) throw new Error(`task ${taskNo} was not seen`);
  const change = { player, progress, attempt };
  if (!held) return await writePlays(tx, [change]);
  held.plays.set(player.playerId, play);
  held.changes.push(change);
}

/** Writes what was kept. Before whatever reads it from the database, before a savepoint, and before the end. */
export async function writeHeld(tx: Tx, held: HeldPlays): Promise<void> {
  const changes = held.changes.splice(0);
  await writePlays(tx, changes);
}

/** Something else has changed a player, who is looked at anew when they are needed. */
export async function letGo(tx: Tx, held: HeldPlays, playerId: PlayerId): Promise<void> {
  await writeHeld(tx, held);
  held.plays.delete(playerId);
}

/** After a savepoint was rolled back, nothing that was held since is true. */
export function forgetHeld(held: HeldPlays): void {
  held.plays.clear();
  held.changes.length = 0;
}
