// The scrolling part of a chat. Only messages that changed are drawn anew; the newest stays in sight unless the
// person has scrolled up, then a button counts what came below.

import type { ChatMessage, ChatView } from '../control.ts';
import { type BubbleContext, bubble } from './bubble.ts';
import { el } from './dom.ts';
import { icon } from './icons.ts';
import { showDay } from './show-time.ts';
import type { Say } from './words.ts';

const NEAR_BOTTOM_PX = 48;

export interface MessageList {
  element: HTMLElement;
  show: (view: ChatView) => void;
  /** Whether the newest message is in sight. */
  atBottom: () => boolean;
}

type Handlers = Pick<BubbleContext, 'press' | 'enlarge' | 'copy'>;

export function createMessageList(say: Say, handlers: Handlers, onSeen: () => void): MessageList {
  const drawn = new Map<string, { signature: string; node: HTMLElement }>();
  const inner = el('div', {
    class: 'messages',
    role: 'log',
    'aria-live': 'polite',
    'aria-label': say('messages'),
  });
  const scroller = el('div', { class: 'scroller', tabindex: '0', 'aria-label': say('messages') }, inner);
  const count = el('span', { class: 'jump-count' });
  const jump = el(
    'button',
    {
      class: 'jump',
      type: 'button',
      hidden: true,
      'aria-label': say('toNewest'),
      onclick: () => toBottom('smooth'),
    },
    icon('chevron', 24),
    count,
  );
  let pinned = true;
  let unread = 0;
  let newestId = 0;
  let lastTop = 0;

  const toBottom = (behavior: ScrollBehavior): void =>
    scroller.scrollTo({ top: scroller.scrollHeight, behavior });
  const drawJump = (): void => {
    jump.hidden = pinned;
    count.textContent = unread > 0 ? String(unread) : '';
    count.hidden = unread === 0;
  };
  scroller.addEventListener('scroll', () => {
    const near = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_BOTTOM_PX;
    // Growth below moves nothing; only a person scrolls back up.
    if (near) pinned = true;
    else if (scroller.scrollTop < lastTop) pinned = false;
    lastTop = scroller.scrollTop;
    if (pinned && unread > 0) {
      unread = 0;
      onSeen();
    }
    drawJump();
  });
  const keepInSight = new ResizeObserver(() => {
    if (pinned) toBottom('instant');
  });
  keepInSight.observe(inner);
  keepInSight.observe(scroller);

  const show = (view: ChatView): void => {
    const fresh = view.messages.filter((message) => message.messageId > newestId);
    const first = newestId === 0;
    newestId = view.messages.at(-1)?.messageId ?? 0;
    place(inner, drawn, wantedNodes(view, say), !first);
    if (first || fresh.some((message) => message.from === 'person')) pinned = true;
    if (pinned) {
      unread = 0;
      toBottom('instant');
    } else unread += fresh.filter((message) => message.from !== 'person').length;
    drawJump();
  };

  const wantedNodes = (view: ChatView, words: Say): Wanted[] => {
    const talk = view.messages.filter((message) => message.kind !== 'service');
    const newestOwn = talk.at(-1)?.from === 'person' ? talk.at(-1) : undefined;
    return view.messages.flatMap((message, index) => {
      const before = view.messages[index - 1];
      const day = showDay(message.at, words);
      const newDay = !before || showDay(before.at, words) !== day;
      const context: BubbleContext = {
        messenger: view.messenger,
        say: words,
        follows: !newDay && sameSide(before, message),
        followed: sameSide(message, view.messages[index + 1]),
        newestOwn: message === newestOwn,
        ...handlers,
      };
      const signature = JSON.stringify([message, context.follows, context.followed, context.newestOwn]);
      const row = { key: `m${message.messageId}`, signature, make: () => bubble(message, context) };
      const makeDay = () => el('div', { class: 'service day' }, el('span', {}, day));
      return newDay ? [{ key: `d${day}`, signature: day, make: makeDay }, row] : [row];
    });
  };

  return {
    element: el('div', { class: 'chat' }, scroller, jump),
    show,
    atBottom: () => pinned,
  };
}

interface Wanted {
  key: string;
  signature: string;
  make: () => HTMLElement;
}

/** Brings the drawn nodes in line with the wanted ones, touching only what differs. */
function place(
  inner: HTMLElement,
  drawn: Map<string, { signature: string; node: HTMLElement }>,
  wanted: readonly Wanted[],
  lively: boolean,
): void {
  const keys = new Set(wanted.map((one) => one.key));
  for (const [key, { node }] of drawn) {
    if (keys.has(key)) continue;
    node.remove();
    drawn.delete(key);
  }
  let previous: Element | null = null;
  for (const { key, signature, make } of wanted) {
    const known = drawn.get(key);
    let node = known?.node;
    if (!known || known.signature !== signature) {
      node = make();
      if (known) known.node.replaceWith(node);
      else if (lively) node.classList.add('row-new');
      drawn.set(key, { signature, node });
    }
    if (!node) continue;
    const spot: Element | null = previous ? previous.nextElementSibling : inner.firstElementChild;
    if (spot !== node) inner.insertBefore(node, spot);
    previous = node;
  }
}

function sameSide(one: ChatMessage | undefined, other: ChatMessage | undefined): boolean {
  return (
    one !== undefined &&
    other !== undefined &&
    one.from === other.from &&
    one.author?.personId === other.author?.personId &&
    one.kind !== 'service' &&
    other.kind !== 'service'
  );
}
