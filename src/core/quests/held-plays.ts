// What is held of players in one transaction that does several things, for one or for many: they are locked and looked at
// once, judged in memory, and written down together.
import type { Tx } from '#src/db/client.ts';
import type { PlayerId } from '#src/lib/id.ts';
import type { Play } from './open-play.ts';
import type { QuestPrize } from './read-quest.ts';
import { type PlayChange, writePlays } from './write-plays.ts';

/** Players who are locked until the transaction ends, as they stand now, and what is not written of it yet. */
export interface HeldPlays {
  byId: Map<PlayerId, Play>;
  changes: PlayChange[];
  /** A prize of which there are so many was won: its row is locked, and others wait for it. */
  locksPrize: boolean;
}

export const holdNothing = (): HeldPlays => ({ byId: new Map(), changes: [], locksPrize: false });

/** How a player stands after a change: written at once, or by writeHeld where they are held. */
export async function keepPlay(
  tx: Tx,
  play: Play,
  { progress, attempt = null }: Pick<PlayChange, 'progress'> & Partial<Pick<PlayChange, 'attempt'>>,
  held: HeldPlays | undefined,
): Promise<void> {
  const { player } = play;
  const change = { player, progress, attempt };
  if (!held) return await writePlays(tx, [change]);
  held.byId.set(player.playerId, play);
  held.changes.push(change);
}

/** Notes what a player who is held has won, numbers of prizes. */
export function keepWon(held: HeldPlays | undefined, play: Play, won: readonly number[]): void {
  if (!held || won.length === 0) return;
  held.byId.set(play.player.playerId, { ...play, won: new Set([...play.won, ...won]) });
  const isCounted = ({ prizeNo, stock }: QuestPrize) => stock !== null && won.includes(prizeNo);
  held.locksPrize ||= play.known.whole.prizes.some(isCounted);
}

/** Writes what was kept. Before whatever reads it from the database, before a savepoint, and before the end. */
export async function writeHeld(tx: Tx, held: HeldPlays): Promise<void> {
  await writePlays(tx, held.changes.splice(0));
}

/** Something else has changed a player, who is looked at anew when they are needed. */
export async function letGo(tx: Tx, held: HeldPlays, playerId: PlayerId): Promise<void> {
  await writeHeld(tx, held);
  held.byId.delete(playerId);
}

/** After a savepoint was rolled back, nothing that was held since is true. */
export function forgetHeld(held: HeldPlays): void {
  held.byId.clear();
  held.changes.length = 0;
}
