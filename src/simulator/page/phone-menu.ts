// Two lists that come up over the chat: the chat's own menu (SMS, from the beginning, block) and Telegram's menu of
// commands.

import type { Action, ChatView } from '../control.ts';
import { sheetTitle } from './attach-sheet.ts';
import { el } from './dom.ts';
import { type IconName, icon } from './icons.ts';
import { openLayer, type Screen } from './screen-layer.ts';
import type { Say } from './words.ts';

export function openChatMenu(
  screen: Screen,
  view: ChatView,
  say: Say,
  handlers: { send: (action: Action) => void; openSms: () => void },
): void {
  openLayer(screen, { kind: 'sheet', label: say('chatMenu') }, (close) => {
    const item = (name: IconName, label: string, run: () => void): HTMLElement =>
      el(
        'li',
        {},
        el(
          'button',
          {
            class: 'sheet-row',
            type: 'button',
            onclick: () => {
              close();
              run();
            },
          },
          el('span', { class: 'disc' }, icon(name, 20)),
          label,
        ),
      );
    return [
      sheetTitle(view.group?.title ?? view.bot.name, say, close),
      el(
        'ul',
        { class: 'sheet-list' },
        item('bubble', say('smsAll'), handlers.openSms),
        !view.group && item('restart', say('restartLong'), () => handlers.send({ act: 'restart' })),
        view.group?.type === 'group' &&
          item('people', say('upgradeGroup'), () => handlers.send({ act: 'upgrade' })),
        view.blocked
          ? item('unblock', say(view.group ? 'addBot' : 'unblock'), () => handlers.send({ act: 'unblock' }))
          : item('block', say(view.group ? 'removeBot' : 'block'), () => handlers.send({ act: 'block' })),
      ),
    ];
  });
}

export function openCommands(screen: Screen, view: ChatView, say: Say, send: (action: Action) => void): void {
  openLayer(screen, { kind: 'sheet', label: say('commands') }, (close) => [
    el(
      'ul',
      { class: 'sheet-list command-list' },
      ...view.commands.map(({ command, description }) =>
        el(
          'li',
          {},
          el(
            'button',
            {
              class: 'sheet-row',
              type: 'button',
              onclick: () => {
                close();
                send({ act: 'text', text: `/${command}` });
              },
            },
            el('span', { class: 'command-does' }, description),
            el('span', { class: 'command-name' }, `/${command}`),
          ),
        ),
      ),
    ),
  ]);
}
