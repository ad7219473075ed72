import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { PlayerId } from '#src/lib/id.ts';
import { lateAt } from './limits.ts';
import { keepPlay, openUnseen, requireChapter, requireOpen, taskOf } from './open-play.ts';
import type { Player, Progress } from './player.ts';
import type { Task, WholeQuest } from './read-quest.ts';
import { settle, unseen } from './settle-task.ts';

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
): Promise<Asked> {
  const key = `late:${taskNo}`;
  const play = await openUnseen(tx, { playerId, taskNo, key });
  const task = taskOf(play, taskNo);
  requireOpen(play, at);
  requireChapter(play, task, at);
  const { whole } = play.known;
  const progress = play.progress ?? unseen(play, taskNo, at);
  const late = lateAt(task, progress.shownAt);
  if (late !== null && at > late && progress.state === 'shown' && !play.attempt) {
    await settle(tx, play, { task, key, given: { kind: 'pressed' }, verdict: 'late', at });
    return { whole, task, player: play.player, progress: { ...progress, state: 'lost' }, lateAt: late };
  }
  const isAwaited = progress.state === 'shown' || progress.state === 'skipped';
  await tx.execute(sql`
    with shown as (
      insert into quest_progress (player_id, task_no, shown_at)
      select ${playerId}, ${taskNo}::smallint, ${at}::timestamptz where ${play.progress === null}
    )
    update quest_player set task_no = case when ${isAwaited} then ${taskNo}::smallint end, last_at = ${at}::timestamptz
    where player_id = ${playerId}`);
  keepPlay(tx, { ...play, states: new Map(play.states).set(taskNo, progress.state) });
  const player = { ...play.player, taskNo: isAwaited ? taskNo : null, lastAt: at };
  return { whole, task, player, progress, lateAt: late };
}
