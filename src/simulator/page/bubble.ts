// One message as a bubble: what it holds, its time and ticks, and the buttons under it. Telegram and Viber share
// the structure; their style sheets make the difference.

import type { ChatMessage, MessengerName, ShownButton } from '../control.ts';
import { type Child, el } from './dom.ts';
import { icon } from './icons.ts';
import { fileLink } from './safe-link.ts';
import { showPhoneNumber } from './show-phone-number.ts';
import { showTime } from './show-time.ts';
import { styledText } from './styled-text.ts';
import type { Say } from './words.ts';

export interface BubbleContext {
  messenger: MessengerName;
  say: Say;
  /** Whether another message of the same side comes right before and right after. */
  follows: boolean;
  followed: boolean;
  /** The newest message of the person: Viber writes its delivery state in words below. */
  newestOwn: boolean;
  press: (messageId: number, row: number, column: number, button: ShownButton) => void;
  enlarge: (photoUrl: string, alt: string) => void;
  copy: (message: ChatMessage) => void;
}

/** The whole row of a message. */
export function bubble(message: ChatMessage, context: BubbleContext): HTMLElement {
  if (message.kind === 'service') {
    return el('div', { class: 'service' }, el('span', {}, ...styledText(message.text)));
  }
  const classes = ['row', message.from === 'person' ? 'row-out' : 'row-in'];
  if (context.follows) classes.push('row-follows');
  if (!context.followed) classes.push('row-last');
  const block = el('div', { class: 'block' }, body(message, context), ...buttonsOf(message, context));
  const stateWords =
    context.messenger === 'viber' && context.newestOwn && deliveryWords(message, context.say);
  return el(
    'div',
    { class: classes.join(' '), 'data-message': message.messageId },
    context.messenger === 'viber' &&
      message.from === 'bot' &&
      el('div', { class: 'row-avatar', 'aria-hidden': 'true' }),
    block,
    stateWords && el('div', { class: 'row-state' }, stateWords),
  );
}

function body(message: ChatMessage, context: BubbleContext): HTMLElement {
  const hasText = message.text.length > 0;
  const bare = message.kind === 'photo' && !hasText;
  return el(
    'div',
    { class: `bubble bubble-${message.kind}${bare ? ' bubble-bare' : ''}` },
    message.from === 'other' && !context.follows && el('b', { class: 'author' }, message.author?.name),
    message.photoUrl !== undefined && photo(message.photoUrl, context),
    message.contact && contact(message.contact),
    message.location && place(message.location, context.say),
    message.document && file(message.document, context.say),
    message.kind === 'sticker' && el('div', { class: 'sticker', 'aria-label': context.say('sticker') }, '🙂'),
    hasText && el('div', { class: 'text' }, ...styledText(message.text)),
    hasText &&
      el(
        'button',
        {
          class: 'copy',
          type: 'button',
          title: context.say('copy'),
          'aria-label': context.say('copyMessage'),
          onclick: () => context.copy(message),
        },
        icon('copy', 14),
      ),
    meta(message, context),
  );
}

function meta(message: ChatMessage, context: BubbleContext): HTMLElement {
  const { say } = context;
  return el(
    'span',
    { class: 'meta' },
    message.editedAt !== undefined && el('span', { class: 'edited' }, say('edited')),
    el('time', { datetime: message.at }, showTime(message.at)),
    message.from === 'person' && context.messenger === 'telegram' && ticks(message, say),
  );
}

function ticks(message: ChatMessage, say: Say): HTMLElement {
  const one = message.state === 'sent';
  return el(
    'span',
    { class: 'ticks', role: 'img', 'aria-label': deliveryWords(message, say) },
    icon(one ? 'check' : 'checks', 16),
  );
}

function deliveryWords(message: ChatMessage, say: Say): string {
  return say(
    message.state === 'seen' ? 'stateSeen' : message.state === 'delivered' ? 'stateDelivered' : 'stateSent',
  );
}

function photo(photoUrl: string, context: BubbleContext): Child {
  const src = fileLink(photoUrl);
  if (!src) return null;
  const alt = context.say('picture');
  return el(
    'button',
    {
      class: 'photo',
      type: 'button',
      'aria-label': context.say('enlarge'),
      onclick: () => context.enlarge(src, alt),
    },
    el('img', { src, alt, decoding: 'async', draggable: 'false' }),
  );
}

function contact(shared: NonNullable<ChatMessage['contact']>): HTMLElement {
  return el(
    'div',
    { class: 'contact' },
    el('span', { class: 'disc', 'aria-hidden': 'true' }, shared.name.slice(0, 1) || '☎'),
    el(
      'span',
      { class: 'two-lines' },
      el('b', {}, shared.name),
      el('span', {}, showPhoneNumber(shared.phone)),
    ),
  );
}

function place(spot: NonNullable<ChatMessage['location']>, say: Say): HTMLElement {
  const where = `${spot.lat.toFixed(4)}, ${spot.lon.toFixed(4)}`;
  return el(
    'div',
    { class: 'place', role: 'img', 'aria-label': `${say('location')} ${where}` },
    icon('pin', 34),
    el('span', { class: 'place-where' }, where),
  );
}

function file(document: NonNullable<ChatMessage['document']>, say: Say): Child {
  const href = fileLink(document.url);
  const label = el(
    'span',
    { class: 'two-lines' },
    el('b', {}, document.fileName),
    el('span', {}, say('download')),
  );
  if (!href) return el('div', { class: 'file' }, label);
  return el(
    'a',
    { class: 'file', href, download: document.fileName },
    el('span', { class: 'disc' }, icon('down', 20)),
    label,
  );
}

function buttonsOf(message: ChatMessage, context: BubbleContext): HTMLElement[] {
  if (!message.buttons || message.buttons.length === 0) return [];
  const rows = message.buttons.map((row, rowIndex) =>
    el(
      'div',
      { class: 'inline-row' },
      ...row.map((button, column) =>
        el(
          'button',
          {
            class: `inline-button inline-${button.kind}`,
            type: 'button',
            onclick: (event) => {
              if (button.kind === 'callback' && event.currentTarget instanceof Element) {
                event.currentTarget.classList.add('waiting');
              }
              context.press(message.messageId, rowIndex, column, button);
            },
          },
          el('span', {}, button.label),
          button.kind === 'url' && icon('open', 12),
          button.kind === 'web_app' && icon('grid', 12),
          button.kind === 'copy' && icon('copy', 12),
        ),
      ),
    ),
  );
  return [el('div', { class: 'inline' }, ...rows)];
}
