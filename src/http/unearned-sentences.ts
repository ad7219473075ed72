import type { Import } from '#src/core/imports/read-import.ts';
import { LATE_DAYS } from '#src/core/receipts/accept-late.ts';
import type { Language } from '#src/lib/language.ts';
import { webSentence } from './sentences.ts';

const TOLD = new Set(['receipt_too_old', 'receipt_in_future', 'amount_not_valid', 'receipt_differs']);

/** Why past receipts of an import have earned nothing and how many of each, a sentence for every reason. */
export function unearnedSentences({ refused }: Pick<Import, 'refused'>, language: Language): string[] {
  return Object.entries(refused).map(([code, receipts]) =>
    webSentence(`imports.unearned.${TOLD.has(code) ? code : 'other'}`, language, {
      receipts,
      days: LATE_DAYS,
    }),
  );
}
