// What telling a rule needs: the sentences of locales/<language>/rules.json, and the names of what a shop has. It
// loads nothing by itself, so that the console can bring its own words.
import { formatCounted, formatMoney, formatNumber, formatPercent, formatPoints } from '#src/lib/format.ts';
import type { Language } from '#src/lib/language.ts';

/** Says the sentence `key` of rules.json with its values; `count` chooses the plural, `context` a variant. Nothing is escaped. */
export type Say = (key: string, values?: Record<string, string | number>) => string;

/** Names in the reader's language by key; what is not there is shown by its key. */
export interface RuleNames {
  stores?: Record<string, string>;
  tills?: Record<string, string>;
  tiers?: Record<string, string>;
  categories?: Record<string, string>;
  offers?: Record<string, string>;
  segments?: Record<string, string>;
  /** The forms of the plural, with `other` at least: `{one: 'stamp', other: 'stamps'}`. */
  currencies?: Record<string, Partial<Record<Intl.LDMLPluralRule, string>>>;
}

export interface RuleTeller {
  language: Language;
  /** Of the programme: days of validity are told in it. */
  timeZone: string;
  say: Say;
  names: RuleNames;
}

const POINTS = 'points';

/** `43 бали`, `3 stamps`. */
export function tellPoints(points: number, currency: string, { language, names }: RuleTeller): string {
  const words = names.currencies?.[currency];
  if (!words) {
    return currency === POINTS
      ? formatPoints(points, language)
      : `${formatNumber(points, language)} × ${currency}`;
  }
  return formatCounted(points, { ...words, other: words.other ?? currency }, language);
}

/** The points of a currency without a number: what a share comes back as (`unit`), or what is `earned`. */
export function tellUnit(currency: string, { say, names }: RuleTeller, as: 'unit' | 'earned'): string {
  if (currency === POINTS) return say(`effect.${as}.points`);
  return say(`effect.${as}.other`, { currency: names.currencies?.[currency]?.other ?? currency });
}

/** `5 %` of 500 basis points. */
export function tellShare(shareBp: number, language: Language): string {
  return formatPercent(shareBp / 10_000, language);
}

export function tellMoney(amountMinor: number, { language }: RuleTeller): string {
  return formatMoney(amountMinor, language);
}

/** Thousandths: `1,5` of 1500. */
export function tellQuantity(milli: number, language: Language): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: 3 }).format(milli / 1_000);
}

/** 1 for Monday: `понеділок`. */
export function tellWeekday(day: number, language: Language, weekday: 'long' | 'short' = 'long'): string {
  // 5 January 1970 was a Monday.
  return new Intl.DateTimeFormat(language, { weekday, timeZone: 'UTC' }).format(
    new Date(Date.UTC(1970, 0, 4 + day)),
  );
}

/** `31 грудня 2026`, without the word for a year and its full stop. */
export function tellDay(moment: Date, language: Language, timeZone: string): string {
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone,
  })
    .format(moment)
    .replace(/\s[рг]\.$/, '');
}

/** `«A», «B» або «C»`. */
export function tellList(items: string[], { say }: RuleTeller, by: 'and' | 'or' | 'andNot'): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')}${say(`join.${by}`)}${last}`;
}
