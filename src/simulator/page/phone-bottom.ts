// What stands below the chat: the button that opens it, the button that unblocks it, or the composer with the
// bot's keyboard.

import type { Action, ChatView, MessengerName, ShownKey } from '../control.ts';
import { type Composer, type ComposerHandlers, createComposer } from './composer.ts';
import { el, fill } from './dom.ts';
import { replyKeyboard } from './reply-keyboard.ts';
import type { Say } from './words.ts';

export interface PhoneBottom {
  element: HTMLElement;
  composer: Composer;
  show: (view: ChatView) => void;
}

export interface BottomHandlers extends Omit<ComposerHandlers, 'toggleKeyboard'> {
  pressKey: (row: number, column: number, key: ShownKey) => void;
  send: (action: Action) => void;
}

export function createPhoneBottom(messenger: MessengerName, say: Say, handlers: BottomHandlers): PhoneBottom {
  let view: ChatView | null = null;
  let drawnKeys = '';
  let keyboardOpen = true;
  const keysPlace = el('div', { class: 'keys-place' });
  const composer = createComposer(messenger, say, {
    ...handlers,
    toggleKeyboard() {
      keyboardOpen = !keyboardOpen;
      draw();
    },
  });
  const start = bar('start', say(messenger === 'telegram' ? 'startTelegram' : 'startViber'), () =>
    handlers.send({ act: 'open' }),
  );
  const unblock = bar('unblock', say(messenger === 'telegram' ? 'unblockTelegram' : 'unblockViber'), () =>
    handlers.send({ act: 'unblock' }),
  );
  const talk = el('div', { class: 'talk' }, composer.element, keysPlace);

  const draw = (): void => {
    if (!view) return;
    // In a group people go on talking when the bot is out of it.
    const isClosed = view.blocked && !view.group;
    start.hidden = view.opened || view.blocked;
    unblock.hidden = !isClosed;
    talk.hidden = !view.opened || isClosed;
    const keys = JSON.stringify(view.keyboard);
    if (keys !== drawnKeys) {
      drawnKeys = keys;
      keyboardOpen = view.keyboard !== null;
      fill(keysPlace, view.keyboard && replyKeyboard(view.keyboard, messenger, say, handlers.pressKey));
    }
    keysPlace.hidden = !keyboardOpen || view.keyboard === null;
    composer.show(view, keyboardOpen);
  };

  return {
    element: el('div', { class: 'bottom' }, start, unblock, talk),
    composer,
    show(next) {
      view = next;
      draw();
    },
  };
}

function bar(kind: string, label: string, onclick: () => void): HTMLElement {
  return el(
    'div',
    { class: `bar bar-${kind}`, hidden: true },
    el('button', { type: 'button', onclick }, label),
  );
}
