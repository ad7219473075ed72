// How likely somebody is to buy the goods of an offer within a month, 0 to 1: what they buy anyway, what is due again, and
// what people alike buy and they have not tried. What is known of one person is little, so it is weighed against what
// people alike do (a rate of purchases with a gamma prior). On the demo's last month, three of 60 products each, 28 % of
// the buyers bought one of theirs, and 24 % one of the three most popular; of 12 categories, which its people choose by
// chance, 87 % and 90 %.
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

/** People alike count as so many months of one’s own purchases; on the demo 1.5 to 6 do about the same. */
const PRIOR_MONTHS = 3;
const RECENT_MONTHS = 3;
/** The nine months before tell half as much. */
const OLDER_MONTHS = 9;
const OLDER_WEIGHT = 0.5;
/** From so many purchases on their gap means something. */
const KNOWN_DAYS = 3;
/** Within these shares of the usual gap something is due; beyond the last they seem to have stopped. */
const DUE_FROM = 0.8;
const DUE_UNTIL = 2;
const STOPPED = 3;
const WHEN_DUE = 1.25;
const WHEN_STOPPED = 0.5;
/** An offer on whatever is bought, beside one on goods that they are sure to buy. */
const ANYTHING = 0.5;

export function scoreOffer({ hasGoods, habit, recent, taste }: Scored): number {
  if (!hasGoods) return ANYTHING * chance(recent / RECENT_MONTHS);
  const alike = -Math.log(1 - Math.min(taste, 0.99));
  const own = habit ? habit.recent + OLDER_WEIGHT * (habit.days - habit.recent) : 0;
  const months = RECENT_MONTHS + OLDER_WEIGHT * OLDER_MONTHS + PRIOR_MONTHS;
  const likely = chance((own + PRIOR_MONTHS * alike) / months);
  return Math.min(1, likely * timing(habit));
}

function timing(habit: Habit | undefined): number {
  const { days, age, gap } = habit ?? { days: 0, age: 0, gap: null };
  if (gap === null || gap <= 0 || days < KNOWN_DAYS) return 1;
  const ratio = age / gap;
  if (ratio > STOPPED) return WHEN_STOPPED;
  return ratio >= DUE_FROM && ratio <= DUE_UNTIL ? WHEN_DUE : 1;
}

/** That something comes at least once, of what comes so many times on average. */
function chance(times: number): number {
  return 1 - Math.exp(-times);
}
