// What a player gives to a task, and what comes of it.
import type { PlayerId } from '#src/lib/id.ts';

/** What was given, as it is stored with the attempt. */
export type Given =
  /** Places of options, from 0. */
  | { kind: 'options'; options: number[] }
  | { kind: 'text'; text: string }
  /** Of the QR that opened the chat. */
  | { kind: 'token'; token: string }
  /** Degrees; only how far it was from the nearest store is stored. */
  | { kind: 'place'; lat: number; lon: number }
  /** A picture of ours, by its name. */
  | { kind: 'photo'; pictureId: string }
  | { kind: 'stars'; stars: number }
  /** A button says that it was done. */
  | { kind: 'pressed' }
  /** Found by us, not told by the player: a receipt, a friend, a registration. `ref` names it, `count` how many there are. */
  | { kind: 'counted'; ref: string; count: number }
  /** Told by a page of a game of ours over its signed link. For the wheel `result` is the place in `odds`, drawn by us. */
  | { kind: 'game'; result: number }
  /** Told by another system. */
  | { kind: 'checked'; passed: boolean };

export interface Answer {
  playerId: PlayerId;
  taskNo: number;
  given: Given;
  /** Tells a repetition from a new answer, such as the update's `telegram:912345678`. */
  key: string;
  at: Date;
}

export interface Answered {
  /**
   * `again`: this key was answered before, and this is what was said. `more`: it counts, and is not enough yet. `tried`: it
   * is wrong, was given to this task before, and is no attempt any more.
   */
  outcome: 'right' | 'wrong' | 'tried' | 'waiting' | 'late' | 'more' | 'again';
  /** What the answer brought. */
  points: number;
  /** Wrong answers that are left; null: as many as they like. 0: the task is lost. */
  attemptsLeft: number | null;
  /** No answer before this. */
  againAt: Date | null;
  score: number;
  done: number;
  /** Chapters that are open since this answer. */
  opened: number[];
  /** Every task is done or skipped since this answer. */
  finished: boolean;
  /** Prizes won by this answer, by their numbers. */
  won: number[];
}
