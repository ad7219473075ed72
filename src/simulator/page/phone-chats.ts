// The chats on a phone with Telegram: the one with the bot, the groups in which the bot is, and a new group.

import type { NewGroup, Person } from '../control.ts';
import { sheetTitle } from './attach-sheet.ts';
import { el } from './dom.ts';
import { icon } from './icons.ts';
import { openLayer, type Screen } from './screen-layer.ts';
import type { Say } from './words.ts';

export interface ChatsOptions {
  screen: Screen;
  say: Say;
  botName: string;
  person: Person;
  /** Undefined: the chat with the bot is open. */
  openGroup: string | undefined;
  others: () => readonly Person[];
  choose: (groupId: string | undefined) => void;
  add: (group: NewGroup) => void;
}

export function openChats(options: ChatsOptions): void {
  const { screen, say, botName, person, openGroup, choose } = options;
  openLayer(screen, { kind: 'sheet', label: say('chats') }, (close) => {
    const row = (title: string, under: string, groupId: string | undefined): HTMLElement => {
      const isOpen = groupId === openGroup;
      const mark = `bot-avatar${groupId === undefined ? '' : ' group-avatar'}`;
      return el(
        'button',
        {
          class: 'sheet-row',
          type: 'button',
          'aria-current': isOpen ? 'true' : null,
          'data-first': isOpen,
          onclick: () => {
            close();
            choose(groupId);
          },
        },
        el('span', { class: mark, 'aria-hidden': 'true' }, title.slice(0, 1)),
        el('span', { class: 'two-lines' }, el('b', {}, title), el('span', {}, under)),
      );
    };
    const rows = [
      row(botName, say('underTelegram'), undefined),
      ...person.telegram.groups.map(({ groupId, title }) => row(title, say('group'), groupId)),
    ];
    return [
      sheetTitle(say('chats'), say, close),
      el('ul', { class: 'sheet-list' }, ...rows.map((one) => el('li', {}, one))),
      el(
        'button',
        {
          class: 'sheet-row sheet-add',
          type: 'button',
          onclick: () => {
            close();
            openNewGroup(options);
          },
        },
        el('span', { class: 'disc' }, icon('plus', 20)),
        say('newGroup'),
      ),
    ];
  });
}

function openNewGroup({ screen, say, person, others, add }: ChatsOptions): void {
  openLayer(screen, { kind: 'sheet', label: say('newGroup') }, (close) => {
    const title = el('input', {
      type: 'text',
      value: say('groupName'),
      required: true,
      maxlength: 128,
      autocomplete: 'off',
    });
    const people = others().map((other) => ({
      other,
      box: el('input', { type: 'checkbox', checked: true }),
    }));
    const form = el(
      'form',
      { class: 'new-group' },
      el('label', { class: 'field-line' }, el('span', {}, say('groupTitle')), title),
      el('p', { class: 'sheet-note' }, say('groupNote')),
      ...people.map(({ other, box }) => el('label', { class: 'sheet-check' }, box, other.name)),
      el('button', { class: 'primary', type: 'submit', 'data-first': true }, say('makeGroup')),
    );
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      close();
      const chosen = people.filter(({ box }) => box.checked).map(({ other }) => other.personId);
      add({ title: title.value.trim(), personIds: [person.personId, ...chosen] });
    });
    return [sheetTitle(say('newGroup'), say, close), form];
  });
}
