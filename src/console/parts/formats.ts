// Numbers, money and times as the reader's language writes them, in the shop's currency and time zone.
import { useMemo } from 'react';
import { shownLanguage } from '../i18n.ts';
import { useMe } from '../session/session-query.ts';

export interface Formats {
  number: (value: number) => string;
  /** With its sign: +43, −120. */
  signed: (value: number) => string;
  /** From minor units. */
  money: (minor: number) => string;
  /** From minor units, to the nearest whole unit: for sums that are only looked at. */
  wholeMoney: (minor: number) => string;
  /** From basis points: 500 is 5 %. */
  share: (basisPoints: number) => string;
  /** The time of day. */
  time: (instant: string) => string;
  /** Day and time. */
  moment: (instant: string) => string;
  day: (instant: string) => string;
  /** The day in full words, `14 грудня`: without a year, for what is near. */
  nearDay: (instant: string) => string;
  /** Of `YYYY-MM`: the month and its year. */
  month: (month: string) => string;
}

const MINUS = '\u2212';

export function formatsFor(language: string, shop: { moneyCurrency: string; timeZone: string }): Formats {
  const tag = language === 'en' ? 'en-GB' : `${language}-UA`;
  const number = new Intl.NumberFormat(tag);
  const money = new Intl.NumberFormat(tag, {
    style: 'currency',
    currency: shop.moneyCurrency,
    currencyDisplay: 'narrowSymbol',
  });
  const wholeMoney = new Intl.NumberFormat(tag, {
    style: 'currency',
    currency: shop.moneyCurrency,
    currencyDisplay: 'narrowSymbol',
    maximumFractionDigits: 0,
  });
  const share = new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 2 });
  const { timeZone } = shop;
  const time = new Intl.DateTimeFormat(tag, { timeZone, hour: '2-digit', minute: '2-digit' });
  const day = new Intl.DateTimeFormat(tag, { timeZone, day: 'numeric', month: 'short', year: 'numeric' });
  const nearDay = new Intl.DateTimeFormat(tag, { timeZone, day: 'numeric', month: 'long' });
  const month = new Intl.DateTimeFormat(tag, { timeZone: 'UTC', month: 'long', year: 'numeric' });
  const moment = new Intl.DateTimeFormat(tag, {
    timeZone,
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
  return {
    number: (value) => number.format(value).replace('-', MINUS),
    signed: (value) => (value === 0 ? '' : value < 0 ? MINUS : '+') + number.format(Math.abs(value)),
    money: (minor) => money.format(minor / 100).replace('-', MINUS),
    wholeMoney: (minor) => wholeMoney.format(minor / 100).replace('-', MINUS),
    // As in all texts of ours, where CLDR writes the sign close by in Ukrainian.
    share: (basisPoints) =>
      share.format(basisPoints / 10_000).replace(/(?<=\d)%/, language === 'uk' ? '\u00a0%' : '%'),
    time: (instant) => time.format(new Date(instant)),
    moment: (instant) => moment.format(new Date(instant)),
    day: (instant) => day.format(new Date(instant)),
    nearDay: (instant) => nearDay.format(new Date(instant)),
    month: (text) => month.format(new Date(`${text}-15T12:00:00Z`)),
  };
}

/** How a currency is written beside a number: ₴ for UAH. */
export function symbolOf(currency: string): string {
  const parts = new Intl.NumberFormat('uk-UA', {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
  }).formatToParts(0);
  return parts.find(({ type }) => type === 'currency')?.value ?? currency;
}

/** The formats of whoever is signed in. */
export function useFormats(): Formats {
  const { shop } = useMe();
  const language = shownLanguage();
  return useMemo(() => formatsFor(language, shop), [language, shop]);
}
