// Prizes of a quest: what there is to win and how, how many are left, and what of it a player has won. Pure.
import type { RichText } from '../../deliveries/prompt.ts';
import type { Chapter, QuestPrize } from '../read-quest.ts';
import type { QuestView } from '../view-quest.ts';
import { prizeTitle } from './prize-title.ts';
import { questAction } from './quest-action.ts';
import { tellPaid } from './tell-paid.ts';
import {
  dayOf,
  label,
  lines,
  number,
  paragraphs,
  points,
  quoted,
  type Screen,
  say,
  type Telling,
  written,
} from './telling.ts';

/** A prize that a player has won, as it is told. */
export interface ToldWin {
  prizeNo: number;
  place: number | null;
  status: 'waiting' | 'given' | 'withdrawn';
  readyAt: Date;
  note: string | null;
}

export function tellPrizes(view: QuestView, wins: readonly ToldWin[], telling: Telling): Screen {
  const { quest, prizes, player } = view;
  const { questId } = quest;
  const mine = wins.map((win) => winLine(view, win, telling));
  const text = paragraphs(
    say(telling, 'prizesTitle', { title: written(quest.terms.titles, telling) }),
    prizes.length === 0
      ? say(telling, 'prizesNone')
      : prizes.map((prize) => tellPrize(prize, view, telling)).join('\n'),
    mine.length > 0 && lines(say(telling, 'wins'), ...mine),
    tellPaid(view, telling),
  );
  const isGuest = player.memberId === null && (mine.length > 0 || player.score > 0);
  const hasDraw = prizes.some(({ goesTo }) => goesTo === 'draw');
  const back = view.next === null ? 'toMap' : 'back';
  return {
    text,
    pictureId: null,
    buttons: [
      isGuest
        ? [
            {
              label: label(telling, 'share'),
              action: questAction(questId, 'share'),
              tone: 'primary' as const,
            },
          ]
        : [],
      [
        { label: label(telling, back), action: questAction(questId, view.next === null ? 'map' : 'next') },
        ...(hasDraw ? [{ label: label(telling, 'verifyKey'), action: questAction(questId, 'verify') }] : []),
      ],
    ].filter((row) => row.length > 0),
  };
}

/** One prize in a line: what, for whom, how many are left. */
export function tellPrize(
  prize: QuestPrize,
  { chapters }: { chapters: readonly Pick<Chapter, 'chapterNo' | 'titles'>[] },
  telling: Telling,
): RichText {
  const { stock, given, goesTo } = prize;
  const values = { prize: prizeTitle(prize, telling), what: whatFor(prize, chapters, telling) };
  switch (goesTo) {
    case 'everyone':
      return `${say(telling, 'prize.everyone', values)}${left(prize, telling)}`;
    case 'first': {
      const first = say(telling, 'prize.first', { ...values, stock: number(stock ?? 0, telling) });
      return given >= (stock ?? Number.POSITIVE_INFINITY)
        ? `<s>${first}</s> · ${say(telling, 'prize.gone')}`
        : `${first}${left(prize, telling)}`;
    }
    case 'top':
    case 'draw':
      return say(telling, `prize.${goesTo}`, { ...values, count: stock ?? 1 });
  }
}

function left({ stock, given }: QuestPrize, telling: Telling): RichText {
  if (stock === null) return '';
  const values = { left: number(Math.max(0, stock - given), telling), stock: number(stock, telling) };
  return ` · ${given >= stock ? say(telling, 'prize.gone') : say(telling, 'prize.left', values)}`;
}

/** `пройде все і набере 500 балів`. */
function whatFor(
  { qualifies }: QuestPrize,
  chapters: readonly Pick<Chapter, 'chapterNo' | 'titles'>[],
  telling: Telling,
): string {
  const { finished, score, tasks, chapterNo, team } = qualifies;
  const chapter = chapters.find((each) => each.chapterNo === chapterNo);
  const parts = [
    ...(finished ? [label(telling, 'what.finished')] : []),
    ...(score === undefined ? [] : [label(telling, 'what.score', { points: points(score, telling) })]),
    ...(tasks === undefined ? [] : [label(telling, 'what.tasks', { count: tasks })]),
    ...(chapter ? [label(telling, 'what.chapter', { title: quoted(chapter.titles, telling) })] : []),
    ...(team ? [label(telling, 'what.team')] : []),
  ];
  return parts.length > 0 ? parts.join(label(telling, 'what.and')) : label(telling, 'what.join');
}

function winLine(
  { prizes, player }: QuestView,
  { prizeNo, status, readyAt, note }: ToldWin,
  telling: Telling,
): RichText {
  const won = prizes.find((each) => each.prizeNo === prizeNo);
  const prize = won ? prizeTitle(won, telling) : '';
  if (status === 'withdrawn') return say(telling, 'win.withdrawn', { prize, note: note ?? '' }).trim();
  if (status === 'given') return say(telling, 'win.given', { prize });
  if (player.memberId === null) return say(telling, 'win.guest', { prize });
  return readyAt > telling.now
    ? say(telling, 'win.waiting', { prize, day: dayOf(readyAt, telling) })
    : say(telling, 'win.soon', { prize });
}
