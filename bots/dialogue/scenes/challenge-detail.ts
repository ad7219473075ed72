// One challenge with everything there is to know of it: what to do, how far it is, what there is to get and by when.
import {
  amountOf,
  type ChallengeReader,
  challengeTitle,
  stagePrizeWords,
  stillWords,
  untilWords,
  wayOf,
} from '#src/core/deliveries/challenge-words.ts';
import type { Button } from '#src/core/deliveries/prompt.ts';
import { formatDay } from '#src/lib/format.ts';
import { textIn } from '#src/lib/texts.ts';
import type { ShownChallenge } from '../challenges-asked.ts';
import type { Say, View } from '../scene.ts';
import { label, words } from '../words.ts';

const CELLS = 10;
/** A longer set is counted, not listed. */
const MOST_OF_SET = 12;

const readerOf = ({ language, programme, at: now }: View): ChallengeReader => ({
  language,
  timeZone: programme.timeZone,
  now,
});

/** A bar with what is missing in words; or that it is done, over, or can be accepted. */
export function challengeState(shown: ShownChallenge, view: View): string[] {
  const { language } = view;
  const { challenge, state, period } = shown;
  if (state === 'open' || state === 'declined' || state === 'closed')
    return [last(shown, view)].filter(Boolean);
  const reader = readerOf(view);
  const way = wayOf(challenge, shown, reader);
  if (!way)
    return [
      words(language, state === 'going' && challenge.terms.recurs ? 'challenges.doneNow' : 'challenges.done'),
    ];
  const { goal } = challenge.terms;
  const values = {
    bar: bar(way.have, way.need),
    have: amountOf(goal, way.have, language),
    need: amountOf(goal, way.need, language),
  };
  if (state === 'over') return [words(language, 'challenges.over', values)];
  // What is missing is a sentence of ours already.
  return [
    `${words(language, 'challenges.bar', values)}, ${stillWords(challenge, way, { ...reader, until: period.until })}`,
  ];
}

function last({ challenge, period }: ShownChallenge, view: View): string {
  const { acceptUntil } = challenge.terms;
  const reader = readerOf(view);
  if (acceptUntil)
    return words(view.language, 'challenges.acceptUntil', {
      until: untilWords(new Date(acceptUntil), reader),
    });
  const until = untilWords(period.until, reader);
  return until && words(view.language, 'challenges.lasts', { until });
}

/** Never full as long as something is missing. */
function bar(have: number, need: number): string {
  const full = Math.max(0, Math.min(CELLS - 1, Math.floor((have / need) * CELLS)));
  return '▓'.repeat(full) + '░'.repeat(CELLS - full);
}

export function challengeDetail(shown: ShownChallenge, names: ReadonlyMap<string, string>, view: View): Say {
  const { language } = view;
  const { challenge, state } = shown;
  const { terms, challengeId } = challenge;
  const text = textIn(terms.texts, language);
  const paragraphs = [
    words(language, 'challenges.title', { title: challengeTitle(challenge, language) }),
    text && words(language, 'challenges.text', { text }),
    challengeState(shown, view).join('\n'),
    setLines(shown, names, view).join('\n'),
    stageLines(shown, view).join('\n'),
    rules(shown, view).join('\n'),
  ];
  const yes: Button = {
    label: label(language, 'challenges.yes'),
    action: `challenge.yes:${challengeId}`,
    tone: 'primary',
  };
  const no: Button = { label: label(language, 'challenges.no'), action: `challenge.no:${challengeId}` };
  const all: Button = { label: label(language, 'challenges.all'), action: 'challenges' };
  return {
    text: paragraphs.filter(Boolean).join('\n\n'),
    ...(terms.pictureId ? { picture: { picture: 'stored', pictureId: terms.pictureId } } : {}),
    buttons: state === 'open' ? [[yes, no], [all]] : state === 'declined' ? [[yes], [all]] : [[all]],
  };
}

/** What of a set is there, and what is missing. */
function setLines(
  { challenge, detail }: ShownChallenge,
  names: ReadonlyMap<string, string>,
  { language }: View,
): string[] {
  const { goal } = challenge.terms;
  if (goal.kind !== 'set' || goal.values.length > MOST_OF_SET) return [];
  const found = new Set(detail.found);
  return goal.values.map((value) =>
    words(language, found.has(value) ? 'challenges.found' : 'challenges.missing', {
      name: names.get(value) ?? value,
    }),
  );
}

function stageLines(shown: ShownChallenge, view: View): string[] {
  const { language, programme, at: now } = view;
  const { challenge, stage, gains, period } = shown;
  const { goal } = challenge.terms;
  return challenge.stages.map(({ stageNo, threshold, stock, given }) => {
    const need = amountOf(goal, threshold, language);
    const prize = stagePrizeWords(challenge, stageNo, language);
    const gain = gains.find((each) => each.stageNo === stageNo && each.periodNo === period.periodNo);
    if (gain?.status === 'waiting') {
      const day = formatDay(gain.readyAt, { language, timeZone: programme.timeZone, now });
      return words(language, 'challenges.stageWaits', { need, prize, day });
    }
    if (gain?.status === 'given' || gain?.status === 'kept')
      return words(language, 'challenges.stageGiven', { need, prize });
    if (gain?.status === 'missed' || (stock !== null && given >= stock && stage < stageNo))
      return words(language, 'challenges.stageGone', { need, prize });
    return words(language, 'challenges.stage', { need, prize });
  });
}

/** What is worth knowing before one relies on it. */
function rules({ challenge, state }: ShownChallenge, { language }: View): string[] {
  const { recurs, countsBefore, joins, delayDays } = challenge.terms;
  return [
    ...(recurs?.every === 'week' ? [words(language, 'challenges.everyWeek')] : []),
    ...(recurs?.every === 'month' ? [words(language, 'challenges.everyMonth')] : []),
    ...(recurs?.every === 'days'
      ? [words(language, 'challenges.everyDays', { count: recurs.days ?? 1 })]
      : []),
    ...(state === 'open' && joins === 'asked'
      ? [words(language, countsBefore ? 'challenges.countsBefore' : 'challenges.countsFrom')]
      : []),
    ...(delayDays > 0 ? [words(language, 'challenges.delay', { count: delayDays })] : []),
  ];
}
