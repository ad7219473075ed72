// A quest as a player who is held stands in it, and what time has done to it meanwhile.
import type { Tx } from '#src/db/client.ts';
import type { PlayerId } from '#src/lib/id.ts';
import type { HeldPlays } from './held-plays.ts';
import { lateAt, opennessOf } from './limits.ts';
import { openPlay, type Play, playOf } from './open-play.ts';
import type { Task } from './read-quest.ts';
import { type PlayView, viewOf } from './read-quest-view.ts';
import { settle } from './settle-task.ts';

/**
 * The quest as the player stands in it. A task whose time has run out is lost from now on, so that it holds up no chapter.
 * Throws Refusal `quest_not_joined`.
 */
export async function viewPlay(
  tx: Tx,
  { playerId, at }: { playerId: PlayerId; at: Date },
  held: HeldPlays,
): Promise<PlayView> {
  const found = await playOf(tx, { playerId }, held);
  const late = tasksRunOut(found, at);
  for (const task of late) await loseTask(tx, { playerId, task, at }, held);
  return await viewOf(tx, late.length > 0 ? await playOf(tx, { playerId }, held) : found, at);
}

/** While the quest does not run, nothing runs out. */
function tasksRunOut({ known, quest, seen }: Play, at: Date): Task[] {
  if (opennessOf(quest, at, known.timeZone) !== 'open') return [];
  return [...seen.values()].flatMap(({ taskNo, state, shownAt }) => {
    const task = known.taskByNo.get(taskNo);
    const late = task && state === 'shown' ? lateAt(task, shownAt) : null;
    return task && late !== null && at > late ? [task] : [];
  });
}

/**
 * Once: what staff have given back after that is shown again without a clock that has run out. The screen that follows shows
 * what was asked for, so that a worker tells of prizes that are won by this.
 */
export async function loseTask(
  tx: Tx,
  { playerId, task, at }: { playerId: PlayerId; task: Task; at: Date },
  held?: HeldPlays,
): Promise<boolean> {
  const key = `late:${task.taskNo}`;
  const play = await openPlay(tx, { playerId, taskNo: task.taskNo, key }, held);
  if (play.attempt) return false;
  const given = { kind: 'pressed' } as const;
  await settle(tx, play, { task, key, given, verdict: 'late', untold: true, at }, held);
  return true;
}
