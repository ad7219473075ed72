// A page over the chat: a Mini App in Telegram, the built-in browser in Viber.
import { el } from './dom.ts';
import { icon } from './icons.ts';
import { safeLink } from './safe-link.ts';
import { openLayer, type Screen } from './screen-layer.ts';
import type { Say } from './words.ts';

/** Nothing opens when it is no web address. */
export function openWebPage(screen: Screen, address: string, title: string, say: Say): void {
  const src = safeLink(address);
  if (!src) return;
  openLayer(screen, { kind: 'page', label: title }, (close) => [
    el(
      'div',
      { class: 'page-head' },
      el(
        'button',
        { class: 'round', type: 'button', 'aria-label': say('close'), 'data-first': true, onclick: close },
        icon('close', 22),
      ),
      el('b', {}, title),
    ),
    el('iframe', { class: 'page-frame', src, title, allow: 'screen-wake-lock; clipboard-write' }),
  ]);
}
