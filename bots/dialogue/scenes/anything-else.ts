// The end of the list: a refusal says what happened, an outcome that nobody waits for says nothing, and whatever we do
// not understand gets a short answer with the menu below it. Silence is no answer.
import type { Scene } from '../scene.ts';
import { words } from '../words.ts';
import { refusalText } from './refusal-text.ts';

export const anythingElse: Scene = (_state, event, view) => {
  if (event.kind === 'refused') return { say: [{ text: refusalText(event, view) }] };
  if (event.kind === 'did') return {};
  const { supportPhone: phone } = view.programme;
  const text = phone ? words(view.language, 'unknownHuman', { phone }) : words(view.language, 'unknown');
  return { say: [{ text }] };
};
