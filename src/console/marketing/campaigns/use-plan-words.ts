import { useTranslation } from 'react-i18next';
import { shownLanguage } from '../../i18n.ts';

const HOUR_S = 3_600;

/** Durations and prices as a marketer reads them. */
export function usePlanWords() {
  const { t } = useTranslation();
  const tag = shownLanguage() === 'en' ? 'en-GB' : `${shownLanguage()}-UA`;
  return {
    /** From millionths of a currency, to the cent where it is small. */
    price: (micros: number, currency: string): string => {
      const amount = micros / 1_000_000;
      const digits = amount < 100 ? 2 : 0;
      return new Intl.NumberFormat(tag, {
        style: 'currency',
        currency,
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      }).format(amount);
    },
    /** The price of one message, to a hundredth of a cent. */
    unitPrice: (micros: number, currency: string) =>
      new Intl.NumberFormat(tag, { style: 'currency', currency, maximumFractionDigits: 4 }).format(
        micros / 1_000_000,
      ),
    duration: (seconds: number): string => {
      if (seconds < 60) return t('plan.duration.moment');
      const minutes = Math.round(seconds / 60);
      const hours = Math.floor(minutes / 60);
      const rest = seconds < 10 * HOUR_S ? minutes % 60 : 0;
      if (hours === 0) return t('plan.duration.minutes', { minutes });
      return rest === 0
        ? t('plan.duration.hours', { hours })
        : t('plan.duration.both', { hours, minutes: rest });
    },
  };
}
