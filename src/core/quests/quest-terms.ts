// What is agreed about a whole quest, its chapters and its prizes, as it is stored.
import type { Texts } from '#src/lib/texts.ts';
import type { Condition } from '../rules/condition.ts';

export interface QuestTerms {
  titles: Texts;
  /** What is said before somebody joins: what it is about and what can be won. */
  welcome: Texts;
  pictureId: string | null;
  /** Guests play too; their points wait until they are members. */
  openTo: 'everyone' | 'members';
  /** Which members; null: all. Guests have no say in it. */
  audience: Condition | null;
  /** Of the members, how many do not see the quest, so that there is somebody to compare with; 0 to 50. */
  controlPercent: number;
  /** Between which times of day answers are taken, as `HH:MM` in the programme's time zone; null: at any. */
  hours: { from: string; until: string } | null;
  /** From when points are paid: as soon as there is a member, or after the member's first real receipt. */
  paysAfter: 'registration' | 'receipt';
  /** Boards of stores beside the one of all. */
  storeBoards: boolean;
  /** Groups of a messenger play for one goal together; null: everybody for themselves. */
  team: { goal: number; titles: Texts } | null;
}

/** What opens a chapter: all that is named, nothing named: open from the start. */
export interface Opens {
  /** So many tasks of an earlier chapter are done (skipped ones count for `all` only). */
  chapter?: { chapterNo: number; need: 'all' | 'any' | number };
  /** This one task is done, by its key. */
  task?: string;
  /** Not before, an ISO instant. */
  at?: string;
}

/** Who may win a prize: all that is named. Tasks that were skipped are not done. */
export interface Qualifies {
  /** Every task is done or skipped. */
  finished?: true;
  score?: number;
  tasks?: number;
  chapterNo?: number;
  /** Their team has reached its goal. */
  team?: true;
}
