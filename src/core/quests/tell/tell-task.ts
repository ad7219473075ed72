// One task on the screen: how far the quest is, what came of the last answer, what is asked, and what can be pressed. Pure.
import { DAY_MS } from '#src/lib/zoned.ts';
import { type Button, escapeRich, type RichText } from '../../deliveries/prompt.ts';
import type { TaskAsk } from '../task-content.ts';
import type { QuestView, ViewedTask } from '../view-quest.ts';
import { questAction } from './quest-action.ts';
import { answerButtons, optionLines, type TaskDoors, takesSeveral } from './task-buttons.ts';
import { statusLines } from './tell-status.ts';
import {
  bar,
  dayOf,
  label,
  lines,
  number,
  paragraphs,
  points,
  type QuestKey,
  type Screen,
  say,
  type Telling,
  timeOf,
  written,
} from './telling.ts';

export interface TaskScreen extends TaskDoors {
  taskNo: number;
  /** What is said first, such as what came of the last answer. */
  head?: RichText;
  /** Options that are ticked so far. */
  picked?: readonly number[];
  /** Whether to ask if it should really be passed over. */
  asksSkip?: boolean;
}

export function tellTask(view: QuestView, asked: TaskScreen, telling: Telling): Screen {
  const at = view.tasks.findIndex(({ task }) => task.taskNo === asked.taskNo);
  const viewed = view.tasks[at];
  if (!viewed) throw new Error(`there is no task ${asked.taskNo} to tell`);
  const { content } = viewed.task;
  const question = escapeRich(written(content.question, telling));
  const text = paragraphs(
    asked.head,
    statusLines(view, viewed.task.chapterNo, telling),
    lines(
      taskHead(viewed, at + 1, telling),
      question,
      optionLines({ view: viewed }, telling),
      isDoable(viewed) ? howTo(view, viewed, asked, telling) : stateLine(viewed, telling),
    ),
    viewed.hinted && say(telling, 'hintSaid', { hint: written(content.hint, telling) }),
    asked.asksSkip && say(telling, 'skipAsk'),
  );
  return {
    text,
    pictureId: content.pictureId,
    buttons: asked.asksSkip
      ? skipQuestion(view, viewed, telling)
      : buttonsOf(view, viewed, { asked, telling }),
  };
}

/** Whether an answer can be given now, or soon. */
export function isDoable({ state, isOpen }: ViewedTask): boolean {
  return isOpen && (state === 'new' || state === 'shown' || state === 'skipped');
}

function taskHead({ points: brings, state }: ViewedTask, no: number, telling: Telling): RichText {
  if (brings === 0 || state === 'done') return say(telling, 'task', { no: number(no, telling) });
  return say(telling, 'taskPoints', { no: number(no, telling), points: points(brings, telling) });
}

function howTo(view: QuestView, viewed: ViewedTask, doors: TaskDoors, telling: Telling): RichText {
  const { content } = viewed.task;
  return lines(
    viewed.state === 'skipped' && say(telling, 'state.skipped'),
    content.ask.type === 'friend' && doors.friendUrl
      ? say(telling, 'how.friend', { url: doors.friendUrl })
      : isPlain(viewed)
        ? null
        : `<i>${say(telling, howKey(viewed, view, telling))}</i>`,
    progressLine(viewed, telling),
    viewed.againAt ? againLine(viewed.againAt, telling) : null,
    viewed.attemptsLeft !== null &&
      viewed.task.mostAttempts !== viewed.attemptsLeft &&
      say(telling, 'attempts', { count: viewed.attemptsLeft }),
    viewed.lateAt && say(telling, 'secondsUntil', { time: clockOf(viewed.lateAt, telling) }),
  );
}

/** One button of those below, and nothing more to say. */
const isPlain = ({ task: { content } }: ViewedTask) =>
  content.ask.type === 'quiz' && content.ask.right.length === 1;

function howKey(viewed: ViewedTask, { player }: QuestView, { messenger }: Telling): QuestKey {
  const guest = player.memberId === null;
  const { type } = viewed.task.content.ask;
  switch (type) {
    case 'quiz':
      return 'how.several';
    case 'poll':
      return takesSeveral(viewed) ? 'how.pollSeveral' : 'how.poll';
    case 'place':
      return messenger === 'viber' ? 'how.placeViber' : 'how.place';
    case 'purchase':
      return guest ? 'how.purchaseGuest' : 'how.purchase';
    case 'friend':
      return 'how.friendGuest';
    default:
      return `how.${type}`;
  }
}

