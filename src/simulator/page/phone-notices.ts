// Short notices over the chat: a toast that goes by itself, or an alert that waits for OK. Only notices newer than
// the first look at the chat are shown.

import type { ChatView } from '../control.ts';
import { askOnScreen } from './ask-on-screen.ts';
import { el } from './dom.ts';
import type { Screen } from './screen-layer.ts';
import type { Say } from './words.ts';

const TOAST_MS = 3_500;

export interface PhoneNotices {
  element: HTMLElement;
  show: (view: ChatView) => void;
  toast: (text: string) => void;
}

export function createPhoneNotices(screen: Screen, say: Say): PhoneNotices {
  const place = el('div', { class: 'toasts', role: 'status' });
  let newest: string | null = null;
  const toast = (text: string): void => {
    const one = el('div', { class: 'toast' }, text);
    place.replaceChildren(one);
    setTimeout(() => one.remove(), TOAST_MS);
  };
  return {
    element: place,
    toast,
    show(view) {
      const before = newest;
      newest = view.toasts.at(-1)?.at ?? before ?? '';
      if (before === null) return;
      for (const notice of view.toasts.filter(({ at }) => at > before)) {
        if (notice.alert)
          askOnScreen(screen, { title: view.bot.name, text: notice.text, yes: say('ok') }, () => {});
        else toast(notice.text);
      }
    },
  };
}
