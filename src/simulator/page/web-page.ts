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
  const frame = el('iframe', { class: 'page-frame', src, title, allow: 'screen-wake-lock; clipboard-write' });
  const close = openLayer(screen, { kind: 'page', label: title }, (leave) => [
    el(
      'div',
      { class: 'page-head' },
      el(
        'button',
        { class: 'round', type: 'button', 'aria-label': say('close'), 'data-first': true, onclick: leave },
        icon('close', 22),
      ),
      el('b', {}, title),
    ),
    frame,
  ]);
  // A Mini App closes itself so (core.telegram.org/api/web-events).
  const hear = ({ source, data }: MessageEvent): void => {
    if (!frame.isConnected) window.removeEventListener('message', hear);
    else if (source === frame.contentWindow && eventIn(data) === 'web_app_close') close();
  };
  window.addEventListener('message', hear);
}

function eventIn(data: unknown): unknown {
  if (typeof data !== 'string') return undefined;
  try {
    const told: unknown = JSON.parse(data);
    return typeof told === 'object' && told !== null && 'eventType' in told ? told.eventType : undefined;
  } catch {
    return undefined;
  }
}