/** How many there are of those that it takes, where it takes several. */
function progressLine({ task, counted }: ViewedTask, telling: Telling): RichText | null {
  const { ask } = task.content;
  const need = neededOf(ask);
  if (need <= 1) return null;
  const have = Math.min(counted, need);
  return say(telling, 'progress', {
    bar: bar(have, need),
    have: number(have, telling),
    need: number(need, telling),
  });
}

export function neededOf(ask: TaskAsk): number {
  return ask.type === 'purchase' || ask.type === 'friend' ? ask.count : 0;
}

function againLine(at: Date, telling: Telling): RichText {
  const far = at.getTime() - telling.now.getTime() > DAY_MS / 2;
  const time = far ? timeOf(at, telling) : clockOf(at, telling);
  return far ? say(telling, 'againDay', { day: dayOf(at, telling), time }) : say(telling, 'again', { time });
}

/** With seconds where minutes would tell too little. */
function clockOf(at: Date, telling: Telling): string {
  const soon = at.getTime() - telling.now.getTime() < 10 * 60_000;
  const seconds = String(at.getUTCSeconds()).padStart(2, '0');
  return soon ? `${timeOf(at, telling)}:${seconds}` : timeOf(at, telling);
}

function stateLine({ state, isOpen, points: brought }: ViewedTask, telling: Telling): RichText {
  if (!isOpen) return say(telling, 'state.closed');
  switch (state) {
    case 'waiting':
      return say(telling, 'state.waiting');
    case 'done':
      return brought > 0
        ? say(telling, 'state.done', { points: points(brought, telling) })
        : say(telling, 'state.doneNoPoints');
    default:
      return say(telling, 'state.lost');
  }
}

function buttonsOf(
  view: QuestView,
  viewed: ViewedTask,
  { asked, telling }: { asked: TaskScreen; telling: Telling },
): Button[][] {
  const { questId } = view.quest;
  const { task } = viewed;
  const answers = isDoable(viewed)
    ? answerButtons({ ...asked, questId, view: viewed, picked: asked.picked ?? [] }, telling)
    : [];
  const guest = view.player.memberId === null;
  const needsCard = guest && ['purchase', 'friend', 'register'].includes(task.content.ask.type);
  const share: Button[] = needsCard
    ? [{ label: label(telling, 'share'), action: questAction(questId, 'share'), tone: 'primary' }]
    : [];
  const helps = isDoable(viewed) ? [...hintButton(viewed, telling), ...skipButton(viewed, telling)] : [];
  const away = !isDoable(viewed) || viewed.againAt !== null ? nextButton(view, viewed, telling) : [];
  // Viber's keys stand in the way of the chat: there the rest is behind the map.
  const [map, ...rest] = navigation(view, telling);
  const below =
    telling.messenger === 'viber'
      ? [[...helps, ...(map ? [map] : [])]]
      : [helps, [...(map ? [map] : []), ...rest]];
  return [share, ...answers, away, ...below].filter((row) => row.length > 0);
}

function hintButton({ task, hinted }: ViewedTask, telling: Telling): Button[] {
  const has = written(task.content.hint, telling) !== '';
  if (task.hintPrice === null || hinted || !has) return [];
  const text =
    task.hintPrice === 0
      ? label(telling, 'hint')
      : label(telling, 'hintPrice', { price: number(task.hintPrice, telling) });
  return [{ label: text, action: questAction(task.questId, 'hint', task.taskNo) }];
}

function skipButton({ task, state }: ViewedTask, telling: Telling): Button[] {
  if (!task.skippable || state === 'skipped') return [];
  return [{ label: label(telling, 'skip'), action: questAction(task.questId, 'askSkip', task.taskNo) }];
}

/** To another task, where nothing can be done here. */
function nextButton({ next, quest }: QuestView, { task }: ViewedTask, telling: Telling): Button[] {
  if (next === null || next === task.taskNo) return [];
  return [{ label: label(telling, 'next'), action: questAction(quest.questId, 'next'), tone: 'primary' }];
}

function skipQuestion({ quest }: QuestView, { task }: ViewedTask, telling: Telling): Button[][] {
  const { questId } = quest;
  return [
    [
      { label: label(telling, 'skipYes'), action: questAction(questId, 'skip', task.taskNo) },
      { label: label(telling, 'skipNo'), action: questAction(questId, 'task', task.taskNo), tone: 'primary' },
    ],
  ];
}

/** The ways to everything else of the quest. */
export function navigation(
  { quest: { questId }, prizes }: Pick<QuestView, 'quest' | 'prizes'>,
  telling: Telling,
): Button[] {
  return [
    { label: label(telling, 'map'), action: questAction(questId, 'map') },
    { label: label(telling, 'board'), action: questAction(questId, 'board') },
    ...(prizes.length > 0
      ? [{ label: label(telling, 'prizes'), action: questAction(questId, 'prizes') }]
      : []),
  ];
}
