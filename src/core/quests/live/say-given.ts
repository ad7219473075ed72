// Answers in plain words, for the staff.
import type { Language } from '#src/lib/language.ts';
import { type Texts, textIn } from '#src/lib/texts.ts';
import type { StoredGiven } from '../judge-answer.ts';
import type { TaskContent } from '../task-content.ts';

/** What a player has given, as short as it can be said; empty where there is nothing to say beside its kind. */
export function sayGiven(given: StoredGiven, { ask }: Pick<TaskContent, 'ask'>, language: Language): string {
  switch (given.kind) {
    case 'text':
      return given.text;
    case 'options':
      return sayOptions('options' in ask ? ask.options : [], given.options, language);
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

/** What is kept as right; empty where no answer is. */
export function sayRight({ ask }: Pick<TaskContent, 'ask'>, language: Language): string {
  if (ask.type === 'quiz') return sayOptions(ask.options, ask.right, language);
  if (ask.type === 'text' || ask.type === 'code') return ask.answers.join(' · ');
  if (ask.type === 'qr') return ask.token;
  return '';
}

/** An option that was taken out since is told by its number, as the player saw it. */
function sayOptions(options: readonly Texts[], places: readonly number[], language: Language): string {
  return places.map((place) => textIn(options[place] ?? {}, language) || String(place + 1)).join(' · ');
}
