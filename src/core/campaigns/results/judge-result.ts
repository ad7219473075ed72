// What the sums say: differences to those who were left alone, with the intervals that hold 95 times of a hundred, and a
// verdict that promises no more than they do.
import {
  compareMeans,
  compareRatio,
  compareShares,
  type Difference,
  sampleOf,
  sampleRatio,
} from '#src/lib/statistics.ts';
import { addUp, type GroupSums, type Totals } from './result-sums.ts';

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

export interface Money {
  value: number;
  low: number;
  high: number;
}

export interface Uplift {
  target: Totals;
  control: Totals;
  /** Share of buyers among those written to less that among those left alone. */
  buyers: Difference | null;
  /** How many times the share of buyers is that of those left alone. */
  ratio: { ratio: number; low: number; high: number } | null;
  /** Minor units a person, buyers or not. */
  money: Difference | null;
  /** Buyers and sales beyond what would have come anyhow, of all who were written to. */
  extraBuyers: Money | null;
  extraNet: Money | null;
  verdict: Verdict;
  /** Where the difference is sure: in money, or in the number of buyers alone. */
  seenIn: 'money' | 'buyers' | null;
}

export interface Judged {
  isOver: boolean;
}

/** Those who were to get the campaign against those who were left alone. */
export function judgeUplift(groups: readonly GroupSums[], { isOver }: Judged): Uplift {
  const target = addUp(groups.filter((group) => !group.control));
  const control = addUp(groups.filter((group) => group.control));
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

export interface VariantJudged {
  variant: number;
  /** Against those who were left alone. */
  uplift: Uplift;
}

export interface Variants {
  each: VariantJudged[];
  /** better: of `best` more people buy than of `next`, surely. same: none surely. Null: there is one variant only. */
  verdict: 'better' | 'same' | 'tooEarly' | null;
  best: number | null;
  next: number | null;
  /** Share of buyers of the best less that of the next. */
  difference: Difference | null;
}

/** Variants against the control group, and the best of them against the next; the more there are, the surer it has to be. */
export function judgeVariants(groups: readonly GroupSums[], { isOver }: Judged): Variants {
  const numbers = [...new Set(groups.map(({ variant }) => variant))].sort((a, b) => a - b);
  const each = numbers.map((variant) => ({
    variant,
    uplift: judgeUplift(
      groups.filter((group) => group.control || group.variant === variant),
      { isOver },
    ),
  }));
  const share = ({ uplift: { target } }: VariantJudged) =>
    target.people === 0 ? 0 : target.buyers / target.people;
  const [best, next] = each
    .filter(({ uplift }) => uplift.target.people > 0)
    .toSorted((a, b) => share(b) - share(a));
  if (!best || !next) return { each, verdict: null, best: null, next: null, difference: null };
  const difference = compareShares(sharesOf(best.uplift.target), sharesOf(next.uplift.target));
  const pairs = (each.length * (each.length - 1)) / 2;
  const verdict = difference.p < CHANCE / pairs ? 'better' : isOver ? 'same' : 'tooEarly';
  return { each, verdict, best: best.variant, next: next.variant, difference };
}

/** Whether the groups have the sizes that chance was to give them; false means that something takes people out of one of them. */
export function isFair(
  groups: readonly GroupSums[],
  { controlShare, variantShares }: { controlShare: number; variantShares: readonly number[] },
): boolean {
  const people = (fits: (group: GroupSums) => boolean) => addUp(groups.filter(fits)).people;
  const counts = [people(({ control }) => !control), people(({ control }) => control)];
  const parted = sampleRatio(counts, [1 - controlShare, controlShare]);
  const variants = variantShares.map((_, place) =>
    people((group) => !group.control && group.variant === place),
  );
  return parted > UNEVEN && (variantShares.length < 2 || sampleRatio(variants, variantShares) > UNEVEN);
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
  { extraNet }: Uplift,
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

function sharesOf({ people, buyers }: Totals) {
  return { hits: buyers, of: people };
}

function sampleIn({ people, netMinor, squares }: Totals) {
  return sampleOf({ of: people, sum: netMinor, squares });
}
