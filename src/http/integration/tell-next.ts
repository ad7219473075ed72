import type { BasketAnswer } from '#src/contract/receipt-basket.ts';
import type { Next } from '#src/core/receipts/explained.ts';
import { formatAmount } from '#src/core/stores/format-amount.ts';
import { tierName } from '#src/core/stores/tier-name.ts';
import { formatDay, formatMoney, formatPoints } from '#src/lib/format.ts';
import { textIn } from '#src/lib/texts.ts';
import { webSentence } from '../sentences.ts';
import { plain, type Speech } from './receipt-words.ts';

/** What a little more would bring, as sentences for the slip. */
export function tellNext(next: readonly Next[], speech: Speech): BasketAnswer['next'] {
  return next.map((each) => ({ kind: each.kind, text: plain(tell(each, speech), speech) }));
}

function tell(each: Next, { language, timeZone, moneyCurrency, currencies, at }: Speech): string {
  const say = (key: string, values: Record<string, string>) =>
    webSentence(`receipt.next.${key}`, language, values);
  const money = (minor: number | bigint) => formatMoney(minor, language, moneyCurrency);
  switch (each.kind) {
    case 'threshold': {
      const missing = money(each.missingMinor);
      const [gift] = each.gifts;
      if (gift) return say('gift', { missing, name: textIn(gift.name, language) });
      return say('threshold', {
        missing,
        points: formatAmount(each.points, each.currency, { currencies, language }),
      });
    }
    case 'tier': {
      const missing = each.basis === 'spend' ? money(each.missing) : formatPoints(each.missing, language);
      const tier = tierName(language, each.tierKey);
      if (!each.by) return say('tier', { missing, tier });
      return say('tierBy', { missing, tier, day: formatDay(each.by, { language, timeZone, now: at }) });
    }
    case 'stamps': {
      if (each.missing === 0) return say('stampsFull', {});
      const missing = formatAmount(each.missing, each.currency, { currencies, language });
      return say('stamps', { missing });
    }
  }
}
