// Tells Viber that the person has read: once for each newest message, when the chat is really in sight.

import type { ChatView } from '../control.ts';

export interface ReadReceipts {
  show: (view: ChatView) => void;
  /** Looks again, after scrolling or coming back to the page. */
  look: () => void;
  stop: () => void;
}

export function createReadReceipts(
  phone: HTMLElement,
  atBottom: () => boolean,
  tellRead: () => void,
): ReadReceipts {
  let newest = 0;
  let told = 0;
  let onScreen = false;
  const look = (): void => {
    if (newest <= told || !onScreen || document.visibilityState !== 'visible' || !atBottom()) return;
    told = newest;
    tellRead();
  };
  const observer = new IntersectionObserver(
    (entries) => {
      onScreen = entries.at(-1)?.isIntersecting ?? false;
      look();
    },
    { threshold: 0.4 },
  );
  observer.observe(phone);
  document.addEventListener('visibilitychange', look);
  return {
    show(view) {
      newest = view.blocked
        ? 0
        : (view.messages.findLast((message) => message.from === 'bot')?.messageId ?? 0);
      if (newest < told) told = newest;
      look();
    },
    look,
    stop() {
      observer.disconnect();
      document.removeEventListener('visibilitychange', look);
    },
  };
}
