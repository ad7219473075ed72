// A challenge in words: how far somebody is, what is missing and until when, what there is to get. Bots say it the same way.
import { formatDay, formatMoney, formatNumber } from '#src/lib/format.ts';
import type { Language } from '#src/lib/language.ts';
import { textIn } from '#src/lib/texts.ts';
import { DAY_MS, dayOf, toLocal, weekdayOf } from '#src/lib/zoned.ts';
import type { Goal } from '../challenges/challenge-terms.ts';
import type { ProgressDetail } from '../challenges/count-progress.ts';
import { courseOf } from '../challenges/course-of.ts';
import type { ToldChallenge } from '../challenges/list-told-challenges.ts';
import { readPeriod } from '../challenges/periods.ts';
import { prizeWords } from '../prizes/prize-words.ts';
import { noticeWords } from './notice-words.ts';
import type { RichText } from './prompt.ts';

export interface ChallengeReader {
  language: Language;
  timeZone: string;
  now: Date;
}

export interface Standing {
  progress: number;
  detail: ProgressDetail;
}

export function challengeTitle({ terms }: ToldChallenge, language: Language): string {
  return textIn(terms.titles, language);
}

/** How far it is to the next stage; null: all of them are reached. */
export interface Way {
  stageNo: number;
  have: number;
  need: number;
}

export function wayOf(
  challenge: ToldChallenge,
  { progress, detail }: Standing,
  reader: ChallengeReader,
): Way | null {
  const next = challenge.stages.find(({ threshold }) => threshold > progress);
  if (!next) return null;
  const { goal } = challenge.terms;
  // Of a streak the run counts that still goes on, however long another was.
  const have = goal.kind === 'streak' ? runNow(goal, detail, reader) : progress;
  return { stageNo: next.stageNo, have, need: next.threshold };
}

/** The run that this day or week, or the next, can go on. */
function runNow(
  { unit }: Extract<Goal, { kind: 'streak' }>,
  { run = 0, last }: ProgressDetail,
  { now, timeZone }: ChallengeReader,
): number {
  if (!last) return 0;
  const today = dayOf(toLocal(now.getTime(), timeZone));
  const lastDay = Math.floor(Date.parse(`${last}T00:00Z`) / DAY_MS);
  const steps = unit === 'days' ? today - lastDay : (today - weekdayOf(today) + 1 - lastDay) / 7;
  return steps <= 1 ? run : 0;
}

/** `3`, `450,00 ₴`: so much of what the goal counts. */
export function amountOf(goal: Goal, value: number, language: Language): string {
  return goal.kind === 'sum' ? formatMoney(value, language) : formatNumber(value, language);
}

/** `2 покупки`, `550,00 ₴`. */
function missingWords(goal: Goal, missing: number, language: Language): RichText {
  if (goal.kind === 'sum') return formatMoney(missing, language);
  return noticeWords(language, `challenge.units.${unitOf(goal)}`, { count: missing });
}

function unitOf(goal: Exclude<Goal, { kind: 'sum' }>): string {
  if (goal.kind === 'streak') return `${goal.unit}InARow`;
  return goal.kind === 'set' ? `${goal.of}OfSet` : goal.of;
}

/** `до суботи`, `до 5 грудня`: the last day on which it counts; empty where there is no end. */
export function untilWords(until: Date | null, { language, timeZone, now }: ChallengeReader): RichText {
  if (!until) return '';
  // What ends at midnight is good through the day before.
  const last = new Date(until.getTime() - 1);
  const day = dayOf(toLocal(last.getTime(), timeZone));
  const days = day - dayOf(toLocal(now.getTime(), timeZone));
  if (days === 0) return noticeWords(language, 'challenge.until.today');
  if (days > 0 && days < 7) return noticeWords(language, `challenge.until.weekday${weekdayOf(day)}`);
  return noticeWords(language, 'challenge.until.day', { day: formatDay(last, { language, timeZone, now }) });
}

/** `ще 2 покупки до суботи`, without a full stop. */
export function stillWords(
  challenge: ToldChallenge,
  way: Way,
  { until, ...reader }: ChallengeReader & { until: Date | null },
): RichText {
  const { language } = reader;
  const missing = missingWords(challenge.terms.goal, way.need - way.have, language);
  // The unit is a sentence of ours already, and escaped.
  return [noticeWords(language, 'challenge.still'), missing, untilWords(until, reader)]
    .filter(Boolean)
    .join(' ');
}

/** One line, as the message of a receipt tells it. */
export function progressLine(
  challenge: ToldChallenge,
  standing: Standing,
  reader: ChallengeReader & { until: Date | null },
): RichText {
  const { language } = reader;
  const title = challengeTitle(challenge, language);
  const way = wayOf(challenge, standing, reader);
  if (!way) return noticeWords(language, 'challenge.lineDone', { title });
  const { goal } = challenge.terms;
  const have = amountOf(goal, way.have, language);
  const need = amountOf(goal, way.need, language);
  return `${noticeWords(language, 'challenge.line', { title, have, need })}, ${stillWords(challenge, way, reader)}.`;
}

/** The same of the period that it was told of. */
export function progressAt(
  challenge: ToldChallenge,
  told: Standing & { periodNo: number },
  reader: ChallengeReader,
): RichText {
  const { until } = readPeriod(courseOf(challenge, reader.timeZone), told.periodNo);
  return progressLine(challenge, told, { ...reader, until });
}

/** What a stage gives. */
export function stagePrizeWords(challenge: ToldChallenge, stageNo: number, language: Language): string {
  const prize = challenge.stages.find((each) => each.stageNo === stageNo)?.prize;
  if (!prize) return '';
  return prizeWords(prize, textIn(challenge.prizeNames.get(stageNo) ?? {}, language), language);
}
