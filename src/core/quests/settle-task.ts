// The one place in which a task comes to something, whoever says so: the answer itself, staff, a receipt, a friend, a
// game, another system. The attempt, how far the player is and their score are written together. The score is
// always the sum of the points of the attempts and of what staff have corrected.
import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { PlayerId } from '#src/lib/id.ts';
import type { Answered } from './answer.ts';
import { type HeldPlays, keepPlay, keepWon } from './held-plays.ts';
import type { StoredGiven } from './judge-answer.ts';
import { againAfter, attemptsLeft, pointsFor } from './limits.ts';
import { isFinished, openedBetween } from './open-chapters.ts';
import { openPlay, type Play, type TaskPlay, taskOf, withProgress } from './open-play.ts';
import type { Attempt, Player, Progress } from './player.ts';
import { loseWins } from './prizes/lose-wins.ts';
import { winPrizes } from './prizes/win-prizes.ts';
import type { Task } from './read-quest.ts';

export interface SettleTask {
  playerId: PlayerId;
  taskNo: number;
  /** Of the attempt that waits; or a new one that tells this from any other, such as `receipt:rcp_x:12`. */
  key: string;
  verdict: 'right' | 'wrong' | 'withdrawn';
  /** Of a new attempt. */
  given?: StoredGiven;
  /** Who says so: staff or another system. */
  by?: string;
  /** To the player. */
  note?: string;
  at: Date;
}

/**
 * Settles a task for a player: decides an attempt that waits, or adds one. Harmless when it was decided before, and when
 * the task is done already; `withdrawn` takes back what was done, and is harmless where nothing is.
 * Throws Refusal `quest_not_joined`, `quest_task_gone`.
 */
export async function settleTask(tx: Tx, asked: SettleTask): Promise<Answered> {
  const play = await openPlay(tx, asked);
  const task = taskOf(play, asked.taskNo);
  const { attempt, progress } = play;
  const isDone = progress?.state === 'done';
  if ((attempt && attempt.verdict !== 'waiting') || isDone !== (asked.verdict === 'withdrawn')) {
    if (attempt?.verdict === 'waiting') await closeAttempt(tx, asked);
    return told(play, task, { outcome: 'again', points: attempt?.points ?? 0 });
  }
  const given = asked.given ?? (attempt?.given as StoredGiven | undefined);
  if (!given) throw new Error(`nothing was given to task ${asked.taskNo}`);
  return await settle(tx, play, { ...asked, task, given });
}

/** The task was done otherwise meanwhile: the word on what waited is kept, and brings nothing. */
async function closeAttempt(tx: Tx, { playerId, key, verdict, by, note, at }: SettleTask): Promise<void> {
  await tx.execute(sql`
    update quest_attempt set verdict = ${verdict}, decided_by = ${by ?? null}, decided_at = ${at}::timestamptz,
      decision_note = ${note ?? null}
    where player_id = ${playerId} and attempt_key = ${key}`);
}

export interface Settling {
  task: Task;
  key: string;
  given: StoredGiven;
  verdict: Attempt['verdict'];
  /** Instead of the points of the task. */
  points?: number | undefined;
  by?: string | undefined;
  note?: string | undefined;
  /** The caller tells the player nothing of it. */
  untold?: boolean;
  at: Date;
}

