// What of the points that a receipt earned belongs to a return, whatever has become of them since: for tiers and limits of
// rules it is as if the goods had never been bought.
import type { RuleId } from '#src/lib/id.ts';
import type { Part } from '../rules/basket.ts';
import type { ChosenReturn } from './choose-return.ts';
import { type NettedAward, nettedAwardsOf } from './netted-awards.ts';
import type { Returnable } from './read-returnable.ts';
import { pointsBack, share } from './returned-share.ts';

export interface EarnedDue {
  /** Of the first currency. */
  own: bigint;
  /** Of each rule, in all currencies; stamps that it took are no part of it. */
  byRule: Map<RuleId, bigint>;
}

type Shares = Pick<ChosenReturn, 'before' | 'after'>;

export function earnedDue(
  { receipt, transfers }: Pick<Returnable, 'receipt' | 'transfers'>,
  shares: Shares,
): EarnedDue {
  const due: EarnedDue = { own: 0n, byRule: new Map() };
  const { before, after } = shares;
  for (const { kind, currency, amount, reason } of transfers) {
    if (kind === 'burn') continue;
    const { parts = [] } = reason as { parts?: Part[] };
    const gained = noteGained(due, parts, shares);
    if (currency !== 'points' || kind !== 'earn') continue;
    // Of receipts from before rules were explained.
    if (parts.length === 0) due.own += share(amount, after.money) - share(amount, before.money);
    due.own += gained;
  }
  // They earned nothing and yet used what their rules allow.
  for (const { parts } of nettedAwardsOf(receipt.told)) noteGained(due, parts, shares);
  return due;
}

/** Notes by rule what of these parts was gained, and returns all of it. */
function noteGained({ byRule }: EarnedDue, parts: NettedAward['parts'], { before, after }: Shares): bigint {
  const gained = parts.filter(({ points }) => points > 0);
  const was = pointsBack(gained, before);
  let all = 0n;
  for (const [place, [ruleId, points]] of pointsBack(gained, after).entries()) {
    const due = points - (was[place]?.[1] ?? 0n);
    byRule.set(ruleId, (byRule.get(ruleId) ?? 0n) + due);
    all += due;
  }
  return all;
}
