// A campaign's versions as rows of a spreadsheet: the columns, and what they may be called.
import type { Language } from '#src/lib/language.ts';

export const MATRIX_COLUMNS = [
  'block',
  'segment',
  'tier',
  'rfm',
  'lifeCycle',
  'condition',
  'variant',
  'uk',
  'ru',
  'en',
] as const;
export type MatrixColumn = (typeof MATRIX_COLUMNS)[number];

export const COLUMN_NAMES: Record<Language, Record<MatrixColumn, string>> = {
  uk: {
    block: 'блок',
    segment: 'сегмент',
    tier: 'рівень',
    rfm: 'rfm',
    lifeCycle: 'життєвий цикл',
    condition: 'умова',
    variant: 'варіант',
    uk: 'українська',
    ru: 'російська',
    en: 'англійська',
  },
  ru: {
    block: 'блок',
    segment: 'сегмент',
    tier: 'уровень',
    rfm: 'rfm',
    lifeCycle: 'жизненный цикл',
    condition: 'условие',
    variant: 'вариант',
    uk: 'украинский',
    ru: 'русский',
    en: 'английский',
  },
  en: {
    block: 'block',
    segment: 'segment',
    tier: 'tier',
    rfm: 'rfm',
    lifeCycle: 'life cycle',
    condition: 'condition',
    variant: 'variant',
    uk: 'ukrainian',
    ru: 'russian',
    en: 'english',
  },
};

/** Case, blanks and signs do not matter. Null: no column of ours. */
export function columnOf(heading: string): MatrixColumn | null {
  const plain = plainOf(heading);
  return (
    MATRIX_COLUMNS.find(
      (column) =>
        plainOf(column) === plain ||
        Object.values(COLUMN_NAMES).some((names) => plainOf(names[column]) === plain),
    ) ?? null
  );
}

export function plainOf(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
