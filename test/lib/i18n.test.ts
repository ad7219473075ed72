import { expect, test } from 'vitest';
import { refusalSentence } from '#src/lib/i18n.ts';

test.each([
  ['uk', 1, 'протягом 1 дня'],
  ['uk', 30, 'протягом 30 днів'],
  ['ru', 21, 'в течение 21 дня'],
  ['ru', 30, 'в течение 30 дней'],
  ['en', 1, 'for 1 day only'],
  ['en', 30, 'for 30 days only'],
] as const)(
  'when a refusal in %s names %i days, then they stand in their plural',
  (language, days, words) => {
    expect(refusalSentence(language, 'merge_too_old', { days })).toContain(words);
  },
);
