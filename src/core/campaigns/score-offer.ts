// How likely somebody is to want the goods of an offer within a month, 0 to 1: what they buy anyway, what is due again, and
// what people alike buy and they have not tried.
import type { Habit } from './read-habits.ts';

export interface Scored {
  /** False: it works on whatever is bought. */
  hasGoods: boolean;
  habit: Habit | undefined;
  /** Days within 90 on which they bought anything. */
  recent: number;
  /** The share of people alike who bought these goods within 30 days. */
  taste: number;
}

/** From so many purchases on their gap means something. */
const KNOWN_DAYS = 3;
/** Within these shares of the usual gap something is due; beyond the last they seem to have stopped. */
const DUE_FROM = 0.8;
const DUE_UNTIL = 2;
const STOPPED = 3;
const WHEN_DUE = 0.15;
/** What somebody has never bought they buy less likely than people alike who do. */
const NEW = 0.5;
const ANYTHING = 0.5;

export function scoreOffer({ hasGoods, habit, recent, taste }: Scored): number {
  const comes = chance(recent / 3);
  if (!hasGoods) return ANYTHING * comes;
  // Whoever has bought nothing anywhere comes by as others do.
  if (!habit) return NEW * taste * (recent === 0 ? 1 : comes);
  const { days, age, gap } = habit;
  let likely = chance(habit.recent / 3);
  if (gap !== null && gap > 0 && days >= KNOWN_DAYS) {
    const ratio = age / gap;
    if (ratio > STOPPED) likely /= 2;
    else if (ratio >= DUE_FROM && ratio <= DUE_UNTIL) likely = Math.min(1, Math.max(likely, 0.5) + WHEN_DUE);
  }
  return Math.max(likely, NEW * taste * comes);
}

/** That something comes at least once, of what comes so many times on average. */
function chance(times: number): number {
  return 1 - Math.exp(-times);
}
