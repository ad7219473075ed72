// What a member is told of challenges besides the message of a receipt; composed from what a challenge is at that moment.
import type { RecordedEvent } from '#src/core/events/follow-events.ts';
import { addDaysIn } from '#src/lib/add-months.ts';
import { formatDay } from '#src/lib/format.ts';
import { textIn } from '#src/lib/texts.ts';
import { courseOf } from '../challenges/course-of.ts';
import type { ToldChallenge } from '../challenges/list-told-challenges.ts';
import { readPeriod } from '../challenges/periods.ts';
import {
  amountOf,
  challengeTitle,
  stagePrizeWords,
  stillWords,
  untilWords,
  wayOf,
} from './challenge-words.ts';
import type { NoticeFacts } from './compose-notice.ts';
import { noticeWords } from './notice-words.ts';
import type { Button, RichText } from './prompt.ts';

export type ChallengeEvent = Exclude<
  Extract<RecordedEvent, { kind: `challenge.${string}` }>,
  { kind: 'challenge.progressed' }
>;

interface Words {
  text: RichText;
  buttons?: Button[][];
}

/** Null where it is over by now, or there is nothing to say. */
export function composeChallenge(event: ChallengeEvent, facts: NoticeFacts): Words | null {
  const challenge = facts.challenges.get(event.data.challengeId);
  if (!challenge) return null;
  switch (event.kind) {
    case 'challenge.invited':
      return invitation(challenge, facts);
    case 'challenge.ending':
    case 'challenge.ended':
      return atEnd(event, challenge, facts);
    default:
      return ofStage(event, challenge, facts);
  }
}

function invitation(challenge: ToldChallenge, facts: NoticeFacts): Words | null {
  const { language, now, programme } = facts;
  const { status, endsAt, terms, challengeId } = challenge;
  if (status !== 'live' || (endsAt && endsAt <= now)) return null;
  const title = challengeTitle(challenge, language);
  const text = textIn(terms.texts, language);
  const until = untilWords(endsAt, { language, timeZone: programme.timeZone, now });
  const isAsked = terms.joins === 'asked';
  const lines = [
    noticeWords(language, 'challenge.head', { title }),
    ...(text ? [noticeWords(language, 'challenge.text', { text })] : []),
    ...challenge.stages.map(({ stageNo }) =>
      noticeWords(language, 'challenge.gives', { prize: stagePrizeWords(challenge, stageNo, language) }),
    ),
    ...(until ? [noticeWords(language, 'challenge.lasts', { until })] : []),
    ...(isAsked ? [] : [noticeWords(language, 'challenge.joined')]),
  ];
  return {
    text: lines.join('\n'),
    buttons: [isAsked ? askButtons(challengeId, facts) : [openButton(challengeId, facts)]],
  };
}

function askButtons(challengeId: string, { language }: Pick<NoticeFacts, 'language'>): Button[] {
  return [
    {
      label: noticeWords(language, 'challenge.yes'),
      action: `challenge.yes:${challengeId}`,
      tone: 'primary',
    },
    { label: noticeWords(language, 'challenge.no'), action: `challenge.no:${challengeId}` },
  ];
}

function openButton(challengeId: string, { language }: Pick<NoticeFacts, 'language'>): Button {
  return { label: noticeWords(language, 'challenge.open'), action: `challenge:${challengeId}` };
}

type EndEvent = Extract<ChallengeEvent, { kind: 'challenge.ending' | 'challenge.ended' }>;

function atEnd({ kind, data }: EndEvent, challenge: ToldChallenge, facts: NoticeFacts): Words | null {
  const { language, now, programme } = facts;
  const reader = { language, now, timeZone: programme.timeZone };
  const { standing } = data;
  const way = wayOf(challenge, standing, reader);
  const { until } = readPeriod(courseOf(challenge, programme.timeZone), standing.periodNo);
  const isOver = challenge.status === 'ended' || (until !== null && until <= now);
  // What was to be a reminder may come too late.
  if (!way || isOver !== (kind === 'challenge.ended')) return null;
  const { goal } = challenge.terms;
  const values = {
    title: challengeTitle(challenge, language),
    have: amountOf(goal, isOver ? standing.progress : way.have, language),
    need: amountOf(goal, way.need, language),
    prize: stagePrizeWords(challenge, way.stageNo, language),
    still: stillWords(challenge, way, { ...reader, until }),
  };
  return {
    text: noticeWords(language, kind, values),
    buttons: [[openButton(challenge.challengeId, facts)]],
  };
}

type StageEvent = Exclude<
  ChallengeEvent,
  { kind: 'challenge.invited' | 'challenge.ending' | 'challenge.ended' }
>;

function ofStage(
  { kind, data, recordedAt }: StageEvent,
  challenge: ToldChallenge,
  facts: NoticeFacts,
): Words {
  const { language, now, programme } = facts;
  const { timeZone } = programme;
  const { challengeId, stageNo, periodNo } = data;
  const prize = stagePrizeWords(challenge, stageNo, language);
  const title = challengeTitle(challenge, language);
  const readyAt = addDaysIn(recordedAt, challenge.terms.delayDays, timeZone);
  const day = formatDay(readyAt, { language, timeZone, now });
  const kindOfPrize = challenge.stages.find((each) => each.stageNo === stageNo)?.prize.kind ?? 'points';
  const key = kind === 'challenge.given' ? `challenge.given.${kindOfPrize}` : kind;
  const lines = [noticeWords(language, key, { title, prize, day })];
  const { until } = readPeriod(courseOf(challenge, timeZone), periodNo);
  const isOpen = challenge.status === 'live' && (until === null || until > now);
  if (isOpen && (kind === 'challenge.lost' || kind === 'challenge.taken_back'))
    lines.push(noticeWords(language, 'challenge.again'));
  return { text: lines.join('\n'), buttons: [[openButton(challengeId, facts)]] };
}
