// What is agreed about a challenge, as it is stored.
import type { Texts } from '#src/lib/texts.ts';
import type { Prize } from '../prizes/prize.ts';
import type { Condition, LineCondition } from '../rules/condition.ts';

/** What is counted, of the receipts and lines that the terms let in; what came back never counts. */
export type Goal =
  /** Receipts, or whole pieces of what was bought. */
  | { kind: 'count'; of: 'receipts' | 'pieces' }
  /** Money that was paid, in minor units. */
  | { kind: 'sum' }
  /** How many different ones. */
  | { kind: 'distinct'; of: 'days' | 'categories' | 'skus' | 'stores' }
  /** Days or weeks one after another, each with a purchase; the longest run counts. */
  | { kind: 'streak'; unit: 'days' | 'weeks' }
  /** How many of these were bought, or bought in, at least once. */
  | { kind: 'set'; of: 'categories' | 'skus' | 'stores'; values: string[] };

/** It begins anew every calendar week, every calendar month, or every so many days from its first. */
export interface Recurs {
  every: 'week' | 'month' | 'days';
  /** Of `days` alone. */
  days: number | null;
  /** In how many periods one member may reach the same stage; null: in each. */
  times: number | null;
}

export interface ChallengeTerms {
  titles: Texts;
  /** What there is to do and to get, in a few words. */
  texts: Texts;
  pictureId: string | null;
  goal: Goal;
  /** Which receipts count, by what is left of them after returns; null: all. */
  receipt: Condition | null;
  /** Which of their lines; null: all. */
  line: LineCondition | null;
  recurs: Recurs | null;
  /** Everybody who is chosen takes part at once, or only whoever says yes. */
  joins: 'asked' | 'all';
  /** Until when one may say yes, an ISO instant; null: as long as it runs. */
  acceptUntil: string | null;
  /** Whether what was bought in the period before they said yes counts. */
  countsBefore: boolean;
  /** Who is chosen; null: every member. */
  audience: Condition | null;
  /** Of those, how many are only compared with and see nothing; 0 to 50. */
  controlPercent: number;
  /** Once, when it begins, or every day whoever fits by then too. */
  chooses: 'once' | 'daily';
  /** How many days a privilege waits after its stage was reached: as long as goods can be brought back. */
  delayDays: number;
}

export interface Stage {
  stageNo: number;
  /** As the goal counts. */
  threshold: number;
  prize: Prize;
  /** Null: as many as reach it. */
  stock: number | null;
}
