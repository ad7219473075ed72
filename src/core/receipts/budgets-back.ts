// What a return gives back to budgets: the points that it takes back, and what discounts of the goods were charged.
import type { RuleId } from '#src/lib/id.ts';
import type { Charge } from '../rules/basket.ts';
import type { ChosenReturn } from './choose-return.ts';
import type { Returnable } from './read-returnable.ts';
import { pointsBack } from './returned-share.ts';

/** `byRule`: points that are taken back. Charges go by the lines that the discounts came off. */
export function budgetsBack(
  { receipt }: Pick<Returnable, 'receipt'>,
  { chosen, byRule }: { chosen: Pick<ChosenReturn, 'before' | 'after'>; byRule: ReadonlyMap<RuleId, bigint> },
): ReadonlyMap<RuleId, bigint> {
  const charges = chargesOf(receipt.told);
  if (charges.length === 0) return byRule;
  const all = new Map(byRule);
  const before = pointsBack(charges, chosen.before);
  for (const [place, [ruleId, points]] of pointsBack(charges, chosen.after).entries())
    all.set(ruleId, (all.get(ruleId) ?? 0n) + points - (before[place]?.[1] ?? 0n));
  return all;
}

function chargesOf(told: unknown): readonly Charge[] {
  return (told as { charges?: Charge[] } | null)?.charges ?? [];
}
