// What is kept with a receipt of what the rules answered, and told to who sends it.
import type { RuleId } from '#src/lib/id.ts';
import type { Award } from '../rules/basket.ts';
import type { Evaluated } from './evaluate-input.ts';
import type { ReceiptTold, RuleCut } from './receipt-input.ts';

/** Conditions that were simply not met are told in quotes only. */
export function toldOf(evaluation: Evaluated): ReceiptTold {
  const { awards, discounts, gifts, trimmed, notApplied } = evaluation;
  const { used, left } = evaluation.coupons;
  const cut = cutByRules(awards);
  const unnamed = unnamedOf(evaluation, cut);
  return {
    awards: awards
      .filter((award) => award.points > 0)
      .map((award) => ({
        currency: award.currency,
        points: award.points,
        activeAt: Number.isFinite(award.activeAt) ? new Date(award.activeAt).toISOString() : null,
        waitsFor: award.waitsFor,
        expiresAt: award.expiresAt === null ? null : new Date(award.expiresAt).toISOString(),
      })),
    discounts,
    gifts,
    trimmed,
    ...(cut.length > 0 && { cut }),
    ...(unnamed.length > 0 && { alsoUsed: unnamed }),
    notApplied: notApplied.filter((each) => each.why !== 'condition'),
    ...(used.length > 0 && { coupons: used }),
    ...(left.length > 0 && { couponsLeft: left }),
  };
}

/** Rules that applied and that nothing else which is kept of a receipt names. */
function unnamedOf(
  { used, awards, discounts, gifts }: Evaluated,
  cut: readonly { ruleId: RuleId }[],
): RuleId[] {
  // An award of nothing is no transfer.
  const parts = awards.flatMap((award) => (award.points === 0 ? [] : award.parts));
  const named = new Set([...parts, ...discounts, ...gifts, ...cut].map((each) => each.ruleId));
  return used.flatMap(({ ruleId }) => (named.has(ruleId) ? [] : [ruleId]));
}

/** What the caps of currencies took away stands in `trimmed`; these are the rules' own. */
export function cutByRules(awards: readonly Award[]): RuleCut[] {
  return awards.flatMap(({ parts }) =>
    parts.flatMap(({ ruleId, name, names, currency, wanted, points, cap }) =>
      cap && cap.kind !== 'receipt' && cap.kind !== 'day' && cap.kind !== 'balance'
        ? [{ ruleId, name, names, currency, kind: cap.kind, wanted, given: points, limit: cap.limit }]
        : [],
    ),
  );
}
