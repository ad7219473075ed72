// What the sums say: differences to those who were left alone, and the texts of a campaign against each other.
import { compareShares, type Difference } from '#src/lib/statistics.ts';
import {
  isEven,
  type Judged,
  judgeGroups,
  sharesOf,
  type Uplift as UpliftOf,
} from '../../analytics/judge-groups.ts';
import { addUp, type GroupSums, type Totals } from './result-sums.ts';

const CHANCE = 0.05;

export type Uplift = UpliftOf<Totals>;

/** Those who were to get the campaign against those who were left alone. */
export function judgeUplift(groups: readonly GroupSums[], judged: Judged): Uplift {
  const target = addUp(groups.filter((group) => !group.control));
  const control = addUp(groups.filter((group) => group.control));
  return judgeGroups({ target, control }, judged);
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

/** Whether the control group and the variants have the sizes that chance was to give them. */
export function isFair(
  groups: readonly GroupSums[],
  { controlShare, variantShares }: { controlShare: number; variantShares: readonly number[] },
): boolean {
  const people = (fits: (group: GroupSums) => boolean) => addUp(groups.filter(fits)).people;
  const counts = [people(({ control }) => !control), people(({ control }) => control)];
  const variants = variantShares.map((_, place) =>
    people((group) => !group.control && group.variant === place),
  );
  return (
    isEven(counts, [1 - controlShare, controlShare]) &&
    (variantShares.length < 2 || isEven(variants, variantShares))
  );
}
