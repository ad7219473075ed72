import type { Language } from '#src/lib/language.ts';
import { textIn } from '#src/lib/texts.ts';
import type { Given } from '../answer.ts';
import type { TaskContent } from '../task-content.ts';

/** What a player has given, as short as it can be said to staff; empty where there is nothing to say beside its kind. */
export function sayGiven(given: Given, { ask }: Pick<TaskContent, 'ask'>, language: Language): string {
  switch (given.kind) {
    case 'text':
      return given.text;
    case 'options': {
      const options = 'options' in ask ? ask.options : [];
      // An option that was taken out since is told by its number, as the player saw it.
      return given.options
        .map((place) => textIn(options[place] ?? {}, language) || String(place + 1))
        .join(' · ');
    }
    case 'stars':
      return '★'.repeat(given.stars);
    case 'game':
      return String(given.result);
    case 'counted':
      return String(given.count);
    case 'token':
      return given.token;
    case 'place':
    case 'photo':
    case 'pressed':
    case 'checked':
      return '';
  }
}
