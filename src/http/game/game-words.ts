import { GAME_WORDS, type GameWord } from '#src/contract/game-words.ts';
import { THINGS, type Thing } from '#src/core/quests/games/game-rules.ts';
import type { Language } from '#src/lib/language.ts';
import { webSentence } from '../sentences.ts';

/** Every word of the page; it puts figures and names in itself. */
export function gameWords(language: Language): Record<GameWord | Thing, string> {
  const places = { n: '{{n}}', of: '{{of}}', thing: '{{thing}}', left: '{{left}}', title: '{{title}}' };
  // The list is complete by its type; `fromEntries` forgets that.
  return Object.fromEntries(
    [...GAME_WORDS, ...THINGS].map((word) => [word, webSentence(`games.page.${word}`, language, places)]),
  ) as Record<GameWord | Thing, string>;
}
