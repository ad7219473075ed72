import { useTranslation } from 'react-i18next';
import type { Currency } from '#src/contract/programme.ts';
import { shownLanguage } from '../../i18n.ts';
import { useCurrencyWords } from '../../parts/currency-words.ts';

/** A currency's terms as short sentences: when points become active, how long they live, where they stop. */
export function useTermsWords(): (currency: Currency) => string[] {
  const { t } = useTranslation();
  const words = useCurrencyWords();
  return (currency) => {
    const { pending, pendingAmount, pendingAction, expiry, expiryMonths, expiryMonthDay } = currency;
    const caps = (['capReceipt', 'capDay', 'capBalance'] as const).flatMap((cap) => {
      const value = currency[cap];
      return value === null ? [] : [t(`currencies.says.${cap}`, { points: words.count(currency, value) })];
    });
    return [
      t(`currencies.says.pending.${pending}`, { count: pendingAmount, action: pendingAction ?? '' }),
      t(`currencies.says.expiry.${expiry}`, { count: expiryMonths, day: dayOfYear(expiryMonthDay) }),
      ...caps,
    ];
  };
}

/** `31 December` from 12-31. */
function dayOfYear(monthDay: string): string {
  const language = shownLanguage();
  const format = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  });
  return format.format(new Date(`2024-${monthDay}T12:00:00Z`));
}
