// The keys below the chat. Telegram shares each row evenly; Viber lays keys on a grid of six columns in the colours
// that the bot chose.

import type { ChatView, MessengerName, ShownKey } from '../control.ts';
import { el } from './dom.ts';
import { icon } from './icons.ts';
import type { Say } from './words.ts';

const GRID_COLUMNS = 6;

export type PressKey = (row: number, column: number, key: ShownKey) => void;

/** The keyboard of a chat as it stands. */
export function replyKeyboard(
  keys: NonNullable<ChatView['keyboard']>,
  messenger: MessengerName,
  say: Say,
  press: PressKey,
): HTMLElement {
  const attributes = { class: 'keyboard', role: 'group', 'aria-label': say('keyboard') };
  if (messenger === 'telegram') {
    return el(
      'div',
      attributes,
      ...keys.map((row, index) =>
        el(
          'div',
          { class: 'key-row' },
          ...row.map((key, column) => telegramKey(key, () => press(index, column, key))),
        ),
      ),
    );
  }
  const flat = keys.flatMap((row, index) =>
    row.map((key, column) => viberKey(key, () => press(index, column, key))),
  );
  return el('div', attributes, ...flat);
}

function telegramKey(key: ShownKey, onclick: () => void): HTMLElement {
  return el(
    'button',
    { class: 'key', type: 'button', onclick },
    el('span', {}, key.label),
    key.kind === 'location' && icon('pin', 13),
  );
}

function viberKey(key: ShownKey, onclick: () => void): HTMLElement {
  const button = el(
    'button',
    { class: 'key', type: 'button', disabled: key.kind === 'none', onclick },
    el('span', {}, key.label),
  );
  button.style.gridColumn = `span ${Math.min(Math.max(key.columns ?? GRID_COLUMNS, 1), GRID_COLUMNS)}`;
  button.style.gridRow = `span ${Math.min(Math.max(key.rows ?? 1, 1), 2)}`;
  if (key.background) button.style.backgroundColor = key.background;
  const ink = key.color ?? (key.background ? inkOn(key.background) : undefined);
  if (ink) button.style.color = ink;
  return button;
}

/** Dark or white letters, whichever is better readable on a #rrggbb (ITU-R BT.601 brightness). */
function inkOn(background: string): string | undefined {
  const parts = /^#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(background);
  if (!parts) return undefined;
  const [red = 0, green = 0, blue = 0] = parts.slice(1).map((part) => Number.parseInt(part, 16));
  return red * 0.299 + green * 0.587 + blue * 0.114 > 150 ? '#1c1c22' : '#ffffff';
}
