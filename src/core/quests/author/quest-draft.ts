// A quest as marketers write it: the whole of it in one piece. It may be unfinished in everything but its shape; what is
// missing for a launch is told by find-problems.ts.

import type { Texts } from '#src/lib/texts.ts';
import type { Opens, QuestTerms } from '../quest-terms.ts';
import type { QuestPrize, Task } from '../read-quest.ts';

export interface QuestDraft {
  /** For the staff. */
  name: string;
  terms: QuestTerms;
  startsAt: Date | null;
  endsAt: Date | null;
  budget: bigint | null;
  /** Numbered by their place, from 1. */
  chapters: { titles: Texts; opens: Opens }[];
  tasks: TaskDraft[];
  /** Numbered by their place, from 1. */
  prizes: PrizeDraft[];
}

export type TaskDraft = Pick<
  Task,
  | 'taskKey'
  | 'chapterNo'
  | 'content'
  | 'points'
  | 'mostAttempts'
  | 'cooldownSeconds'
  | 'seconds'
  | 'hintPrice'
  | 'skippable'
>;

export type PrizeDraft = Pick<
  QuestPrize,
  'titles' | 'prize' | 'goesTo' | 'qualifies' | 'stock' | 'delayDays'
>;

/** Of a quest that somebody begins to write. */
export const EMPTY_TERMS: QuestTerms = {
  titles: {},
  welcome: {},
  pictureId: null,
  openTo: 'everyone',
  audience: null,
  controlPercent: 0,
  hours: null,
  paysAfter: 'registration',
  storeBoards: false,
  team: null,
};
