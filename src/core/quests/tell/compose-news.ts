// The words of what has happened to a player without them. Pure.

import { formatNumber } from '#src/lib/format.ts';
import { refusalSentence } from '#src/lib/i18n.ts';
import type { Texts } from '#src/lib/texts.ts';
import type { RichText } from '../../deliveries/prompt.ts';
import type { Refusal } from '../../refusal.ts';
import type { Answered } from '../answer.ts';
import type { QuestView } from '../view-quest.ts';
import { prizeTitle } from './prize-title.ts';
import { questAction } from './quest-action.ts';
import { taskLine, tellAnswered } from './tell-answered.ts';
import { onward } from './tell-map.ts';
import { statusLines } from './tell-status.ts';
import { isDoable, tellTask } from './tell-task.ts';
import {
  label,
  lines,
  paragraphs,
  points,
  quoted,
  type Screen,
  say,
  type Telling,
  written,
} from './telling.ts';

export type PlayerNews =
  /** A task came to something by a receipt, a friend, staff, a game or another system; `note` is the word of staff. */
  | { news: 'answered'; taskNo: number; answered: Answered; note?: string | null }
  /** Goods came back: the task has to be done again, and its points are gone. */
  | { news: 'withdrawn'; taskNo: number; points: number }
  /** Chapters have opened, by the time of day or by staff. */
  | { news: 'opened'; chapters: number[] }
  /** Staff have changed the score by hand. */
  | { news: 'corrected'; points: number; reason: string }
  /** `place` on the board, or among the tickets that were drawn, where there is one. */
  | { news: 'won'; prizeNo: number; place: number | null }
  /** What was won has come. */
  | { news: 'given'; prizeNo: number }
  /** Points have come to the account that had waited. */
  | { news: 'paid'; points: number }
  | { news: 'over'; place: number | null }
  /** The team that they play in has reached its goal. */
  | { news: 'team'; goal: Texts }
  /** The business says no to what was sent. */
  | { news: 'refused'; taskNo: number; refusal: Refusal }
  /** What was sent could not be taken, and is awaited again. */
  | {
      news: 'failed';
      taskNo: number;
      why: 'photoFailed' | 'photoTooLarge' | 'photoNotValid' | 'checkFailed';
    };

export interface News {
  screen: Screen;
  /** It shows the quest itself, so that it is the one message of the quest from now on. */
  isQuest: boolean;
}

/** `taskNo`: whose answer the conversation awaits; null: it is somewhere else. */
export function composeNews(
  view: QuestView,
  told: { news: PlayerNews; taskNo: number | null },
  telling: Telling,
): News {
  const { screen, isQuest } = composeScreen(view, told, telling);
  if (told.news.news !== 'won' || !isGuest(view)) return { screen, isQuest };
  const action = questAction(view.quest.questId, 'share');
  const door = { label: label(telling, 'share'), action, tone: 'primary' as const };
  return { screen: { ...screen, buttons: [[door], ...screen.buttons] }, isQuest };
}

const isGuest = ({ player }: QuestView): boolean => player.memberId === null;

function composeScreen(
  view: QuestView,
  { news, taskNo }: { news: PlayerNews; taskNo: number | null },
  telling: Telling,
): News {
  const head = newsLines(view, news, telling);
  const awaited = view.tasks.find(({ task }) => task.taskNo === taskNo);
  if (awaited && isDoable(awaited) && view.openness === 'open')
    return { screen: tellTask(view, { taskNo: awaited.task.taskNo, head }, telling), isQuest: true };
  // They were at this very task: what is next stands below it.
  const next = taskNo === null || view.openness !== 'open' ? [] : onward(view, telling);
  if (next.length > 0)
    return {
      screen: { text: paragraphs(head, statusLines(view, null, telling)), buttons: [next], pictureId: null },
      isQuest: true,
    };
  const open = { label: label(telling, 'toQuest'), action: questAction(view.quest.questId, 'open') };
  return { screen: { text: head, buttons: [[open]], pictureId: null }, isQuest: false };
}

function newsLines(view: QuestView, news: PlayerNews, telling: Telling): RichText {
  const quest = written(view.quest.terms.titles, telling);
  switch (news.news) {
    case 'answered':
      return lines(
        taskLine(view, news.taskNo, telling),
        news.answered.outcome === 'wrong' && isPhoto(view, news.taskNo)
          ? say(telling, 'news.rejected')
          : tellAnswered(view, news, telling),
        news.note && say(telling, 'news.note', { note: news.note }),
      );
    case 'withdrawn': {
      const key = news.points > 0 ? 'news.withdrawn' : 'news.withdrawnNoPoints';
      const gone = say(telling, key, { points: points(news.points, telling) });
      return lines(taskLine(view, news.taskNo, telling), gone);
    }
    case 'opened':
      return lines(
        ...news.chapters.map((no) => {
          const chapter = view.chapters.find(({ chapterNo }) => chapterNo === no);
          return chapter && say(telling, 'opened', { title: quoted(chapter.titles, telling) });
        }),
      );
    case 'corrected': {
      const sign = news.points > 0 ? '+' : '−';
      const change = `${sign}${formatNumber(Math.abs(news.points), telling.language)}`;
      return say(telling, 'news.points', { change, reason: news.reason });
    }
    case 'won': {
      const won = prizeWon(view, news, telling);
      return lines(won, isGuest(view) && say(telling, 'news.waitsGuest'));
    }
    case 'given':
      return say(telling, 'news.given', { title: title(view, news.prizeNo, telling) });
    case 'paid':
      return say(telling, 'news.paid', { points: points(news.points, telling), quest });
    case 'over': {
      const values = { quest, points: points(view.player.score, telling), place: news.place ?? 0 };
      return say(telling, news.place === null ? 'news.overNoPlace' : 'news.over', values);
    }
    case 'refused':
      return refusalSentence(telling.language, news.refusal.code, news.refusal.details);
    case 'team':
      return say(telling, 'team.news', { goal: written(news.goal, telling) });
    case 'failed':
      return say(telling, `news.${news.why}`);
  }
}

/** In a draw the place is only the order in which tickets were drawn. */
function prizeWon(
  view: QuestView,
  won: { prizeNo: number; place: number | null },
  telling: Telling,
): RichText {
  const values = { title: title(view, won.prizeNo, telling) };
  if (won.place === null) return say(telling, 'news.won', values);
  const isDrawn = view.prizes.some(({ prizeNo, goesTo }) => prizeNo === won.prizeNo && goesTo === 'draw');
  if (isDrawn) return say(telling, 'news.drawn', values);
  return say(telling, 'news.wonPlace', { ...values, place: won.place });
}

/** Staff have looked at it and said no, which is more than a wrong guess. */
function isPhoto({ tasks }: QuestView, taskNo: number): boolean {
  return tasks.some(({ task }) => task.taskNo === taskNo && task.content.ask.type === 'photo');
}

const title = ({ prizes }: QuestView, prizeNo: number, telling: Telling): string => {
  const prize = prizes.find((each) => each.prizeNo === prizeNo);
  return prize ? prizeTitle(prize, telling) : '';
};
