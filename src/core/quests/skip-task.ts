import type { Tx } from '#src/db/client.ts';
import type { PlayerId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import type { Answered } from './answer.ts';
import { type HeldPlays, keepPlay, keepWon } from './held-plays.ts';
import { isFinished, isOver, openedBetween } from './open-chapters.ts';
import { openPlay, requireChapter, requireOpen, taskOf, withProgress } from './open-play.ts';
import { winPrizes } from './prizes/win-prizes.ts';
import { unseen } from './settle-task.ts';

/** What came of skipping a task: what has opened, and whether nothing is left to do. */
export type Skipped = Pick<Answered, 'score' | 'done' | 'opened' | 'finished' | 'won'>;

/**
 * Passes a task over. It may still be answered later, and counts as over meanwhile. Harmless when it is over already.
 * Throws Refusal `quest_not_joined`, `quest_not_open`, `quest_paused`, `quest_over`, `quest_closed_now` {from, until},
 * `quest_task_gone`, `quest_task_locked` {chapter}, `quest_no_skip`.
 */
export async function skipTask(
  tx: Tx,
  { playerId, taskNo, at }: { playerId: PlayerId; taskNo: number; at: Date },
  held?: HeldPlays,
): Promise<Skipped> {
  const play = await openPlay(tx, { playerId, taskNo }, held);
  const task = taskOf(play, taskNo);
  requireOpen(play, at);
  requireChapter(play, task, at);
  const { score, done, finishedAt } = play.player;
  const state = play.states.get(taskNo);
  if (isOver(state) || state === 'waiting') return { score, done, opened: [], finished: false, won: [] };
  if (!task.skippable) throw new Refusal('quest_no_skip');

  const { whole } = play.known;
  const seen = play.progress ?? unseen(play, taskNo, at);
  const progress = { ...seen, state: 'skipped', againAt: null } as const;
  const skipped = withProgress(play, progress);
  const finished = isFinished(whole, skipped.states);
  const player = {
    ...play.player,
    lastAt: at,
    taskNo: play.player.taskNo === taskNo ? null : play.player.taskNo,
    finishedAt: finished ? (finishedAt ?? at) : finishedAt,
  };
  const after = { ...skipped, player };
  const opened = openedBetween(whole, { before: play.states, after: after.states, at });
  const isThrough = finished && finishedAt === null;
  await keepPlay(tx, after, { progress }, held);
  // Prizes of those who are through are for whoever has skipped the last one as well.
  const won = isThrough ? await winPrizes(tx, { ...after, whole, at }) : [];
  keepWon(held, after, won);
  return { score, done, opened, finished: isThrough, won };
}
