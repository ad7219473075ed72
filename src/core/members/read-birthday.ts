// Birthdays as people write them: 24.08.1991, 24/8, 24 серпня, August 24, 1991-08-24.
import { LANGUAGES, type Language } from '#src/lib/language.ts';

/** The year that stands for one that was not told: a leap year, so that 29 February has its place. */
export const NO_YEAR = '0004';
/** Nobody older has been known for sure (122 years); the programme is not for small children either. */
const OLDEST_YEARS = 120;

const MONTHS = new Map(LANGUAGES.flatMap(monthNames));

/** The day as `YYYY-MM-DD`, with 0004 for a year left out; null for what is no day, or one to come. */
export function readBirthday(written: string, at: Date): string | null {
  const text = written.trim().toLowerCase().replace(/[,]/g, ' ').replace(/\s+/g, ' ');
  const found = inNumbers(text) ?? inWords(text);
  if (!found) return null;
  const { day, month, year } = found;
  if (month < 1 || month > 12 || day < 1 || day > lastDay(month, year ?? 4)) return null;
  if (year === null) return `${NO_YEAR}-${two(month)}-${two(day)}`;
  const now = at.getUTCFullYear();
  const told = `${year}-${two(month)}-${two(day)}`;
  if (year < now - OLDEST_YEARS || told >= at.toISOString().slice(0, 10)) return null;
  return told;
}

interface Written {
  day: number;
  month: number;
  year: number | null;
}

function inNumbers(text: string): Written | null {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  if (iso) return { year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3]) };
  const usual = /^(\d{1,2})[./\- ](\d{1,2})(?:[./\- ](\d{4}))?\.?(?: ?(?:р|г)\.?)?$/.exec(text);
  if (!usual) return null;
  return { day: Number(usual[1]), month: Number(usual[2]), year: usual[3] ? Number(usual[3]) : null };
}

function inWords(text: string): Written | null {
  const [, first = '', second = '', year] =
    /^([\p{L}\d]+)(?:st|nd|rd|th|-?го)?\.? (?:of )?([\p{L}\d]+)(?:st|nd|rd|th)?\.?(?: (\d{4}))?(?: ?(?:р|г)\.?| року| года)?$/u.exec(
      text,
    ) ?? [];
  const [day, name] = /^\d/.test(first) ? [first, second] : [second, first];
  const month = MONTHS.get(name);
  const number = Number.parseInt(day, 10);
  if (month === undefined || Number.isNaN(number)) return null;
  return { day: number, month, year: year ? Number(year) : null };
}

/** The names of the months as they stand in a date, and their first three letters. */
function monthNames(language: Language): [string, number][] {
  const inDate = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', timeZone: 'UTC' });
  const alone = new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' });
  return Array.from({ length: 12 }, (_, month) => new Date(Date.UTC(2024, month, 1))).flatMap(
    (date, place) => {
      const part = inDate.formatToParts(date).find(({ type }) => type === 'month')?.value ?? '';
      const names = [part, alone.format(date)].map((name) => name.toLowerCase());
      return [...names, ...names.map((name) => name.slice(0, 3))].map((name): [string, number] => [
        name,
        place + 1,
      ]);
    },
  );
}

const lastDay = (month: number, year: number) =>
  new Date(Date.UTC(year < 100 ? 2024 : year, month, 0)).getUTCDate();
const two = (number: number) => String(number).padStart(2, '0');
