import type { BasketAnswer } from '#src/contract/receipt-basket.ts';
import type { ReceiptTold } from '#src/core/receipts/receipt-input.ts';
import { tellPoints } from '#src/core/rules/rule-teller.ts';
import { ruleTeller } from '#src/core/rules/rule-words.ts';
import { formatNumber } from '#src/lib/format.ts';
import type { Speech } from './receipt-words.ts';

/** Why something did not apply, or was cut: a sentence for each. */
export function tellReasons(
  { notApplied, trimmed }: Pick<ReceiptTold, 'notApplied' | 'trimmed'>,
  { language, timeZone, currencies }: Speech,
): BasketAnswer['reasons'] {
  if (notApplied.length === 0 && trimmed.length === 0) return [];
  const named = currencies.flatMap(({ currency, names }) => {
    const forms = names[language] ?? names.uk ?? names.en ?? names.ru;
    return forms ? [[currency, forms] as const] : [];
  });
  const teller = ruleTeller(language, { timeZone, names: { currencies: Object.fromEntries(named) } });
  return [
    ...trimmed.map(({ kind, given, wanted, limit, currency }) => ({
      code: `cap.${kind}`,
      rule: null,
      sentence: teller.say(`why.cap.${kind}`, {
        given: formatNumber(given, language),
        wanted: tellPoints(wanted, currency, teller),
        limit: formatNumber(limit, language),
      }),
    })),
    ...notApplied.map(({ name, why }) => ({
      code: why,
      rule: name,
      sentence: teller.say(`notApplied.${why}`),
    })),
  ];
}
