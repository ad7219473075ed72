// Numbers, money, points and dates as people write them in each language. Blanks inside a number, and before its
// unit, are no-break spaces, so that a message never splits them.
import type { Language } from './language.ts';

const NBSP = '\u00a0';
/** Europe's English puts the day first, as the other languages do. */
const LOCALES: Record<Language, string> = { uk: 'uk-UA', ru: 'ru-UA', en: 'en-GB' };

/** Intl's formatters are dear to make and cheap to use. */
function remembered<T>(make: (language: Language, detail: string) => T) {
  const known = new Map<string, T>();
  return (language: Language, detail = ''): T => {
    const key = `${language} ${detail}`;
    const found = known.get(key) ?? make(language, detail);
    known.set(key, found);
    return found;
  };
}

const numbers = remembered((language) => new Intl.NumberFormat(LOCALES[language], { useGrouping: 'always' }));
const moneys = remembered(
  (language, currency) =>
    new Intl.NumberFormat(LOCALES[language], {
      style: 'currency',
      currency,
      currencyDisplay: 'narrowSymbol',
      useGrouping: 'always',
    }),
);
const percents = remembered(
  (language) => new Intl.NumberFormat(LOCALES[language], { style: 'percent', maximumFractionDigits: 2 }),
);
const plurals = remembered((language) => new Intl.PluralRules(LOCALES[language]));
const days = remembered(
  (language, timeZone) =>
    new Intl.DateTimeFormat(LOCALES[language], { day: 'numeric', month: 'long', timeZone }),
);
const daysOfYears = remembered(
  (language, timeZone) =>
    new Intl.DateTimeFormat(LOCALES[language], { day: 'numeric', month: 'long', year: 'numeric', timeZone }),
);
const years = remembered(
  (_language, timeZone) => new Intl.DateTimeFormat('en', { year: 'numeric', timeZone }),
);
const times = remembered(
  (language, timeZone) =>
    new Intl.DateTimeFormat(LOCALES[language], {
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZone,
    }),
);

/** CLDR's plural categories of the word for a point. */
const POINT_WORDS: Record<Language, Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }> = {
  uk: { one: 'бал', few: 'бали', many: 'балів', other: 'бала' },
  ru: { one: 'балл', few: 'балла', many: 'баллов', other: 'балла' },
  en: { one: 'point', other: 'points' },
};

/** Of a whole number below this, digits and plural are worked out here: Intl takes ten times as long, and a broadcast asks a million times. */
const PLAIN_BELOW = 1_000_000;
const SEPARATORS: Record<Language, string> = { uk: NBSP, ru: NBSP, en: ',' };

function isPlain(value: bigint | number): boolean {
  return value >= 0 && value < PLAIN_BELOW && (typeof value === 'bigint' || Number.isInteger(value));
}

/** `1 283`, `1,283`. */
export function formatNumber(value: bigint | number, language: Language): string {
  if (!isPlain(value)) return numbers(language).format(value);
  const digits = String(value);
  return digits.length < 4 ? digits : digits.slice(0, -3) + SEPARATORS[language] + digits.slice(-3);
}

/** Whole numbers from 100 on have the plural of their last two digits, in all three languages (CLDR). */
const pluralsOfHundred = remembered((language) =>
  Array.from({ length: 200 }, (_, count) => plurals(language).select(count)),
);

function pluralOf(count: bigint | number, language: Language): Intl.LDMLPluralRule {
  const value = Math.abs(Number(count));
  if (!isPlain(value)) return plurals(language).select(value);
  return pluralsOfHundred(language)[value < 200 ? value : 100 + (value % 100)] ?? 'other';
}

/** `43 бали`, `1 бал`, `1,283 points`: the number and its word in the right plural. */
export function formatPoints(points: bigint | number, language: Language): string {
  return formatCounted(points, POINT_WORDS[language], language);
}

/** The number and the form of a word that goes with it: `3 stamps` from {one: 'stamp', other: 'stamps'}. */
export function formatCounted(
  count: bigint | number,
  forms: Partial<Record<Intl.LDMLPluralRule, string>> & { other: string },
  language: Language,
): string {
  const word = forms[pluralOf(count, language)] ?? forms.other;
  return `${formatNumber(count, language)}${NBSP}${word}`;
}

/** `12,5 %` from 0.125; as precise as odds that are told have to be. */
export function formatPercent(share: number, language: Language): string {
  // As everywhere else in Ukrainian texts, where CLDR writes the sign close by.
  return percents(language)
    .format(share)
    .replace(/(?<=\d)%/, language === 'uk' ? `${NBSP}%` : '%');
}

/** `862,40 ₴` from 86240 minor units. Currencies with two decimals only, as the hryvnia. */
export function formatMoney(amountMinor: bigint | number, language: Language, currency = 'UAH'): string {
  return moneys(language, currency).format(Number(amountMinor) / 100);
}

interface Calendar {
  language: Language;
  timeZone: string;
  now: Date;
}

/** `31 грудня`, `31 December`; with the year when it is not the year of `now`. */
export function formatDay(date: Date, { language, timeZone, now }: Calendar): string {
  const sameYear = years(language, timeZone).format(date) === years(language, timeZone).format(now);
  if (sameYear) return days(language, timeZone).format(date);
  // Without the abbreviated word for the year, whose dot would meet the one of a sentence.
  return daysOfYears(language, timeZone)
    .format(date)
    .replace(/\s(?:р|г)\.$/u, '');
}

/** `14:05`. */
export function formatTime(
  date: Date,
  { language, timeZone }: { language: Language; timeZone: string },
): string {
  return times(language, timeZone).format(date);
}

/** From when something can be used: the day, or the time of day where that is today. */
export function formatStart(start: Date, calendar: Calendar): string {
  return isToday(start, calendar) ? formatTime(start, calendar) : formatDay(start, calendar);
}

/** Until when: the last day, or the time of day where it ends in the middle of today. What ends at midnight is good through the day before. */
export function formatEnd(end: Date, calendar: Calendar): string {
  const last = new Date(end.getTime() - 1);
  return isToday(end, calendar) && isToday(last, calendar)
    ? formatTime(end, calendar)
    : formatDay(last, calendar);
}

function isToday(date: Date, { language, timeZone, now }: Calendar): boolean {
  const day = daysOfYears(language, timeZone);
  return day.format(date) === day.format(now);
}
