// The line one writes in: attach, text, send, and the toggles for the bot's keyboard and its menu of commands.
// Enter sends, Shift+Enter breaks the line.

import type { ChatView, MessengerName } from '../control.ts';
import { el } from './dom.ts';
import { icon } from './icons.ts';
import type { Say } from './words.ts';

const LONGEST_TEXT = 4096;

export interface ComposerHandlers {
  sendText: (text: string) => void;
  attach: () => void;
  toggleKeyboard: () => void;
  openCommands: () => void;
  /** Opens the page of Telegram's menu button. */
  openPage: (url: string) => void;
}

export interface Composer {
  element: HTMLElement;
  show: (view: ChatView, keyboardOpen: boolean) => void;
  /** Gives back a text that could not be sent, unless something new was begun. */
  restore: (text: string) => void;
}

export function createComposer(messenger: MessengerName, say: Say, handlers: ComposerHandlers): Composer {
  const field = el('textarea', {
    class: 'field',
    rows: 1,
    maxlength: LONGEST_TEXT,
    'aria-label': say('writeHere'),
    enterkeyhint: 'send',
    autocomplete: 'off',
  });
  const send = el(
    'button',
    { class: 'round send', type: 'submit', 'aria-label': say('send') },
    icon('send', 22),
  );
  const commands = el(
    'button',
    {
      class: 'commands',
      type: 'button',
      hidden: true,
      'aria-label': say('commands'),
      onclick: () => handlers.openCommands(),
    },
    icon('menu', 18),
    el('span', {}, say('menu')),
  );
  const page = el('button', {
    class: 'commands',
    type: 'button',
    hidden: true,
    onclick: () => handlers.openPage(page.dataset.url ?? ''),
  });
  const keys = el(
    'button',
    {
      class: 'round toggle-keys',
      type: 'button',
      hidden: true,
      'aria-label': say('toggleKeyboard'),
      title: say('toggleKeyboard'),
      onclick: () => handlers.toggleKeyboard(),
    },
    icon('keys', 22),
  );
  const attach = el(
    'button',
    {
      class: 'round attach-button',
      type: 'button',
      'aria-label': say('attach'),
      title: say('attach'),
      onclick: () => handlers.attach(),
    },
    icon(messenger === 'telegram' ? 'paperclip' : 'plus', 23),
  );
  const box = el('div', { class: 'field-box' }, field, keys);
  const form = el(
    'form',
    { class: 'composer' },
    ...(messenger === 'telegram' ? [commands, page, box, attach, send] : [attach, box, send]),
  );

  const growField = (): void => {
    field.style.height = 'auto';
    field.style.height = `${Math.min(field.scrollHeight, 120)}px`;
    form.classList.toggle('composer-ready', field.value.trim() !== '');
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    const text = field.value.trim();
    if (text === '') return;
    field.value = '';
    growField();
    handlers.sendText(text);
  };
  form.addEventListener('submit', submit);
  field.addEventListener('input', growField);
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) submit(event);
  });

  return {
    element: form,
    show(view, keyboardOpen) {
      field.placeholder =
        view.placeholder ?? say(messenger === 'telegram' ? 'placeholderTelegram' : 'placeholderViber');
      // One button stands there: with a page of its own the commands are typed.
      page.hidden = view.menuButton === undefined;
      page.textContent = view.menuButton?.label ?? '';
      page.dataset.url = view.menuButton?.url ?? '';
      commands.hidden = view.menuButton !== undefined || view.commands.length === 0;
      keys.hidden = view.keyboard === null;
      attach.hidden = view.group !== undefined;
      keys.setAttribute('aria-pressed', String(keyboardOpen));
    },
    restore(text) {
      if (field.value === '') field.value = text;
      growField();
    },
  };
}
