// What a return gives back to budgets: the points that it takes back, and what discounts of the goods were charged.
import type { RuleId } from '#src/lib/id.ts';
import type { Charge } from '../rules/basket.ts';
import type { ChosenReturn } from './choose-return.ts';
import type { Returnable } from './read-returnable.ts';
import { pointsBack, type Returned } from './returned-share.ts';

/** `byRule`: points that are taken back. Charges go by the lines that the discounts came off. */
export function budgetsBack(
  { receipt }: Pick<Returnable, 'receipt'>,
  {
    chosen,
    byRule,
  }: { chosen: Pick<ChosenReturn, 'before' | 'after' | 'whole'>; byRule: ReadonlyMap<RuleId, bigint> },
): ReadonlyMap<RuleId, bigint> {
  const charges = chargesOf(receipt.told);
  if (charges.length === 0) return byRule;
  const all = new Map(byRule);
  const before = pointsBack(charges, withFreeRest(chosen.before, false));
  for (const [place, [ruleId, points]] of pointsBack(
    charges,
    withFreeRest(chosen.after, chosen.whole),
  ).entries())
    all.set(ruleId, (all.get(ruleId) ?? 0n) + points - (before[place]?.[1] ?? 0n));
  return all;
}

/** Where a discount took all of what a receipt holds beyond its lines, nothing paid says whether that is back: all of it is, or none. */
function withFreeRest(returned: Returned, isBack: boolean): Returned {
  if (returned.lines.get(0)?.bought !== 0n) return returned;
  return { ...returned, lines: new Map([...returned.lines, [0, { bought: 1n, back: isBack ? 1n : 0n }]]) };
}

function chargesOf(told: unknown): readonly Charge[] {
  return (told as { charges?: Charge[] } | null)?.charges ?? [];
}
