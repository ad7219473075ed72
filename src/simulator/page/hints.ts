// Three hints on the first visit, and no more. Once put away they stay away.

import { el } from './dom.ts';
import { icon } from './icons.ts';
import { recall, remember } from './remember.ts';
import type { Say } from './words.ts';

const MEMORY = 'hints';

/** The note with the hints, or null for somebody who has put it away. */
export function createHints(say: Say): HTMLElement | null {
  if (recall(MEMORY) === 'seen') return null;
  const dismiss = (): void => {
    remember(MEMORY, 'seen');
    note.remove();
  };
  const note = el(
    'section',
    { class: 'hints', 'aria-label': say('hints') },
    el(
      'div',
      { class: 'hints-head' },
      el('h2', {}, say('hints')),
      el(
        'button',
        { class: 'round', type: 'button', 'aria-label': say('dismiss'), onclick: dismiss },
        icon('close', 17),
      ),
    ),
    el('ol', {}, el('li', {}, say('hint1')), el('li', {}, say('hint2')), el('li', {}, say('hint3'))),
    el('button', { class: 'primary', type: 'button', onclick: dismiss }, say('gotIt')),
  );
  return note;
}
