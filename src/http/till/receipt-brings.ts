// What a receipt brings besides points of the first kind, as short lines for the cashier: what to say and what to hand
// over.
import type { Brings } from '#src/contract/till.ts';
import type { ReceiptTold, ToldAward } from '#src/core/receipts/receipt-input.ts';
import { ruleNameIn } from '#src/core/rules/rule-name-in.ts';
import { ruleTeller } from '#src/core/rules/rule-words.ts';
import { formatAmount } from '#src/core/stores/format-amount.ts';
import type { KnownProgramme } from '#src/core/stores/known-programme.ts';
import { formatMoney, formatNumber, formatStart } from '#src/lib/format.ts';
import type { Language } from '#src/lib/language.ts';
import { textIn } from '#src/lib/texts.ts';
import { webSentence } from '../sentences.ts';

export interface Speaking {
  language: Language;
  known: KnownProgramme;
  at: Date;
}

/** Gifts first: they are handed over now. */
export function receiptBrings(told: ReceiptTold, speaking: Speaking): Brings[] {
  const { language, known } = speaking;
  const { currencies, programme } = known;
  const { say } = ruleTeller(language, programme);
  const amount = (points: number, currency: string) =>
    formatAmount(points, currency, { currencies, language });
  const discounts = Map.groupBy(told.discounts, (each) => ruleNameIn(each, language));
  return [
    ...told.gifts.map(({ name }): Brings => {
      const gift = textIn(name, language);
      return { kind: 'gift', words: webSentence('till.brings.gift', language, { gift }) };
    }),
    ...[...discounts].map(([rule, parts]): Brings => {
      const sum = parts.reduce((total, each) => total + each.amountMinor, 0);
      const shown = formatMoney(sum, language, programme.moneyCurrency);
      return {
        kind: 'discount',
        words: webSentence('till.brings.discount', language, { amount: shown, rule }),
      };
    }),
    ...told.awards.flatMap((award) => tellAward(award, speaking)),
    ...told.trimmed.map(({ kind, currency, given, wanted, limit }): Brings => {
      const values = {
        given: formatNumber(given, language),
        wanted: amount(wanted, currency),
        limit: formatNumber(limit, language),
      };
      return { kind: 'trimmed', words: say(`why.cap.${kind}`, values) };
    }),
  ];
}

/** Points of the first kind have their own large number: of them only that they come later is said. */
function tellAward(award: ToldAward, { language, known, at }: Speaking): Brings[] {
  const { currency, points, activeAt, waitsFor } = award;
  const { currencies, programme } = known;
  if (points === 0) return [];
  const amount = formatAmount(Math.abs(points), currency, { currencies, language });
  const say = (key: string, values = {}) =>
    webSentence(`till.brings.${key}`, language, { amount, ...values });
  if (points < 0) return [{ kind: 'award', words: say('taken') }];
  if (waitsFor !== null) return [{ kind: 'later', words: say('waits') }];
  if (activeAt !== null && new Date(activeAt) > at) {
    const day = formatStart(new Date(activeAt), { language, timeZone: programme.timeZone, now: at });
    return [{ kind: 'later', words: say('later', { day }) }];
  }
  return currency === 'points' ? [] : [{ kind: 'award', words: say('award') }];
}
