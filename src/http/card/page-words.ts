import { CARD_WORDS, type CardWord } from '#src/contract/card-words.ts';
import type { Language } from '#src/lib/language.ts';
import { webSentence } from '../sentences.ts';

/** Every word of the page; what is not in the list does not come to it. */
export function pageWords(language: Language): Record<CardWord, string> {
  // The page puts the number in itself, every second anew.
  const n = '{{n}}';
  // The list is complete by its type; `fromEntries` forgets that.
  return Object.fromEntries(
    CARD_WORDS.map((word) => [word, webSentence(`card.page.${word}`, language, { n })]),
  ) as Record<CardWord, string>;
}
