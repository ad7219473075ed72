// Takes a player's answer. The same key counts once, however often it comes; and of many answers at once each is judged
// by what the one before has left, because the player is locked.
import type { Tx } from '#src/db/client.ts';
import { Refusal } from '../refusal.ts';
import type { Answer, Answered } from './answer.ts';
import { queueCheck } from './check/queue-check.ts';
import { type HeldPlays, keepPlay } from './held-plays.ts';
import { judgeAnswer } from './judge-answer.ts';
import { lateAt } from './limits.ts';
import { openPlay, requireChapter, requireOpen, type TaskPlay, taskOf, withProgress } from './open-play.ts';
import type { Task } from './read-quest.ts';
import { settle, told, unseen } from './settle-task.ts';
import { wasTried } from './was-tried.ts';

/**
 * Judges the answer, writes it down and says what came of it. What we count ourselves (`counted`) is heard at any hour,
 * and whether its chapter is open or not.
 * Throws Refusal `quest_not_joined`, `quest_not_open`, `quest_paused`, `quest_over`, `quest_closed_now` {from, until},
 * `quest_task_gone`, `quest_task_locked` {chapter}, `quest_task_done`, `quest_task_lost`, `quest_task_waiting`,
 * `quest_task_early` {seconds}, `quest_answer_unfit`.
 */
export async function answerTask(tx: Tx, answer: Answer, held?: HeldPlays): Promise<Answered> {
  const { taskNo, given, key, at } = answer;
  const play = await openPlay(tx, answer, held);
  const task = taskOf(play, taskNo);
  if (play.attempt) return told(play, task, { outcome: 'again', points: play.attempt.points });
  const isCounted = given.kind === 'counted';
  if (!isCounted) requireAnswerable(play, task, at);
  else if (play.progress?.state === 'done') return told(play, task, { outcome: 'again', points: 0 });

  const judged = judgeAnswer(task.content.ask, given, {
    isMember: play.player.memberId !== null,
    stores: play.known.stores,
    counted: play.progress?.counted ?? 0,
  });
  if (judged.verdict === 'unfit') throw new Refusal('quest_answer_unfit');
  if (judged.verdict === 'more') {
    const seen = play.progress ?? unseen(play, taskNo, at);
    const progress = { ...seen, counted: judged.counted };
    const after = withProgress(play, progress);
    // What has not been counted was not seen either.
    if (seen.counted !== judged.counted) await keepPlay(tx, after, { progress }, held);
    return told(after, task, { outcome: 'more', points: 0 });
  }
  const late = lateAt(task, play.progress?.shownAt ?? null);
  if (!isCounted && late !== null && at > late)
    return await settle(tx, play, { task, key, given: judged.given, verdict: 'late', at }, held);
  if (judged.verdict === 'wrong' && (await wasTried(tx, play, judged.given, held)))
    return told(play, task, { outcome: 'tried', points: 0 });
  const answered = await settle(tx, play, { ...judged, task, key, at }, held);
  if (judged.verdict === 'waiting' && task.type === 'check')
    await queueCheck(tx, { ...answer, questId: task.questId, attemptKey: key });
  return answered;
}

/** What holds an answer up comes before whether it is right. */
function requireAnswerable(play: TaskPlay, task: Task, at: Date): void {
  requireOpen(play, at);
  requireChapter(play, task, at);
  const { progress } = play;
  if (progress?.state === 'done') throw new Refusal('quest_task_done');
  if (progress?.state === 'lost') throw new Refusal('quest_task_lost');
  if (progress?.state === 'waiting') throw new Refusal('quest_task_waiting');
  const waitMs = (progress?.againAt?.getTime() ?? 0) - at.getTime();
  if (waitMs > 0) throw new Refusal('quest_task_early', { seconds: Math.ceil(waitMs / 1_000) });
}
