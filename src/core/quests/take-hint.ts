import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { PlayerId } from '#src/lib/id.ts';
import type { Texts } from '#src/lib/texts.ts';
import { Refusal } from '../refusal.ts';
import { pointsFor } from './limits.ts';
import { openPlay, requireChapter, requireOpen, taskOf } from './open-play.ts';

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
): Promise<Hint> {
  const play = await openPlay(tx, { playerId, taskNo, key: '' });
  const task = taskOf(play, taskNo);
  requireOpen(play, at);
  requireChapter(play, task, at);
  const { hint } = task.content;
  if (task.hintPrice === null || Object.values(hint).every((text) => !text.trim()))
    throw new Refusal('quest_no_hint');
  const state = play.progress?.state ?? 'shown';
  // What is settled costs nothing any more; what waits for a word may have to be done once more.
  if (state === 'shown' || state === 'skipped' || state === 'waiting')
    await tx.execute(sql`
      insert into quest_progress (player_id, task_no, shown_at, hinted)
      values (${playerId}, ${taskNo}, ${at}::timestamptz, true)
      on conflict (player_id, task_no) do update set hinted = true`);
  return { hint, price: task.hintPrice, points: pointsFor(task, true) };
}
