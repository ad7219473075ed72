// The sums that a quest's result is judged from: of those whom it was for, and of those whom chance has kept out of it.
import { z } from 'zod';

const count = z.number().min(0);
/** Sales less returns in minor units, of all of them together, and the sum of the squares of each one's. */
const buying = { buyers: count, receipts: count, netMinor: z.number(), squares: z.number() };

const resultSums = z.object({
  people: count,
  /** Of them, who has joined, and who has come to the end. */
  joined: count,
  finished: count,
  /** From the quest's beginning until the last day that counts. */
  ...buying,
  /** Of that, in the days of the quest and after them. */
  during: z.object(buying),
  after: z.object(buying),
});
export type ResultSums = z.output<typeof resultSums>;

export const keptGroups = z.object({ target: resultSums, control: resultSums });
export type KeptGroups = z.output<typeof keptGroups>;

const NOTHING = { buyers: 0, receipts: 0, netMinor: 0, squares: 0 };
export const NOBODY: ResultSums = {
  people: 0,
  joined: 0,
  finished: 0,
  ...NOTHING,
  during: NOTHING,
  after: NOTHING,
};

export function addUp(first: ResultSums, second: ResultSums): ResultSums {
  const sum = (a: typeof NOTHING, b: typeof NOTHING) => ({
    buyers: a.buyers + b.buyers,
    receipts: a.receipts + b.receipts,
    netMinor: a.netMinor + b.netMinor,
    squares: a.squares + b.squares,
  });
  return {
    people: first.people + second.people,
    joined: first.joined + second.joined,
    finished: first.finished + second.finished,
    ...sum(first, second),
    during: sum(first.during, second.during),
    after: sum(first.after, second.after),
  };
}
