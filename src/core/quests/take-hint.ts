import type { Tx } from '#src/db/client.ts';
import type { PlayerId } from '#src/lib/id.ts';
import type { Texts } from '#src/lib/texts.ts';
import { Refusal } from '../refusal.ts';
import { type HeldPlays, keepPlay } from './held-plays.ts';
import { pointsFor } from './limits.ts';
import { openPlay, requireChapter, requireOpen, taskOf, withProgress } from './open-play.ts';
import { unseen } from './settle-task.ts';

export interface Hint {
  hint: Texts;
  /** What it takes off the points of the task. */
  price: number;
  /** What a right answer brings now. */
  points: number;
}

/**
 * Gives the hint of a task. It is paid once, out of the points of the task; whoever asks again sees it again.
 * Throws Refusal `quest_not_joined`, `quest_not_open`, `quest_paused`, `quest_over`, `quest_closed_now` {from, until},
 * `quest_task_gone`, `quest_task_locked` {chapter}, `quest_no_hint`.
 */
export async function takeHint(
  tx: Tx,
  { playerId, taskNo, at }: { playerId: PlayerId; taskNo: number; at: Date },
  held?: HeldPlays,
): Promise<Hint> {
  const play = await openPlay(tx, { playerId, taskNo }, held);
  const task = taskOf(play, taskNo);
  requireOpen(play, at);
  requireChapter(play, task, at);
  const { hint } = task.content;
  if (task.hintPrice === null || Object.values(hint).every((text) => !text.trim()))
    throw new Refusal('quest_no_hint');
  const seen = play.progress ?? unseen(play, taskNo, at);
  // What is settled costs nothing any more; what waits for a word may have to be done once more.
  if (seen.state !== 'done' && seen.state !== 'lost') {
    const progress = { ...seen, hinted: true };
    await keepPlay(tx, withProgress(play, progress), { progress }, held);
  }
  return { hint, price: task.hintPrice, points: pointsFor(task, true) };
}
