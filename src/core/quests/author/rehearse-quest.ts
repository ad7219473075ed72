// A quest played before its launch: the same screens as in the chat and the same judging, by moves that are played from
// the beginning each time. Nothing is stored, nobody is told, and the clock stands still: chapters of later days are open.
import type { Language } from '#src/lib/language.ts';
import type { MessengerName } from '../../deliveries/messenger.ts';
import type { RichText } from '../../deliveries/prompt.ts';
import type { Answered, Given } from '../answer.ts';
import { isSameAnswer, judgeAnswer, type StoredGiven } from '../judge-answer.ts';
import { attemptsLeft, pointsFor } from '../limits.ts';
import { openChapters } from '../open-chapters.ts';
import type { Player, Progress } from '../player.ts';
import type { Task, WholeQuest } from '../read-quest.ts';
import { unseen } from '../settle-task.ts';
import { readQuestAction } from '../tell/quest-action.ts';
import { tellAnswered } from '../tell/tell-answered.ts';
import { tellFinish } from '../tell/tell-finish.ts';
import { tellChapter, tellMap } from '../tell/tell-map.ts';
import { tellTask } from '../tell/tell-task.ts';
import { tellWelcome } from '../tell/tell-welcome.ts';
import type { Screen, Telling } from '../tell/telling.ts';
import { viewQuest } from '../view-quest.ts';
import { standing } from './rehearsed-quest.ts';

/** What was pressed, by its action, or written; `done`: what cannot be tried at a desk counts as done. */
export type Move = { press: string } | { write: string } | { done: true };

export interface Rehearsal {
  screen: Screen;
  score: number;
  /** What is on the screen; null: no task. `isFree`: an answer is written. `isElsewhere`: it cannot be tried at a desk. */
  task: { taskNo: number; isFree: boolean; isElsewhere: boolean } | null;
}

const ELSEWHERE = new Set([
  'qr',
  'place',
  'photo',
  'purchase',
  'friend',
  'subscribe',
  'register',
  'game',
  'check',
]);

export function rehearseQuest(
  written: WholeQuest,
  {
    moves,
    taskNo = null,
    at,
    ...told
  }: {
    moves: readonly Move[];
    /** Where it begins; null: with the invitation. */
    taskNo?: number | null;
    language: Language;
    fallback: Language;
    messenger: MessengerName;
    timeZone: string;
    at: Date;
  },
): Rehearsal {
  const telling: Telling = { ...told, now: at };
  const whole = standing(written, at);
  const fresh = { progress: new Map(), wrong: new Map(), score: 0, picked: [], head: '' };
  const stage: Stage = { ...fresh, whole, telling, at, taskNo };
  let screen = taskNo === null ? tellWelcome({ whole, head: '', mayJoin: true }, telling) : showTask(stage);
  for (const move of moves) screen = play(stage, move) ?? screen;
  const task = taskOf(stage);
  return {
    screen,
    score: stage.score,
    task: task
      ? {
          taskNo: task.taskNo,
          isFree: ['text', 'code', 'survey'].includes(task.type),
          isElsewhere: ELSEWHERE.has(task.type),
        }
      : null,
  };
}

interface Stage {
  whole: WholeQuest;
  telling: Telling;
  at: Date;
  progress: Map<number, Progress>;
  /** Wrong answers so far, by task. */
  wrong: Map<number, StoredGiven[]>;
  score: number;
  /** On the screen. */
  taskNo: number | null;
  picked: number[];
  head: RichText;
}

/** Null: the move means nothing here. */
function play(stage: Stage, move: Move): Screen | null {
  stage.head = '';
  if ('write' in move) return answer(stage, { kind: 'text', text: move.write });
  if ('done' in move) return settle(stage, 'right');
  const press = readQuestAction(move.press);
  if (!press) return null;
  const { first, second } = press;
  switch (press.verb) {
    case 'join':
    case 'next':
    case 'open':
    case 'skipped':
      return onward(stage);
    case 'task':
      return showTask(stage, first);
    case 'map':
      return aside(stage, (view) => tellMap(view, stage.telling));
    case 'chapter':
      return aside(stage, (view) => tellChapter(view, { chapterNo: first, page: second }, stage.telling));
    case 'option':
      return stage.taskNo === first ? answer(stage, { kind: 'options', options: [second] }) : null;
    case 'tick':
      stage.picked = stage.picked.includes(second)
        ? stage.picked.filter((one) => one !== second)
        : [...stage.picked, second];
      return showTask(stage);
    case 'ticked':
      return answer(stage, { kind: 'options', options: stage.picked });
    case 'stars':
      return answer(stage, { kind: 'stars', stars: second });
    case 'pressed':
      return stage.taskNo === first && ELSEWHERE.has(taskOf(stage)?.type ?? '')
        ? settle(stage, 'right')
        : answer(stage, { kind: 'pressed' });
    case 'hint':
      note(stage, { hinted: true });
      return showTask(stage);
    case 'askSkip':
      return tellTask(viewOf(stage), { taskNo: first, asksSkip: true }, stage.telling);
    case 'skip':
      note(stage, { state: 'skipped' });
      return onward(stage);
    default:
      return null;
  }
}

