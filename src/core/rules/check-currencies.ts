import type { Currency } from '../stores/list-currencies.ts';
import { refuseRule } from './refuse-rule.ts';
import type { RuleDefinition } from './rule.ts';

/** Whether the programme has the currencies that the effects give, and stamps are stickers. Throws Refusal rule_not_valid. */
export function checkCurrencies(
  { effects }: RuleDefinition,
  currencies: readonly Pick<Currency, 'currency' | 'closedAt' | 'kind'>[],
): void {
  for (const [i, effect] of effects.entries()) {
    if (!('currency' in effect)) continue;
    const found = currencies.find((each) => each.currency === effect.currency);
    if (!found) refuseRule(`effects.${i}.currency`, 'rule.noCurrency', { value: effect.currency });
    if (found.closedAt)
      refuseRule(`effects.${i}.currency`, 'rule.closedCurrency', { value: effect.currency });
    // A free piece takes its stamps: points that a receipt burns as well could not pay for both.
    if (effect.kind === 'stamp' && found.kind !== 'stickers')
      refuseRule(`effects.${i}.currency`, 'rule.notStickers', { value: effect.currency });
  }
}
