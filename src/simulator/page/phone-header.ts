// The head of a chat: the bot's avatar and name, and what Telegram or Viber writes below it. While the connection
// is being found again it says so there, as the messengers do.

import type { ChatView, MessengerName } from '../control.ts';
import { el } from './dom.ts';
import { icon } from './icons.ts';
import type { Say } from './words.ts';

export interface PhoneHeader {
  element: HTMLElement;
  show: (view: ChatView) => void;
  connected: (connected: boolean) => void;
}

export interface HeaderHandlers {
  openMenu: () => void;
  /** Leads to the other chats on the phone, where there are others. */
  openChats: () => void;
}

export function createPhoneHeader(
  messenger: MessengerName,
  say: Say,
  { openMenu, openChats }: HeaderHandlers,
): PhoneHeader {
  const letter = el('span', { class: 'bot-avatar', 'aria-hidden': 'true' });
  const name = el('h2', { class: 'bot-name' });
  const under = el('span', { class: 'bot-under', role: 'status' });
  let usual = say(messenger === 'telegram' ? 'underTelegram' : 'underViber');
  let isConnected = true;
  const drawUnder = (): void => {
    under.textContent = isConnected ? usual : say('reconnecting');
    under.classList.toggle('under-waiting', !isConnected);
  };
  drawUnder();
  return {
    element: el(
      'header',
      { class: 'chat-head' },
      messenger === 'telegram'
        ? el(
            'button',
            {
              class: 'round head-back',
              type: 'button',
              'aria-label': say('chats'),
              title: say('chats'),
              onclick: openChats,
            },
            icon('back', 22),
          )
        : el('span', { class: 'head-back', 'aria-hidden': 'true' }, icon('back', 22)),
      letter,
      el('div', { class: 'head-names' }, name, under),
      el(
        'button',
        {
          class: 'round',
          type: 'button',
          'aria-label': say('chatMenu'),
          title: say('chatMenu'),
          onclick: openMenu,
        },
        icon('dots', 22),
      ),
    ),
    show(view) {
      const shown = view.group?.title ?? view.bot.name;
      name.textContent = shown;
      letter.textContent = shown.slice(0, 1);
      letter.classList.toggle('group-avatar', view.group !== undefined);
      if (view.group) usual = view.group.members.join(', ');
      else usual = say(messenger === 'telegram' ? 'underTelegram' : 'underViber');
      drawUnder();
    },
    connected(connected) {
      isConnected = connected;
      drawUnder();
    },
  };
}
