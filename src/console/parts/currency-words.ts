import { useTranslation } from 'react-i18next';
import type { CurrencyShown } from '#src/contract/points.ts';
import { shownLanguage } from '../i18n.ts';
import { useFormats } from './formats.ts';

export interface CurrencyWords {
  /** `Points`, `Stickers`: as a title. */
  name: (currency: Pick<CurrencyShown, 'names'>) => string;
  /** `1 283 points`, `5 stickers`: with the number, in the right plural. */
  count: (currency: Pick<CurrencyShown, 'names'> | undefined, amount: number) => string;
  /** The same with its sign: `+43 points`, `−1 sticker`. */
  signed: (currency: Pick<CurrencyShown, 'names'> | undefined, amount: number) => string;
}

/** Points of any kind in the reader's language; the programme's own have Kartka's words. */
export function useCurrencyWords(): CurrencyWords {
  const { t } = useTranslation();
  const format = useFormats();
  const language = shownLanguage();
  const count: CurrencyWords['count'] = (currency, amount) => {
    const names = currency?.names;
    if (!names) return t('points.count', { count: amount });
    const form = new Intl.PluralRules(language).select(Math.abs(amount));
    const forms = names[language];
    const word = form === 'zero' || form === 'two' ? forms.other : (forms[form] ?? forms.other);
    return `${format.number(amount)}\u00a0${word}`;
  };
  return {
    count,
    signed: (currency, amount) =>
      `${amount === 0 ? '' : amount < 0 ? '\u2212' : '+'}${count(currency, Math.abs(amount))}`,
    name: ({ names }) => {
      if (!names) return t('points.title');
      const forms = names[language];
      const word = forms.few ?? forms.other;
      return word.charAt(0).toLocaleUpperCase(language) + word.slice(1);
    },
  };
}
