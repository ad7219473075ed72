// The words of the page in three languages. The page speaks the visitor's choice; inside a phone the messenger
// speaks its owner's language, as in life.

import { en } from './words-en.ts';
import { ru } from './words-ru.ts';
import { uk } from './words-uk.ts';

export type Language = 'uk' | 'en' | 'ru';
export type Word = keyof typeof uk;
export type Words = Readonly<Record<Word, string>>;

const BOOKS: Readonly<Record<Language, Words>> = { uk, en, ru };

export const LANGUAGES: readonly Language[] = ['uk', 'en', 'ru'];

export interface Say {
  (word: Word, values?: Readonly<Record<string, string>>): string;
  readonly language: Language;
}

/** Speaks one language; `{name}` in a text is replaced by values.name. */
export function speak(language: Language): Say {
  const say = (word: Word, values: Readonly<Record<string, string>> = {}): string =>
    BOOKS[language][word].replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
  return Object.assign(say, { language });
}

/** The nearest of our languages for a tag such as `en-US`; Ukrainian for any other. */
export function languageOf(tag: string | null | undefined): Language {
  const start = tag?.slice(0, 2).toLowerCase();
  return LANGUAGES.find((language) => language === start) ?? 'uk';
}
