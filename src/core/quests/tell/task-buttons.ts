// What can be pressed to answer a task, by its type. Pure.
import type { QuestId } from '#src/lib/id.ts';
import type { Texts } from '#src/lib/texts.ts';
import { type Button, escapeRich, type RichText } from '../../deliveries/prompt.ts';
import { cutText } from '../../deliveries/rich-text.ts';
import type { ViewedTask } from '../view-quest.ts';
import { questAction } from './quest-action.ts';
import { inRows, label, type Telling, written } from './telling.ts';

/** What a task needs that its content does not say. */
export interface TaskDoors {
  /** Of a game: its page, signed; null: there is none that the messenger would open. Left out: the task says it when it is shown. */
  gameUrl?: string | null;
  /** To bring others into the team. */
  teamUrl?: string | null;
  /** To bring a friend by. */
  friendUrl?: string | null;
}

interface Asked extends TaskDoors {
  questId: QuestId;
  view: ViewedTask;
  /** Options that are ticked so far. */
  picked: readonly number[];
}

/** Options longer than this are told in the text and pressed by their letter. */
const LONG_OPTION = { telegram: 34, viber: 30 };
const MOST_OF_LABEL = 60;
/** Rows that answers may take in Viber, so that the rest of the keys has room. */
const MOST_ROWS = 4;

/** Options as they stand in the text, one a line; empty where the buttons say them in full. */
export function optionLines({ view }: Pick<Asked, 'view'>, telling: Telling): RichText {
  const { ask } = view.task.content;
  if ((ask.type !== 'quiz' && ask.type !== 'poll') || !isLong(ask.options, telling)) return '';
  return ask.options
    .map((texts, at) => `<b>${letterOf(at, telling)}.</b> ${escapeRich(written(texts, telling))}`)
    .join('\n');
}

export function answerButtons(asked: Asked, telling: Telling): Button[][] {
  const { questId, view } = asked;
  const { taskNo, content } = view.task;
  const { ask } = content;
  const press = (key: 'done' | 'check'): Button => ({
    label: label(telling, key),
    action: questAction(questId, 'pressed', taskNo),
    tone: 'primary',
  });
  switch (ask.type) {
    case 'quiz':
    case 'poll':
      return optionButtons(ask, asked, telling);
    case 'rate':
      return [
        [1, 2, 3, 4, 5].map((stars) => ({
          label: `${stars} ★`,
          action: questAction(questId, 'stars', taskNo, stars),
        })),
      ];
    case 'subscribe':
    case 'visit':
      return [[{ label: label(telling, 'open'), url: ask.url }, press('done')]];
    case 'check':
      return [[press('check')]];
    case 'game':
      return gameButton(asked, telling);
    case 'place':
      return [[{ label: label(telling, 'how.placeButton'), share: 'location' }]];
    default:
      return [];
  }
}

function gameButton({ questId, view, gameUrl }: Asked, telling: Telling): Button[][] {
  const text = label(telling, 'play');
  if (gameUrl === null) return [];
  if (gameUrl !== undefined) return [[{ label: text, page: gameUrl }]];
  return [[{ label: text, action: questAction(questId, 'task', view.task.taskNo), tone: 'primary' }]];
}

/** Several may be right where more than one is, or where a poll says so. */
export function takesSeveral({ task }: Pick<ViewedTask, 'task'>): boolean {
  const { ask } = task.content;
  return ask.type === 'quiz' ? ask.right.length > 1 : ask.type === 'poll' && ask.several;
}

function optionButtons(
  ask: { options: Texts[] },
  { questId, view, picked }: Asked,
  telling: Telling,
): Button[][] {
  const { taskNo } = view.task;
  const several = takesSeveral(view);
  const long = isLong(ask.options, telling);
  const buttons = ask.options.map((texts, at): Button => {
    const text = long ? letterOf(at, telling) : cutText(written(texts, telling), MOST_OF_LABEL);
    const action = questAction(questId, several ? 'tick' : 'option', taskNo, at);
    return { label: several ? `${picked.includes(at) ? '☑' : '☐'} ${text}` : text, action };
  });
  const done: Button = {
    label: label(telling, 'done'),
    action: questAction(questId, 'ticked', taskNo),
    tone: 'primary',
  };
  return [...inRows(buttons, inRow(buttons, long)), ...(several ? [[done]] : [])];
}

/** As many beside each other as can be read, and no more rows than there is room for. */
function inRow(buttons: readonly Button[], long: boolean): number {
  const widest = Math.max(...buttons.map(({ label: { length } }) => length));
  const readable = long || widest <= 8 ? 3 : widest <= 16 ? 2 : 1;
  return Math.max(readable, Math.ceil(buttons.length / MOST_ROWS));
}

function isLong(options: readonly Texts[], telling: Telling): boolean {
  const longest = Math.max(0, ...options.map((texts) => written(texts, telling).length));
  // So many that they stand in pairs leave each half the width.
  return longest > LONG_OPTION[telling.messenger] / (options.length > MOST_ROWS ? 2 : 1);
}

const LETTERS = { uk: 'АБВГДЕЖЗ', ru: 'АБВГДЕЖЗ', en: 'ABCDEFGH' };
const letterOf = (at: number, { language }: Telling): string => LETTERS[language][at] ?? String(at + 1);