/** Writes down what an attempt of a player came to, who is locked, and what follows from it. */
export async function settle(
  tx: Tx,
  play: TaskPlay,
  settling: Settling,
  held?: HeldPlays,
): Promise<Answered> {
  const { known, states, player } = play;
  const { task, verdict, untold, at } = settling;
  const next = progressAfter(play, settling);
  const points = next.points - (play.progress?.points ?? 0);
  const wasDone = states.get(task.taskNo) === 'done';
  const after = withProgress(play, next);
  const finished = isFinished(known.whole, after.states);
  after.player = {
    ...player,
    score: player.score + points,
    done: player.done + (next.state === 'done' ? 1 : 0) - (wasDone ? 1 : 0),
    scoredAt: points > 0 ? at : player.scoredAt,
    taskNo: player.taskNo === task.taskNo && next.state !== 'shown' ? null : player.taskNo,
    finishedAt: finished ? (player.finishedAt ?? at) : null,
    lastAt: at,
  };
  if (play.attempt) await decide(tx, play.attempt, { ...settling, points });
  const attempt = play.attempt ? null : attemptOf(after, { ...settling, points });
  if (attempt) after.attempts = new Map(play.attempts).set(settling.key, { ...attempt, regradedFrom: null });
  await keepPlay(tx, after, { progress: next, attempt }, held);
  const opened = openedBetween(known.whole, { before: states, after: after.states, at });
  const isThrough = finished && player.finishedAt === null;
  const { whole } = known;
  if (verdict === 'withdrawn') await loseWins(tx, { whole, player: after.player, states: after.states });
  const won = verdict === 'right' || isThrough ? await winPrizes(tx, { ...after, whole, untold, at }) : [];
  keepWon(held, after, won);
  return {
    ...told(after, task, { outcome: verdict === 'withdrawn' ? 'wrong' : verdict, points }),
    opened,
    finished: isThrough,
    won,
  };
}

/** What is said of a task as it stands, when nothing has opened and nothing was won. */
export function told(
  { player, progress }: Pick<TaskPlay, 'player' | 'progress'>,
  task: Task,
  { outcome, points }: Pick<Answered, 'outcome' | 'points'>,
): Answered {
  return {
    outcome,
    points,
    attemptsLeft: attemptsLeft(task, progress?.attempts ?? 0),
    againAt: progress?.againAt ?? null,
    score: player.score,
    done: player.done,
    opened: [],
    finished: false,
    won: [],
  };
}

/** How far the player is with a task that was not seen before. */
export function unseen({ player }: { player: Pick<Player, 'playerId'> }, taskNo: number, at: Date): Progress {
  return {
    playerId: player.playerId,
    taskNo,
    state: 'shown',
    attempts: 0,
    shownAt: at,
    againAt: null,
    hinted: false,
    points: 0,
    counted: 0,
    doneAt: null,
  };
}

function progressAfter(play: TaskPlay, { task, given, verdict, points, at }: Settling): Progress {
  const seen = play.progress ?? unseen(play, task.taskNo, at);
  const now = given.kind === 'counted' ? { ...seen, counted: given.count } : seen;
  switch (verdict) {
    case 'right':
      return {
        ...now,
        state: 'done',
        points: points ?? pointsFor(task, now.hinted),
        againAt: null,
        doneAt: at,
      };
    case 'waiting':
      return { ...now, state: 'waiting', againAt: null };
    case 'late':
      return { ...now, state: 'lost', againAt: null };
    case 'withdrawn':
      return { ...now, state: 'shown', points: 0, doneAt: null };
    case 'wrong': {
      const attempts = now.attempts + 1;
      if (attemptsLeft(task, attempts) === 0) return { ...now, attempts, state: 'lost', againAt: null };
      const state = now.state === 'skipped' ? 'skipped' : 'shown';
      return { ...now, attempts, state, againAt: againAfter(task, at) };
    }
  }
}

/** An attempt that waited for a word. */
async function decide(
  tx: Tx,
  { playerId, attemptKey }: Attempt,
  { verdict, points, by, note, at }: Settling & { points: number },
): Promise<void> {
  const decidedAt = by === undefined ? null : at;
  await tx.execute(sql`
    update quest_attempt set verdict = ${verdict}, points = ${points}, decided_by = ${by ?? null},
      decided_at = ${decidedAt}::timestamptz, decision_note = ${note ?? null}
    where player_id = ${playerId} and attempt_key = ${attemptKey}`);
}

function attemptOf(
  { player: { playerId, questId } }: Play,
  { task, key, given, verdict, points, by, note, at }: Settling & { points: number },
): Omit<Attempt, 'regradedFrom'> {
  return {
    playerId,
    attemptKey: key,
    questId,
    taskNo: task.taskNo,
    taskVersion: task.version,
    given,
    verdict,
    points,
    attemptedAt: at,
    decidedBy: by ?? null,
    decidedAt: by === undefined ? null : at,
    decisionNote: note ?? null,
  };
}
