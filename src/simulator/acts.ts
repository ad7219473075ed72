// What a person's finger can find on the screen, and the refusal when it is not there. Shared by both messengers.
import type { Button, Chat, Key } from './chats.ts';
import { findEntry } from './chats.ts';

/** The screen does not offer what the person wants to do; the control API answers 409. */
export class NotOnScreen extends Error {}

export function mustBeOpen(chat: Chat): void {
  if (chat.blocked) throw new NotOnScreen('the person has blocked the bot; unblock first');
  if (!chat.opened) throw new NotOnScreen('the chat is not open; open it first');
}

export function findKey(chat: Chat, row: number, column: number): Key {
  const key = chat.keys?.[row]?.[column];
  if (!key) throw new NotOnScreen(`no key in row ${row}, column ${column}; shown: ${labels(chat)}`);
  return key;
}

export function findKeyByLabel(chat: Chat, label: string): Key {
  return only(chat.keys?.flat().filter((key) => key.shown.label === label) ?? [], label, labels(chat));
}

export function findButton(chat: Chat, messageId: number, row: number, column: number): Button {
  const button = findEntry(chat, messageId)?.buttons[row]?.[column];
  if (!button) throw new NotOnScreen(`message ${messageId} has no button in row ${row}, column ${column}`);
  return button;
}

/** The newest message that has a button with this label, and the button. */
export function findButtonByLabel(chat: Chat, label: string): { messageId: number; button: Button } {
  for (const entry of chat.entries.toReversed()) {
    const found = entry.buttons.flat().filter((button) => button.shown.label === label);
    if (found.length === 0) continue;
    return { messageId: entry.message.messageId, button: only(found, label, label) };
  }
  const shown = chat.entries.flatMap((entry) => entry.buttons.flat().map((button) => button.shown.label));
  throw new NotOnScreen(`no button "${label}"; shown: ${shown.join(' | ') || 'none'}`);
}

function only<Item>(found: Item[], label: string, shown: string): Item {
  const [first, second] = found;
  if (!first) throw new NotOnScreen(`no key "${label}"; shown: ${shown || 'none'}`);
  if (second) throw new NotOnScreen(`more than one "${label}" on the screen`);
  return first;
}

const labels = (chat: Chat): string =>
  chat.keys
    ?.flat()
    .map((key) => key.shown.label)
    .join(' | ') ?? 'none';
