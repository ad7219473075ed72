// The messenger's own small dialogs on the screen: one with a choice, one that only tells, and the enlarged picture.

import { readCode } from './control-client.ts';
import { copyText } from './copy-text.ts';
import { el } from './dom.ts';
import { icon } from './icons.ts';
import { openLayer, type Screen } from './screen-layer.ts';
import type { Say } from './words.ts';

export interface Question {
  title: string;
  text: string;
  yes: string;
  no?: string;
}

/** Shows a dialog; `agree` runs only on yes. */
export function askOnScreen(screen: Screen, question: Question, agree: () => void): void {
  openLayer(screen, { kind: 'dialog', label: question.title }, (close) => [
    el('h3', {}, question.title),
    question.text !== '' && el('p', {}, question.text),
    el(
      'div',
      { class: 'dialog-buttons' },
      question.no !== undefined &&
        el('button', { class: 'dialog-button', type: 'button', onclick: close }, question.no),
      el(
        'button',
        {
          class: 'dialog-button dialog-yes',
          type: 'button',
          'data-first': true,
          onclick: () => {
            close();
            agree();
          },
        },
        question.yes,
      ),
    ),
  ]);
}

/** Shows a picture over the whole screen until it is tapped; what its QR code says can be copied. */
export function enlargeOnScreen(screen: Screen, src: string, alt: string, say: Say): void {
  const below = el('div', { class: 'full-code' });
  // A picture without a code, or of a simulator that is away, has nothing to copy.
  readCode(src).then(
    (code) => code && below.append(codeButton(code, say)),
    () => undefined,
  );
  openLayer(screen, { kind: 'full', label: alt }, (close) => [
    el(
      'div',
      { class: 'full-head' },
      el(
        'button',
        { class: 'round', type: 'button', 'aria-label': say('close'), 'data-first': true, onclick: close },
        icon('close', 24),
      ),
      el(
        'a',
        {
          class: 'round',
          href: src,
          target: '_blank',
          rel: 'noopener noreferrer',
          'aria-label': say('openInTab'),
          title: say('openInTab'),
        },
        icon('open', 22),
      ),
    ),
    el(
      'button',
      { class: 'full-picture', type: 'button', 'aria-label': say('close'), onclick: close },
      el('img', { src, alt }),
    ),
    below,
  ]);
}

function codeButton(code: string, say: Say): HTMLElement {
  const label = el('code', {}, code);
  return el(
    'button',
    {
      type: 'button',
      'aria-label': say('copyCode', { code }),
      onclick: () => {
        void copyText(code).then((copied) => {
          label.textContent = say(copied ? 'copied' : 'notCopied');
        });
      },
    },
    icon('copy', 16),
    label,
  );
}
