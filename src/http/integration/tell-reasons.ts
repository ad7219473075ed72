import type { BasketAnswer } from '#src/contract/receipt-basket.ts';
import type { ReceiptInput, ReceiptTold } from '#src/core/receipts/receipt-input.ts';
import type { Condition } from '#src/core/rules/condition.ts';
import { nameOfRule, tellCut } from '#src/core/rules/explain-parts.ts';
import type { KnownRules } from '#src/core/rules/known-rules.ts';
import type { RuleTeller } from '#src/core/rules/rule-teller.ts';
import { tellMissed } from '#src/core/rules/tell-missed.ts';
import { foldCategory } from '#src/core/stores/fold-category.ts';
import { refusalSentence } from '#src/lib/i18n.ts';
import type { MemberId } from '#src/lib/id.ts';
import type { Language } from '#src/lib/language.ts';

type Missed = ReceiptTold['notApplied'][number];

export interface Reasons {
  told: Pick<ReceiptTold, 'notApplied' | 'trimmed' | 'cut'>;
  /** From `excludedOf`. */
  excluded: readonly string[];
  /** Which part of its condition a rule did not meet, where that is known. */
  failedOf?: (missed: Missed) => Condition | null;
}

const MOST_LINES = 5;

/** Names of the lines that the law kept out at the time of the receipt. */
export function excludedOf(
  { lines, occurredAt }: Pick<ReceiptInput, 'lines' | 'occurredAt'>,
  rules: Pick<KnownRules, 'excludedAt'>,
): string[] {
  const excluded = rules.excludedAt(occurredAt);
  return lines
    .filter(({ category }) => excluded.has(foldCategory(category)))
    .map(({ name, sku }) => name || sku);
}

/** Why something did not apply, or was cut: a sentence for each. */
export function tellReasons(
  { told: { notApplied, trimmed, cut = [] }, excluded, failedOf }: Reasons,
  tellerOf: () => RuleTeller,
): BasketAnswer['reasons'] {
  if (excluded.length + trimmed.length + cut.length + notApplied.length === 0) return [];
  const teller = tellerOf();
  return [
    ...(excluded.length > 0
      ? [{ code: 'excluded', rule: null, sentence: tellExcluded(excluded, teller) }]
      : []),
    ...trimmed.map((each) => ({ code: `cap.${each.kind}`, rule: null, sentence: tellCut(each, teller) })),
    ...cut.map((each) => ({
      code: `cap.${each.kind}`,
      rule: nameOfRule(each, teller),
      sentence: tellCut(each, teller),
    })),
    ...notApplied.map((each) => ({
      code: each.why,
      rule: nameOfRule(each, teller),
      sentence: tellMissed(each.why, failedOf?.(each) ?? null, teller),
    })),
  ];
}

/** Why closing would refuse the burn that was asked about; null when it would not. */
export function tellBurn(
  burn: bigint,
  { maximumBurn, memberId }: { maximumBurn: bigint; memberId: MemberId | null },
  language: Language,
): BasketAnswer['reasons'][number] | null {
  if (burn <= maximumBurn) return null;
  const code = memberId === null ? 'burn_needs_confirmation' : 'burn_above_maximum';
  const maximum = Number(maximumBurn);
  return { code, rule: null, sentence: refusalSentence(language, code, { maximum }) };
}

function tellExcluded(names: readonly string[], teller: RuleTeller): string {
  const more = names.length - MOST_LINES;
  const rest = more > 0 ? [teller.say('why.more', { count: more })] : [];
  return teller.say('why.excluded', { lines: [...names.slice(0, MOST_LINES), ...rest].join('; ') });
}
