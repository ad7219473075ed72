// The words that the page itself shows: locales/<language>/web.json under card.page.
import type { Language } from '#src/lib/language.ts';
import { webSentence } from '../sentences.ts';

/** Every word of the page; what is not here does not come to it. */
export const PAGE_WORDS = [
  'live',
  'liveHint',
  'static',
  'staticHint',
  'bright',
  'balance',
  'offers',
  'offline',
  'failed',
  'again',
  'blocked',
  'join',
  'opening',
  'number',
  'copied',
  'larger',
  'smaller',
  'seconds',
] as const;

export type PageWord = (typeof PAGE_WORDS)[number];

export function pageWords(language: Language): Record<PageWord, string> {
  // The list is complete by its type; `fromEntries` forgets that.
  return Object.fromEntries(
    PAGE_WORDS.map((word) => [word, webSentence(`card.page.${word}`, language)]),
  ) as Record<PageWord, string>;
}
