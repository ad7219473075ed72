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

export function createPhoneHeader(messenger: MessengerName, say: Say, openMenu: () => void): PhoneHeader {
  const letter = el('span', { class: 'bot-avatar', 'aria-hidden': 'true' });
  const name = el('h2', { class: 'bot-name' });
  const under = el('span', { class: 'bot-under', role: 'status' });
  const usual = say(messenger === 'telegram' ? 'underTelegram' : 'underViber');
  under.textContent = usual;
  return {
    element: el(
      'header',
      { class: 'chat-head' },
      el('span', { class: 'head-back', 'aria-hidden': 'true' }, icon('back', 22)),
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
      name.textContent = view.bot.name;
      letter.textContent = view.bot.name.slice(0, 1);
    },
    connected(connected) {
      under.textContent = connected ? usual : say('reconnecting');
      under.classList.toggle('under-waiting', !connected);
    },
  };
}
