// Before somebody plays: which quests there are, and what one of them is about. Pure.
import { escapeRich, type RichText } from '../../deliveries/prompt.ts';
import { opennessOf } from '../limits.ts';
import type { QuestFor } from '../list-quests-for.ts';
import type { Quest, WholeQuest } from '../read-quest.ts';
import { questAction } from './quest-action.ts';
import { tellPrize } from './tell-prizes.ts';
import {
  dayOf,
  label,
  lines,
  momentOf,
  number,
  paragraphs,
  points,
  type Screen,
  say,
  type Telling,
  timeOf,
  written,
} from './telling.ts';

/** The rest is told where the prizes are. */
const MOST_PRIZES = 8;

export interface Welcoming {
  whole: WholeQuest;
  /** Null: they may join now. */
  head: RichText;
  mayJoin: boolean;
}

export function tellWelcome({ whole, head, mayJoin }: Welcoming, telling: Telling): Screen {
  const { quest, prizes, tasks, chapters } = whole;
  const { questId, terms } = quest;
  const shown = prizes.slice(0, MOST_PRIZES).map((prize) => tellPrize(prize, whole, telling));
  const size = say(telling, 'size', {
    count: tasks.length,
    chapters: say(telling, 'chapters', { count: chapters.length }),
  });
  const text = paragraphs(
    head,
    lines(
      `🎯 <b>${escapeRich(written(terms.titles, telling))}</b>`,
      escapeRich(written(terms.welcome, telling)),
    ),
    shown.length > 0 &&
      lines(
        say(telling, 'prizesHead'),
        ...shown,
        prizes.length > shown.length && say(telling, 'prizesMore', { count: prizes.length - shown.length }),
      ),
    lines(size, datesLine(quest, telling), terms.hours && say(telling, 'hours', terms.hours)),
  );
  const join = {
    label: label(telling, 'join'),
    action: questAction(questId, 'join'),
    tone: 'primary',
  } as const;
  const later = { label: label(telling, 'later'), action: questAction(questId, 'later') };
  return { text, pictureId: terms.pictureId, buttons: mayJoin ? [[join], [later]] : [] };
}

function datesLine({ startsAt, endsAt }: Quest, telling: Telling): RichText {
  const day = (at: Date) => ({ day: dayOf(at, telling), time: timeOf(at, telling) });
  return lines(
    startsAt && startsAt > telling.now && say(telling, 'from', day(startsAt)),
    endsAt && say(telling, 'until', day(endsAt)),
  );
}

export interface Listed extends QuestFor {
  /** How many tasks it has. */
  total: number;
}

const MOST_LISTED = 6;

export function tellList(quests: readonly Listed[], telling: Telling): Screen {
  if (quests.length === 0) return { text: say(telling, 'none'), buttons: [], pictureId: null };
  const shown = quests.slice(0, MOST_LISTED);
  return {
    text: lines(
      say(telling, 'head'),
      say(telling, 'listOn'),
      '',
      ...shown.map((each) => listLine(each, telling)),
    ),
    pictureId: null,
    buttons: shown.map(({ quest }) => [
      { label: written(quest.terms.titles, telling), action: questAction(quest.questId, 'open') },
    ]),
  };
}

function listLine({ quest, player, total }: Listed, telling: Telling): RichText {
  const title = written(quest.terms.titles, telling);
  const openness = opennessOf(quest, telling.now, telling.timeZone);
  const score = player ? points(player.score, telling) : '';
  if (openness === 'over') return say(telling, 'listOver', { title, points: score });
  if (player)
    return say(telling, 'listPlays', {
      title,
      done: number(player.done, telling),
      total: number(total, telling),
      points: score,
    });
  const moment = (at: Date | null) => (at ? momentOf(at, telling) : '');
  return openness === 'early'
    ? say(telling, 'listSoon', { title, from: moment(quest.startsAt) })
    : say(telling, 'listLine', { title, until: moment(quest.endsAt) });
}
