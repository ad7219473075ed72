// Whether an answer is right: from the task, what was given and what is known of the player, and from nothing else.

import type { StoreId } from '#src/lib/id.ts';
import { metresBetween } from '#src/lib/metres-between.ts';
import type { StorePlace } from '../stores/read-store.ts';
import type { Given } from './answer.ts';
import { isAnswer, normaliseAnswer } from './normalise-answer.ts';
import type { TaskAsk } from './task-content.ts';

/** What is kept of an answer: as it was given, but of a place only how far it was from the nearest store. */
export type StoredGiven =
  | Exclude<Given, { kind: 'place' }>
  | { kind: 'place'; metres: number | null; storeId: StoreId | null };

export type Judged =
  /** `points`: instead of those of the task. */
  | { verdict: 'right'; given: StoredGiven; points?: number }
  | { verdict: 'wrong' | 'waiting'; given: StoredGiven }
  /** It counts, and is not enough yet: so many there are. */
  | { verdict: 'more'; counted: number }
  /** It is no answer to what was asked, such as words where a photo is awaited, and no attempt. */
  | { verdict: 'unfit' };

export interface Judging {
  isMember: boolean;
  stores: readonly StorePlace[];
  /** What has counted towards the task so far. */
  counted: number;
}

const UNFIT = { verdict: 'unfit' } as const;

export function judgeAnswer(ask: TaskAsk, given: Given, known: Judging): Judged {
  switch (ask.type) {
    case 'quiz': {
      const chosen = chosenOf(ask.options, given);
      return chosen ? judged(isSame(chosen, ask.right), { kind: 'options', options: chosen }) : UNFIT;
    }
    case 'poll': {
      const chosen = chosenOf(ask.options, given);
      if (!chosen || (!ask.several && chosen.length > 1)) return UNFIT;
      return judged(true, { kind: 'options', options: chosen });
    }
    case 'text':
    case 'code':
      return given.kind === 'text' && given.text.trim() !== ''
        ? judged(isAnswer(given.text, ask.answers, { typos: ask.type === 'text' && ask.typos }), given)
        : UNFIT;
    case 'survey':
      return given.kind === 'text' && given.text.trim() !== '' ? judged(true, given) : UNFIT;
    case 'qr':
      return given.kind === 'token' ? judged(given.token === ask.token, given) : UNFIT;
    case 'place':
      return given.kind === 'place' ? judgePlace(ask, given, known.stores) : UNFIT;
    case 'photo':
      return given.kind === 'photo' ? { verdict: 'waiting', given } : UNFIT;
    case 'rate':
      return given.kind === 'stars' && Number.isInteger(given.stars) && given.stars >= 1 && given.stars <= 5
        ? judged(true, given)
        : UNFIT;
    case 'purchase':
    case 'friend':
      if (given.kind === 'pressed') return { verdict: 'more', counted: known.counted };
      if (given.kind !== 'counted') return UNFIT;
      return given.count >= ask.count ? judged(true, given) : { verdict: 'more', counted: given.count };
    case 'register':
      if (given.kind !== 'pressed' && given.kind !== 'counted') return UNFIT;
      return known.isMember ? judged(true, given) : { verdict: 'more', counted: 0 };
    case 'visit':
      return given.kind === 'pressed' ? judged(true, given) : UNFIT;
    case 'subscribe':
      if (given.kind === 'checked') return judged(given.passed, given);
      return given.kind === 'pressed' ? judged(true, given) : UNFIT;
    case 'game':
      return given.kind === 'game' ? judgeGame(ask, given) : UNFIT;
    case 'check':
      if (given.kind === 'checked') return judged(given.passed, given);
      return given.kind === 'pressed' ? { verdict: 'waiting', given } : UNFIT;
  }
}

const judged = (isRight: boolean, given: StoredGiven): Judged => ({
  verdict: isRight ? 'right' : 'wrong',
  given,
});

/** Options that were pressed, or the one whose number or words were written; null: none of them. In order, none twice. */
function chosenOf(options: Extract<TaskAsk, { type: 'quiz' }>['options'], given: Given): number[] | null {
  const chosen =
    given.kind === 'options' ? given.options : given.kind === 'text' ? written(options, given.text) : [];
  const unlike = [...new Set(chosen)].toSorted((a, b) => a - b);
  return unlike.length > 0 && unlike.every((one) => options[one] !== undefined) ? unlike : null;
}

function written(options: Extract<TaskAsk, { type: 'quiz' }>['options'], text: string): number[] {
  const word = normaliseAnswer(text);
  const byWords = options.findIndex((texts) =>
    Object.values(texts).some((each) => word !== '' && normaliseAnswer(each) === word),
  );
  if (byWords >= 0) return [byWords];
  return /^\s*\d{1,2}\s*[.)]?\s*$/.test(text) ? [Number.parseInt(text, 10) - 1] : [];
}

/** What a phone that is not moved says of its place differs by so much. */
const SAME_METRES = 10;

/** Whether two answers come to the same, however they were written. Never of what may be right another time, such as a photo. */
export function isSameAnswer(one: StoredGiven, other: StoredGiven): boolean {
  if (one.kind === 'options' && other.kind === 'options') return isSame(one.options, other.options);
  if (one.kind === 'text' && other.kind === 'text')
    return normaliseAnswer(one.text) === normaliseAnswer(other.text);
  if (one.kind === 'place' && other.kind === 'place')
    return one.storeId === other.storeId && Math.abs((one.metres ?? 0) - (other.metres ?? 0)) <= SAME_METRES;
  return one.kind === 'token' && other.kind === 'token' && one.token === other.token;
}

function isSame(chosen: readonly number[], right: readonly number[]): boolean {
  return chosen.length === new Set(right).size && chosen.every((one) => right.includes(one));
}

function judgePlace(
  { storeIds, metres }: Extract<TaskAsk, { type: 'place' }>,
  { lat, lon }: Extract<Given, { kind: 'place' }>,
  stores: readonly StorePlace[],
): Judged {
  let nearest: { storeId: StoreId; metres: number } | null = null;
  for (const store of stores) {
    if (storeIds.length > 0 && !storeIds.includes(store.storeId)) continue;
    const away = Math.round(metresBetween({ lat, lon }, store));
    if (nearest === null || away < nearest.metres) nearest = { storeId: store.storeId, metres: away };
  }
  const given = {
    kind: 'place',
    metres: nearest?.metres ?? null,
    storeId: nearest?.storeId ?? null,
  } as const;
  return judged(nearest !== null && nearest.metres <= metres, given);
}

function judgeGame(ask: Extract<TaskAsk, { type: 'game' }>, given: Extract<Given, { kind: 'game' }>): Judged {
  if (ask.game !== 'wheel') return judged(given.result >= ask.goal, given);
  const drawn = ask.odds[given.result];
  return drawn ? { verdict: 'right', given, points: drawn.points } : UNFIT;
}