function answer(stage: Stage, given: Given): Screen | null {
  const task = taskOf(stage);
  if (!task) return null;
  const judged = judgeAnswer(task.content.ask, given, { isMember: true, stores: [], counted: 0 });
  if (judged.verdict === 'unfit') return showTask(stage);
  if (judged.verdict !== 'wrong') return settle(stage, 'right');
  const before = stage.wrong.get(task.taskNo) ?? [];
  if (before.some((each) => isSameAnswer(each, judged.given))) return settle(stage, 'tried');
  stage.wrong.set(task.taskNo, [...before, judged.given]);
  return settle(stage, 'wrong');
}

function settle(stage: Stage, outcome: 'right' | 'wrong' | 'tried'): Screen | null {
  const task = taskOf(stage);
  if (!task || stage.progress.get(task.taskNo)?.state === 'done') return null;
  const before = openChapters(stage.whole, statesOf(stage), stage.at);
  const { attempts, hinted } = note(stage, {});
  const points = outcome === 'right' ? pointsFor(task, hinted) : 0;
  const wrong = outcome === 'wrong' ? attempts + 1 : attempts;
  const left = attemptsLeft(task, wrong);
  stage.score += points;
  if (outcome === 'right') note(stage, { state: 'done', points });
  else note(stage, { attempts: wrong, state: left === 0 ? 'lost' : 'shown' });
  const view = viewOf(stage);
  const answered: Answered = {
    outcome,
    points,
    attemptsLeft: left,
    againAt: null,
    score: stage.score,
    done: view.done,
    opened: view.chapters.flatMap(({ chapterNo, isOpen }, place) =>
      isOpen && !before[place]?.isOpen ? [chapterNo] : [],
    ),
    finished: false,
    won: [],
  };
  stage.head = tellAnswered(view, { taskNo: task.taskNo, answered }, stage.telling);
  return outcome !== 'right' && left !== 0 ? showTask(stage) : onward(stage);
}

function onward(stage: Stage): Screen {
  const view = viewOf(stage);
  if (view.next !== null) return showTask(stage, view.next);
  stage.taskNo = null;
  return tellFinish(view, stage.telling, stage.head);
}

function showTask(stage: Stage, taskNo = stage.taskNo): Screen {
  if (taskNo !== stage.taskNo) stage.picked = [];
  stage.taskNo = taskNo;
  const task = taskOf(stage);
  if (!task) return tellFinish(viewOf(stage), stage.telling, stage.head);
  note(stage, {});
  const asked = { taskNo: task.taskNo, head: stage.head, picked: stage.picked, gameUrl: null };
  return tellTask(viewOf(stage), asked, stage.telling);
}

function aside(stage: Stage, tell: (view: ReturnType<typeof viewOf>) => Screen): Screen {
  const screen = tell(viewOf(stage));
  stage.taskNo = null;
  return screen;
}

const taskOf = ({ whole, taskNo }: Stage): Task | undefined =>
  whole.tasks.find((each) => each.taskNo === taskNo);
const statesOf = ({ progress }: Stage) => new Map([...progress].map(([no, { state }]) => [no, state]));

/** Changes what is known of the task on the screen. */
function note(stage: Stage, change: Partial<Progress>): Progress {
  const taskNo = stage.taskNo ?? 0;
  const fresh = unseen({ player: { playerId: PLAYER } }, taskNo, stage.at);
  const next = { ...(stage.progress.get(taskNo) ?? fresh), ...change };
  stage.progress.set(taskNo, next);
  return next;
}

const PLAYER = 'ply_00000000000000000000';

function viewOf({ whole, telling, at: now, progress, score, taskNo }: Stage) {
  const player: Player = {
    playerId: PLAYER,
    questId: whole.quest.questId,
    memberId: 'mem_00000000000000000000',
    identityId: 'idn_00000000000000000000',
    nickname: '',
    storeId: null,
    teamId: null,
    score,
    done: 0,
    scoredAt: now,
    paid: score,
    payments: 0,
    unpaidBecause: null,
    wokenAt: null,
    taskNo,
    messageId: null,
    joinedAt: now,
    lastAt: now,
    finishedAt: null,
  };
  return viewQuest({ whole, player, progress: [...progress.values()], timeZone: telling.timeZone, at: now });
}
