import type { Tx } from '#src/db/client.ts';
import type { PlayerId } from '#src/lib/id.ts';
import { type HeldPlays, keepPlay } from './held-plays.ts';
import { lateAt } from './limits.ts';
import { openPlay, requireChapter, requireOpen, taskOf, withProgress } from './open-play.ts';
import type { Player, Progress } from './player.ts';
import type { Task, WholeQuest } from './read-quest.ts';
import { unseen } from './settle-task.ts';
import { loseTask } from './view-play.ts';

export interface Asked {
  whole: WholeQuest;
  task: Task;
  player: Player;
  progress: Progress;
  /** When the time for an answer is over; null: there is as much as they like. */
  lateAt: Date | null;
}

/**
 * Shows a task to a player and awaits their answer to it. The time for it runs from when it is shown first; whoever lets it
 * pass has lost the task.
 * Throws Refusal `quest_not_joined`, `quest_not_open`, `quest_paused`, `quest_over`, `quest_closed_now` {from, until},
 * `quest_task_gone`, `quest_task_locked` {chapter}.
 */
export async function askTask(
  tx: Tx,
  { playerId, taskNo, at }: { playerId: PlayerId; taskNo: number; at: Date },
  held?: HeldPlays,
): Promise<Asked> {
  const play = await openPlay(tx, { playerId, taskNo }, held);
  const task = taskOf(play, taskNo);
  requireOpen(play, at);
  requireChapter(play, task, at);
  const { whole } = play.known;
  const progress = play.progress ?? unseen(play, taskNo, at);
  const late = lateAt(task, progress.shownAt);
  if (late !== null && at > late && progress.state === 'shown') {
    const isLost = await loseTask(tx, { playerId, task, at }, held);
    if (isLost)
      return { whole, task, player: play.player, progress: { ...progress, state: 'lost' }, lateAt: late };
  }
  const isAwaited = progress.state === 'shown' || progress.state === 'skipped';
  const player = { ...play.player, taskNo: isAwaited ? taskNo : null, lastAt: at };
  const after = { ...withProgress(play, progress), player };
  await keepPlay(tx, after, { progress: play.progress ? null : progress }, held);
  return { whole, task, player, progress, lateAt: late };
}
