// The page's own words. They come inside the page, in the language it was asked in, and anew with the card when the
// member speaks another.
import { byId } from './dom.ts';

const NAMES = [
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
  'number',
  'copied',
  'larger',
  'smaller',
  'seconds',
] as const;

export type Words = Record<(typeof NAMES)[number], string>;

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
  return Object.fromEntries(NAMES.map((name) => [name, given[name] ?? ''])) as Words;
}
