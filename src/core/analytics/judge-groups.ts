// What two groups that chance has made tell about what was done to one of them: differences with the intervals that hold 95
// times of a hundred, and a verdict that promises no more than they do.
import {
  compareMeans,
  compareRatio,
  compareShares,
  type Difference,
  sampleOf,
  sampleRatio,
} from '#src/lib/statistics.ts';

/**
 * brought, lost: more or less than without it, surely. nothingSeen: no difference that chance would not make. tooEarly: the
 * same, and its days are not over. controlSmall, noControl: nobody or too few to compare with.
 */
export type Verdict = 'brought' | 'lost' | 'nothingSeen' | 'tooEarly' | 'controlSmall' | 'noControl';

/** Fewer people or buyers in a group say nothing that holds. */
const FEWEST_PEOPLE = 50;
const FEWEST_BUYERS = 5;
const CHANCE = 0.05;
/** Under this chance the groups are not as chance has made them. */
const UNEVEN = 0.001;

/** Of one group: people, whether they bought or not, and their sales less returns in minor units with the sum of squares. */
export interface GroupBuying {
  people: number;
  buyers: number;
  netMinor: number;
  squares: number;
}

export interface Money {
  value: number;
  low: number;
  high: number;
}

export interface Uplift<Totals extends GroupBuying = GroupBuying> {
  target: Totals;
  control: Totals;
  /** Share of buyers of the target less that of the control group. */
  buyers: Difference | null;
  /** How many times the share of buyers is that of the control group. */
  ratio: { ratio: number; low: number; high: number } | null;
  /** Minor units a person, buyers or not. */
  money: Difference | null;
  /** Buyers and sales beyond what would have come anyhow, of all of the target. */
  extraBuyers: Money | null;
  extraNet: Money | null;
  verdict: Verdict;
  /** Where the difference is sure: in money, or in the number of buyers alone. */
  seenIn: 'money' | 'buyers' | null;
}

export interface Judged {
  isOver: boolean;
}

/** Those who were to be reached, whether they were or not, against those who were left alone. */
export function judgeGroups<Totals extends GroupBuying>(
  { target, control }: { target: Totals; control: Totals },
  { isOver }: Judged,
): Uplift<Totals> {
  const none = { buyers: null, ratio: null, money: null, extraBuyers: null, extraNet: null };
  if (control.people === 0 || target.people === 0)
    return { target, control, ...none, verdict: 'noControl', seenIn: null };
  const [first, second] = [sharesOf(target), sharesOf(control)];
  const buyers = compareShares(first, second);
  const money = compareMeans(sampleIn(target), sampleIn(control));
  const times = ({ difference, low, high }: Difference): Money => ({
    value: difference * target.people,
    low: low * target.people,
    high: high * target.people,
  });
  return {
    target,
    control,
    buyers,
    ratio: compareRatio(first, second),
    money,
    extraBuyers: times(buyers),
    extraNet: money && times(money),
    ...verdictOf({ target, control, money, buyers, isOver }),
  };
}

function verdictOf({
  target,
  control,
  money,
  buyers,
  isOver,
}: Pick<Uplift, 'target' | 'control' | 'money'> & { buyers: Difference } & Judged): Pick<
  Uplift,
  'verdict' | 'seenIn'
> {
  if (Math.min(target.people, control.people) < FEWEST_PEOPLE)
    return { verdict: 'controlSmall', seenIn: null };
  const enough = target.buyers + control.buyers >= FEWEST_BUYERS;
  // The mean of a group in which hardly anybody buys is no normal one, however many people there are.
  const enoughInEach = Math.min(target.buyers, control.buyers) >= FEWEST_BUYERS;
  const sure = (each: Difference | null) => each !== null && each.p < CHANCE;
  const seen = enoughInEach && sure(money) ? money : enough && sure(buyers) ? buyers : null;
  if (!seen) return { verdict: isOver ? 'nothingSeen' : 'tooEarly', seenIn: null };
  return { verdict: seen.difference > 0 ? 'brought' : 'lost', seenIn: seen === money ? 'money' : 'buyers' };
}

/** Whether groups have the sizes that chance was to give them; false means that something takes people out of one of them. */
export function isEven(people: readonly number[], shares: readonly number[]): boolean {
  return sampleRatio(people, shares) > UNEVEN;
}

export interface Profit {
  /** What is left of the extra sales when the goods are paid, in minor units. */
  margin: Money;
  /** Less what the campaign cost. */
  profit: Money;
  /** Profit by cost; null: it cost nothing that we know of. */
  roi: number | null;
}

export function judgeProfit(
  { extraNet }: Pick<Uplift, 'extraNet'>,
  { marginPercent, costMinor }: { marginPercent: number; costMinor: number },
): Profit | null {
  if (!extraNet) return null;
  const each = (change: (value: number) => number): Money => ({
    value: change(extraNet.value),
    low: change(extraNet.low),
    high: change(extraNet.high),
  });
  const margin = each((value) => (value * marginPercent) / 100);
  const profit = each((value) => (value * marginPercent) / 100 - costMinor);
  return { margin, profit, roi: costMinor === 0 ? null : profit.value / costMinor };
}

export function sharesOf({ people, buyers }: GroupBuying) {
  return { hits: buyers, of: people };
}

function sampleIn({ people, netMinor, squares }: GroupBuying) {
  return sampleOf({ of: people, sum: netMinor, squares });
}
