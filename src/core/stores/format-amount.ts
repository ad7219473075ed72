import { formatCounted, formatPoints } from '#src/lib/format.ts';
import type { Language } from '#src/lib/language.ts';
import type { Currency } from './list-currencies.ts';

/** What is needed of a currency to write an amount of it. */
export type NamedCurrency = Pick<Currency, 'currency' | 'names'>;

/** An amount with the currency's word in the right plural, as `3 stickers`; points where it has no word of its own. */
export function formatAmount(
  amount: bigint | number,
  currency: string,
  { currencies, language }: { currencies: readonly NamedCurrency[]; language: Language },
): string {
  const names = currencies.find((each) => each.currency === currency)?.names;
  const forms = names?.[language] ?? names?.uk ?? names?.en ?? names?.ru;
  return forms ? formatCounted(amount, forms, language) : formatPoints(amount, language);
}

const MOST_BOXES = 12;

/** A stamp card as boxes: `●●●○○`; empty where it would be too long to be read at a glance. */
export function stampBoxes(have: bigint, need: number): string {
  if (need < 1 || need > MOST_BOXES) return '';
  const full = have > BigInt(need) ? need : have < 0n ? 0 : Number(have);
  return '●'.repeat(full) + '○'.repeat(need - full);
}
