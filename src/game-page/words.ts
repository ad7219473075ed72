// The page's own words. They come inside the page, in the language it was asked in, and anew with the game when the
// player speaks another.
import { byId } from '#src/card-page/dom.ts';
import type { GameWord } from '#src/contract/game-words.ts';
import { isThing, type Thing } from '#src/core/quests/games/game-rules.ts';

let current: Record<string, string> | null = null;

/** A word with its values put in, such as `{{n}}`. */
export function say(word: GameWord | Thing, values: Record<string, string | number> = {}): string {
  current ??= JSON.parse(byId('words').textContent ?? '{}') as Record<string, string>;
  const text = current[word] ?? '';
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ''));
}

/** What lies on a card or falls. */
export function nameOf(thing: string | undefined): string {
  return isThing(thing) ? say(thing) : '';
}

export function speak(language: string, given: Record<string, string> | null): void {
  if (!given) return;
  current = given;
  document.documentElement.lang = language;
}
