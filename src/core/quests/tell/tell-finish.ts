// Where nothing is to be done at the moment: everything is done, the rest is not open yet, or the quest takes no answers. Pure.
import type { Button, RichText } from '../../deliveries/prompt.ts';
import type { QuestView } from '../view-quest.ts';
import { questAction } from './quest-action.ts';
import { whyClosed } from './tell-map.ts';
import { tellPaid } from './tell-paid.ts';
import { statusLines } from './tell-status.ts';
import { navigation } from './tell-task.ts';
import {
  dayOf,
  label,
  lines,
  number,
  paragraphs,
  points,
  type Screen,
  say,
  type Telling,
  timeOf,
  written,
} from './telling.ts';

export function tellFinish(view: QuestView, telling: Telling, head: RichText = ''): Screen {
  const { questId } = view.quest;
  const isFinished = view.total > 0 && view.over === view.total;
  const text = paragraphs(
    head,
    closedLine(view, telling),
    isFinished ? finishedLines(view, telling) : statusLines(view, null, telling),
    !isFinished && view.openness === 'open' && restLine(view, telling),
    leftOpen(view, telling),
    tellPaid(view, telling),
  );
  const skipped = view.tasks.some(({ state, isOpen }) => isOpen && state === 'skipped');
  const share: Button[] =
    view.unpaid.because === 'guest'
      ? [{ label: label(telling, 'share'), action: questAction(questId, 'share'), tone: 'primary' }]
      : [];
  const back: Button[] =
    skipped && view.openness === 'open'
      ? [{ label: label(telling, 'finish.toSkipped'), action: questAction(questId, 'skipped') }]
      : [];
  return {
    text,
    pictureId: null,
    buttons: [share, back, navigation(view, telling)].filter((row) => row.length > 0),
  };
}

/** Why no answers are taken; null: they are. */
function closedLine({ openness, quest, player }: QuestView, telling: Telling): RichText | null {
  switch (openness) {
    case 'open':
      return null;
    case 'over':
      return say(telling, 'closed.over', { points: points(player.score, telling) });
    case 'paused':
      return say(telling, 'closed.paused');
    case 'hours':
      return say(telling, 'closed.hours', { time: quest.terms.hours?.from ?? '' });
    case 'draft':
    case 'early': {
      if (!quest.startsAt) return null;
      const values = { day: dayOf(quest.startsAt, telling), time: timeOf(quest.startsAt, telling) };
      return say(telling, 'closed.before', values);
    }
  }
}

function finishedLines({ quest, total, done, player }: QuestView, telling: Telling): RichText {
  return lines(
    say(telling, 'finish.head', { title: written(quest.terms.titles, telling) }),
    say(telling, 'finish.all', {
      done: number(done, telling),
      total: number(total, telling),
      points: points(player.score, telling),
    }),
  );
}

/** What the first closed chapter waits for. */
function restLine(view: QuestView, telling: Telling): RichText {
  const closed = view.chapters.find(({ isOpen }) => !isOpen);
  if (!closed) return say(telling, 'finish.rest');
  const title = written(closed.titles, telling);
  const [first, second] = closed.missing;
  if (first?.because === 'time' && !second) {
    const values = { title, day: dayOf(first.at, telling), time: timeOf(first.at, telling) };
    return say(telling, 'finish.restAt', values);
  }
  return say(telling, 'finish.restNeeds', { title, why: whyClosed(view, closed, telling) });
}

function leftOpen({ tasks }: QuestView, telling: Telling): RichText {
  const count = (state: string) => tasks.filter((each) => each.state === state).length;
  const [skipped, waiting] = [count('skipped'), count('waiting')];
  return lines(
    skipped > 0 && say(telling, 'finish.skipped', { count: skipped }),
    waiting > 0 && say(telling, 'finish.waiting', { count: waiting }),
  );
}
