import type { Reward } from '#src/core/rewards/reward-shape.ts';
import { formatAmount } from '#src/core/stores/format-amount.ts';
import { formatNumber } from '#src/lib/format.ts';
import { textIn } from '#src/lib/texts.ts';
import type { View } from '../scene.ts';
import { words } from '../words.ts';

const CELLS = 10;

/** How much of the price is there, to be seen at a glance. Never full as long as something is missing. */
export function bar(have: bigint, price: bigint, { language }: View): string {
  const share = have <= 0n ? 0 : Math.floor((Number(have) / Number(price)) * CELLS);
  const full = Math.min(CELLS - 1, share);
  return words(language, 'rewards.bar', {
    bar: '▓'.repeat(full) + '░'.repeat(CELLS - full),
    have: formatNumber(have > 0n ? have : 0n, language),
    price: formatNumber(price, language),
  });
}

export function nameOf({ names }: Pick<Reward, 'names'>, { language, programme }: View): string {
  return textIn(names, language, programme.defaultLanguage);
}

/** The price with its currency's word. */
export function cost({ price, currency }: Pick<Reward, 'price' | 'currency'>, view: View): string {
  return formatAmount(price, currency, view);
}
