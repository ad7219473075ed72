// What a return gives back of the use of rules: their points by what came back, their times once all of it has.
import type { RuleId } from '#src/lib/id.ts';
import type { RuleBack } from '../members/take-off-standing.ts';
import type { Part } from '../rules/basket.ts';
import type { Returnable } from './read-returnable.ts';
import { readTold } from './settled-receipt.ts';

/** `byRule`: points that belong to this return, also where they had expired. `whole`: nothing of the receipt is left. */
export function rulesBack(
  { receipt, transfers }: Pick<Returnable, 'receipt' | 'transfers'>,
  { whole, byRule }: { whole: boolean; byRule: ReadonlyMap<RuleId, bigint> },
): Map<RuleId, RuleBack> {
  const back = new Map<RuleId, RuleBack>();
  for (const [ruleId, points] of byRule) back.set(ruleId, { times: 0, points });
  if (!whole) return back;
  // What was given without points, such as a discount, is told by the receipt alone (find-uses.ts looks there, too).
  const parts = transfers.flatMap(({ reason }) => (reason as { parts?: Part[] }).parts ?? []);
  const { discounts, gifts, cut = [], alsoUsed = [] } = readTold(receipt.told);
  const named = [...parts, ...discounts, ...gifts, ...cut].map(({ ruleId }) => ruleId);
  for (const ruleId of [...named, ...alsoUsed])
    back.set(ruleId, { times: 1, points: byRule.get(ruleId) ?? 0n });
  return back;
}
