// Between which uses of its rules a receipt of a past day lies: a cooldown holds on either side of one.
import type { RuleId } from '#src/lib/id.ts';
import type { RuleUse } from '../rules/basket.ts';
import type { KnownRules } from '../rules/known-rules.ts';
import { findUses, type RunText, type UseAsked } from './find-uses.ts';
import type { ReceiptMember } from './receipt-member.ts';

/**
 * For each member whose receipt is of a past day (null: it is not) the use nearest to it of each rule with a cooldown that
 * has applied since, in milliseconds. For most receipts nothing is asked.
 */
export async function nearestUses(
  run: RunText,
  members: readonly (Pick<ReceiptMember, 'memberId' | 'ruleUse'> | null)[],
  { moments, rules }: { moments: readonly Date[]; rules: Pick<KnownRules, 'at'> },
): Promise<Map<RuleId, number>[]> {
  const near = members.map(() => new Map<RuleId, number>());
  const asked: (UseAsked & { at: Date; place: number; lastAt: number })[] = [];
  for (const [place, member] of members.entries()) {
    const at = moments[place];
    if (!member || !at) continue;
    const bound = new Set(rules.at(at).rules.flatMap((rule) => (rule.cooldownMs > 0 ? [rule.ruleId] : [])));
    for (const [ruleId, { lastAt }] of Object.entries(member.ruleUse) as [RuleId, RuleUse][])
      if (bound.has(ruleId) && lastAt !== null && lastAt > at.getTime())
        asked.push({ memberId: member.memberId, ruleId, at, place, lastAt });
  }
  const found = await findUses(run, asked);
  for (const [index, { ruleId, at, place, lastAt }] of asked.entries()) {
    const { before = null, after = null } = found[index] ?? {};
    const uses = [before, after].flatMap((use) => (use ? [use.getTime()] : []));
    const distance = (use: number) => Math.abs(use - at.getTime());
    near[place]?.set(
      ruleId,
      uses.reduce((nearest, use) => (distance(use) < distance(nearest) ? use : nearest), lastAt),
    );
  }
  return near;
}
