import { savepoint, type Tx } from '#src/db/client.ts';
import { Refusal } from '../../refusal.ts';
import { type PlayerNews, tellPlayer } from '../tell/tell-player.ts';
import type { Counted } from './recount-player.ts';

/** Tells players what has been counted of what they did elsewhere, with all that it has opened and won. */
export async function tellCounted(tx: Tx, counted: readonly Counted[], at: Date): Promise<void> {
  for (const { playerId, task, outcome, answered } of counted) {
    const { taskNo } = task;
    const news: PlayerNews =
      outcome === 'right'
        ? { news: 'answered', taskNo, answered }
        : { news: 'withdrawn', taskNo, points: Math.abs(answered.points) };
    try {
      await savepoint(tx, (inner) => tellPlayer(inner, { playerId, news, at }));
    } catch (error) {
      // Counted, and then part of another player, by events that were read together.
      if (!(error instanceof Refusal)) throw error;
    }
  }
}
