// What came of an answer, said at once: above the next task, and in a word over the chat. Pure.
import type { RichText } from '../../deliveries/prompt.ts';
import { escapeRich } from '../../deliveries/prompt.ts';
import type { Answered } from '../answer.ts';
import type { QuestView, ViewedTask } from '../view-quest.ts';
import { prizeTitle } from './prize-title.ts';
import { neededOf } from './tell-task.ts';
import {
  label,
  lines,
  number,
  points,
  type QuestKey,
  quoted,
  say,
  type Telling,
  written,
} from './telling.ts';

export interface AnsweredTask {
  taskNo: number;
  answered: Answered;
}

/** `again` says nothing: what was said then is on the screen. */
export function tellAnswered(
  view: QuestView,
  { taskNo, answered }: AnsweredTask,
  telling: Telling,
): RichText {
  const viewed = view.tasks.find(({ task }) => task.taskNo === taskNo);
  return lines(
    viewed && outcomeLines(viewed, answered, telling),
    ...answered.opened.map((no) => openedLine(view, no, telling)),
    ...answered.won.map((no) => wonLine(view, no, telling)),
  );
}

/** Of several answers at once, and of what was counted elsewhere, each is told below the name of its task. */
export function tellAll(view: QuestView, told: readonly AnsweredTask[], telling: Telling): RichText {
  const said = told.flatMap((each) => {
    const text = tellAnswered(view, each, telling);
    const name = taskLine(view, each.taskNo, telling);
    return text === '' ? [] : [{ name, text, isCounted: wasCounted(view, each) }];
  });
  return lines(
    ...said.flatMap(({ name, text, isCounted }) => (isCounted || said.length > 1 ? [name, text] : [text])),
  );
}

const COUNTED = new Set(['register', 'purchase', 'friend']);

/** Nobody has just answered it in the chat. */
function wasCounted({ tasks }: QuestView, { taskNo, answered: { outcome } }: AnsweredTask): boolean {
  if (outcome !== 'right') return false;
  return tasks.some(({ task }) => task.taskNo === taskNo && COUNTED.has(task.content.ask.type));
}

/** Which task it is about. */
export function taskLine({ tasks }: QuestView, taskNo: number, telling: Telling): RichText {
  const viewed = tasks.find(({ task }) => task.taskNo === taskNo);
  return viewed ? say(telling, 'news.task', { title: quoted(viewed.task.content.titles, telling) }) : '';
}

/** The same in two words. */
export function toastOf({ outcome, points: brought }: Answered, telling: Telling): string {
  switch (outcome) {
    case 'right':
      return brought > 0
        ? label(telling, 'toast.right', { points: points(brought, telling) })
        : label(telling, 'toast.rightNoPoints');
    case 'wrong':
    case 'late':
      return label(telling, 'toast.wrong');
    case 'tried':
      return label(telling, 'toast.tried');
    case 'waiting':
      return label(telling, 'toast.waiting');
    case 'more':
    case 'again':
      return '';
  }
}

function outcomeLines(viewed: ViewedTask, answered: Answered, telling: Telling): RichText {
  const { praise, comfort, ask } = viewed.task.content;
  const own = (texts: typeof praise) => escapeRich(written(texts, telling));
  switch (answered.outcome) {
    case 'right':
      return lines(rightLine(viewed, answered, telling), own(praise));
    case 'wrong':
      if (answered.attemptsLeft === 0) return lines(say(telling, 'lost'), own(comfort));
      return lines(say(telling, wrongKey(ask.type)), own(comfort));
    case 'tried':
      return lines(say(telling, ask.type === 'place' ? 'wrongPlace' : 'tried'), own(comfort));
    case 'late':
      return lines(say(telling, 'late'), own(comfort));
    case 'waiting':
      return say(telling, ask.type === 'photo' ? 'waitingPhoto' : 'waiting');
    case 'more': {
      const need = neededOf(ask);
      const have = Math.min(viewed.counted, need);
      return need > 0
        ? say(telling, 'more', { have: number(have, telling), need: number(need, telling) })
        : '';
    }
    case 'again':
      return '';
  }
}

const WITHOUT_RIGHT = new Set(['poll', 'survey', 'rate', 'visit']);

function rightLine(viewed: ViewedTask, { points: brought }: Answered, telling: Telling): RichText {
  const thanks = WITHOUT_RIGHT.has(viewed.task.content.ask.type);
  if (brought <= 0) return say(telling, thanks ? 'thanksNoPoints' : 'rightNoPoints');
  return say(telling, thanks ? 'thanks' : 'right', { points: points(brought, telling) });
}

function wrongKey(type: string): QuestKey {
  switch (type) {
    case 'place':
      return 'wrongPlace';
    case 'qr':
      return 'wrongQr';
    case 'subscribe':
      return 'wrongSubscribe';
    case 'check':
      return 'wrongCheck';
    default:
      return 'wrong';
  }
}

function openedLine({ chapters }: QuestView, chapterNo: number, telling: Telling): RichText {
  const chapter = chapters.find((each) => each.chapterNo === chapterNo);
  return chapter ? say(telling, 'opened', { title: quoted(chapter.titles, telling) }) : '';
}

function wonLine({ prizes }: QuestView, prizeNo: number, telling: Telling): RichText {
  const prize = prizes.find((each) => each.prizeNo === prizeNo);
  return prize ? say(telling, 'wonOne', { title: prizeTitle(prize, telling) }) : '';
}
