// The page's own words. They come inside the page, in the language it was asked in, and anew with the card when the
// member speaks another.
import { CARD_WORDS, type CardWord } from '#src/contract/card-words.ts';
import { byId } from './dom.ts';

export type Words = Record<CardWord, string>;

let current: Words | null = null;

export function words(): Words {
  current ??= complete(JSON.parse(byId('words').textContent ?? '{}') as Record<string, string>);
  return current;
}

export function speak(language: string, given: Record<string, string> | null): void {
  if (!given) return;
  current = complete(given);
  document.documentElement.lang = language;
}

function complete(given: Record<string, string>): Words {
  return Object.fromEntries(CARD_WORDS.map((name) => [name, given[name] ?? ''])) as Words;
}
