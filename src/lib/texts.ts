import { LANGUAGES, type Language } from './language.ts';

/** A text in one language or more. */
export type Texts = Partial<Record<Language, string>>;

/** The text in `language`, or else in `fallback`, or else in whichever there is; empty when there is none. */
export function textIn(texts: Texts, language: Language, fallback: Language = 'uk'): string {
  const found = [language, fallback, ...LANGUAGES].find((each) => texts[each]?.trim());
  return found ? (texts[found]?.trim() ?? '') : '';
}
