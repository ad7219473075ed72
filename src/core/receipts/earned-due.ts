// What of the points that a receipt earned belongs to a return, whatever has become of them since: for tiers and limits of
// rules it is as if the goods had never been bought.
import type { RuleId } from '#src/lib/id.ts';
import type { Part } from '../rules/basket.ts';
import type { ChosenReturn } from './choose-return.ts';
import type { Returnable } from './read-returnable.ts';
import { pointsBack, share } from './returned-share.ts';

export interface EarnedDue {
  /** Of the first currency. */
  own: bigint;
  /** Of each rule, in all currencies; stamps that it took are no part of it. */
  byRule: Map<RuleId, bigint>;
}

export function earnedDue(
  transfers: Returnable['transfers'],
  { before, after }: Pick<ChosenReturn, 'before' | 'after'>,
): EarnedDue {
  const due: EarnedDue = { own: 0n, byRule: new Map() };
  for (const { kind, currency, amount, reason } of transfers) {
    if (kind === 'burn') continue;
    const { parts = [] } = reason as { parts?: Part[] };
    const gained = parts.filter(({ points }) => points > 0);
    const was = pointsBack(gained, before);
    const now = pointsBack(gained, after).map(
      ([ruleId, points], place) => [ruleId, points - (was[place]?.[1] ?? 0n)] as const,
    );
    for (const [ruleId, points] of now) due.byRule.set(ruleId, (due.byRule.get(ruleId) ?? 0n) + points);
    if (currency !== 'points' || kind !== 'earn') continue;
    // Of receipts from before rules were explained.
    if (parts.length === 0) due.own += share(amount, after.money) - share(amount, before.money);
    for (const [, points] of now) due.own += points;
  }
  return due;
}
