// SMS on a phone: a banner that slides in from above and stays until it is put away, and the list of all of them.

import type { Sms } from '../control.ts';
import { sheetTitle } from './attach-sheet.ts';
import { copyText } from './copy-text.ts';
import { el } from './dom.ts';
import { icon } from './icons.ts';
import { openLayer, type Screen } from './screen-layer.ts';
import { showTime } from './show-time.ts';
import type { Say } from './words.ts';

export interface BannerHandlers {
  dismiss: () => void;
  openList: () => void;
}

/** The notification for one SMS. When the text holds a code, it can be copied with one tap. */
export function smsBanner(sms: Sms, say: Say, handlers: BannerHandlers): HTMLElement {
  const code = codeIn(sms.text);
  return el(
    'div',
    { class: 'banner', role: 'alert' },
    el(
      'div',
      { class: 'banner-head' },
      el('span', { class: 'banner-app' }, icon('bubble', 13)),
      el('span', {}, say('smsApp')),
      el('span', { class: 'banner-time' }, showTime(sms.at)),
      el(
        'button',
        { class: 'round', type: 'button', 'aria-label': say('dismiss'), onclick: handlers.dismiss },
        icon('close', 16),
      ),
    ),
    el(
      'button',
      { class: 'banner-body', type: 'button', title: say('smsAll'), onclick: handlers.openList },
      el('b', {}, sms.from),
      el('span', {}, sms.text),
    ),
    code !== null && copyCode(code, say),
  );
}

/** All SMS of the phone, the newest first. */
export function openSmsList(screen: Screen, list: readonly Sms[], say: Say): void {
  openLayer(screen, { kind: 'sheet', label: say('smsAll') }, (close) => [
    sheetTitle(say('smsAll'), say, close),
    list.length === 0
      ? el('p', { class: 'sheet-empty' }, say('smsNone'))
      : el(
          'ul',
          { class: 'sheet-list sms-list' },
          ...list
            .toReversed()
            .map((sms) =>
              el(
                'li',
                { class: 'sms' },
                el(
                  'div',
                  { class: 'sms-head' },
                  el('b', {}, sms.from),
                  el('time', { datetime: sms.at }, showTime(sms.at)),
                ),
                el('p', {}, sms.text),
              ),
            ),
        ),
  ]);
}

function copyCode(code: string, say: Say): HTMLElement {
  const label = el('span', {}, say('copyCode', { code }));
  return el(
    'button',
    {
      class: 'banner-code',
      type: 'button',
      onclick: () => {
        void copyText(code).then((copied) => {
          if (copied) label.textContent = say('copied');
        });
      },
    },
    icon('copy', 15),
    label,
  );
}

/** The first group of 4 to 8 figures standing alone. */
function codeIn(text: string): string | null {
  return /(?<!\d)\d{4,8}(?!\d)/.exec(text)?.[0] ?? null;
}
