// A chat with one bot as the phones show it: messages, keys, notices. The same for both messengers;
// what may be sent and how it travels is theirs.
import type { ChatMessage, ChatView, MessengerName, ShownButton, ShownKey } from './control.ts';

/** Something that can be pressed, with what pressing it says to the bot. */
export interface Pressable<Shown> {
  shown: Shown;
  body: string;
  silent: boolean;
}
export type Key = Pressable<ShownKey>;
export type Button = Pressable<ShownButton>;

export interface Entry {
  message: ChatMessage;
  buttons: Button[][];
}

export interface Chat {
  messenger: MessengerName;
  /** Tells everybody who watches a phone on which it is. */
  changed: () => void;
  /** Whether the phone shows the chat as begun; `restart` takes it back. */
  opened: boolean;
  /** Whether the bot may write: Telegram started, Viber subscribed. */
  joined: boolean;
  blocked: boolean;
  /** The last message id or revision given. */
  counter: number;
  entries: Entry[];
  keys: Key[][] | null;
  /** Telegram's one_time_keyboard: the keys go away when one is pressed. */
  keysOnce: boolean;
  placeholder: string | undefined;
  toasts: ChatView['toasts'];
}

/** A phone keeps this many messages of a chat, so that a long run does not grow for ever. */
const KEEP_MESSAGES = 500;
const KEEP_TOASTS = 5;

export function makeChat(messenger: MessengerName, changed: () => void): Chat {
  return {
    messenger,
    changed,
    opened: false,
    joined: false,
    blocked: false,
    counter: 0,
    entries: [],
    keys: null,
    keysOnce: false,
    placeholder: undefined,
    toasts: [],
  };
}

export function nextId(chat: Chat): number {
  chat.counter += 1;
  return chat.counter;
}

/** Puts a message at the end of the chat and tells those who watch the phone. */
export function addMessage(chat: Chat, message: ChatMessage, buttons: Button[][] = []): Entry {
  const shown = buttons.length === 0 ? message : { ...message, buttons: showButtons(buttons) };
  const entry = { message: shown, buttons };
  chat.entries.push(entry);
  if (chat.entries.length > KEEP_MESSAGES) chat.entries.shift();
  chat.opened = true;
  chat.changed();
  return entry;
}

/** Replaces what a message shows; `at` is the moment of the edit. */
export function editMessage(chat: Chat, entry: Entry, changes: Partial<ChatMessage>, at: Date): void {
  entry.message = { ...entry.message, ...changes, editedAt: at.toISOString(), revision: nextId(chat) };
  chat.changed();
}

export const showButtons = (rows: Button[][]): ShownButton[][] => rows.map((row) => row.map((b) => b.shown));

export function findEntry(chat: Chat, messageId: number): Entry | undefined {
  return chat.entries.findLast((entry) => entry.message.messageId === messageId);
}

export function removeMessage(chat: Chat, messageId: number): boolean {
  const before = chat.entries.length;
  chat.entries = chat.entries.filter((entry) => entry.message.messageId !== messageId);
  if (chat.entries.length === before) return false;
  chat.changed();
  return true;
}

export function showKeys(chat: Chat, keys: Key[][] | null, once = false, placeholder?: string): void {
  chat.keys = keys;
  chat.keysOnce = once;
  chat.placeholder = placeholder;
}

export function addToast(chat: Chat, toast: ChatView['toasts'][number]): void {
  chat.toasts = [...chat.toasts.slice(1 - KEEP_TOASTS), toast];
  chat.changed();
}

/** What a person does with `restart`: the phone forgets, the messenger's servers do not. */
export function forgetOnPhone(chat: Chat): void {
  chat.entries = [];
  chat.toasts = [];
  showKeys(chat, null);
  chat.opened = false;
  chat.changed();
}

/** As it stands on the phone of one person, with what is not the chat's own. */
export function viewChat(
  chat: Chat,
  personId: string,
  { bot, commands, menuButton, group }: Pick<ChatView, 'bot' | 'commands' | 'menuButton' | 'group'>,
): ChatView {
  return {
    messenger: chat.messenger,
    personId,
    bot,
    ...(group ? { group } : {}),
    opened: chat.opened,
    blocked: chat.blocked,
    messages: chat.entries.map(({ message }) => seenBy(personId, message)),
    keyboard: chat.keys === null ? null : chat.keys.map((row) => row.map((key) => key.shown)),
    ...(chat.placeholder === undefined ? {} : { placeholder: chat.placeholder }),
    toasts: chat.toasts.filter(({ to }) => to === undefined || to === personId),
    commands,
    ...(menuButton ? { menuButton } : {}),
  };
}

/** What somebody else has written in a group is not the person's own. */
const seenBy = (personId: string, message: ChatMessage): ChatMessage =>
  message.author && message.author.personId !== personId ? { ...message, from: 'other' } : message;
