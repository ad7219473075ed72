// The simulator's control API as types: what tests and the page of phones ask of it over HTTP.
// Everything here is JSON under /control, no part of either messenger's protocol; the program never calls it.

export type MessengerName = 'telegram' | 'viber';

/** Somebody who owns a phone with both messengers on it. */
export interface Person {
  /** Short and stable, such as `p1`. */
  personId: string;
  /** The name shown in both messengers (Viber may hide it from bots). */
  name: string;
  /** E.164. */
  phone: string;
  /** IETF tag, as messengers report it: `uk`, `ru`, `en-US`. */
  language: string;
  telegram: {
    userId: number;
    username?: string;
    started: boolean;
    blocked: boolean;
    /** Those with the bot in which the person is. */
    groups: GroupName[];
  };
  viber: {
    userId: string;
    /** On `desktop` a share-phone button sends the text `reply` instead of the contact. */
    device: 'phone' | 'desktop';
    subscribed: boolean;
    /** Whether the person lets bots see the real name; otherwise bots get a placeholder. */
    sharesName: boolean;
    apiVersion: number;
  };
}

export interface GroupName {
  /** Short and stable, such as `g1`. */
  groupId: string;
  title: string;
}

/** POST /control/groups: whoever is first adds the bot. Answered with GroupName. */
export interface NewGroup {
  title: string;
  personIds: string[];
}

/** POST /control/people: every field may be left out; the simulator invents what is missing. */
export interface NewPerson {
  name?: string;
  phone?: string;
  language?: string;
  device?: 'phone' | 'desktop';
  sharesName?: boolean;
  /** Of the person's Viber, 10 when left out; messages that ask for more are refused. */
  viberApiVersion?: number;
}

/** A piece of styled text. */
export interface TextSpan {
  text: string;
  style?: 'bold' | 'italic' | 'strike' | 'underline' | 'code' | 'link';
  url?: string;
}

/** A button under a message (Telegram inline keyboard, Viber rich media). */
export interface ShownButton {
  label: string;
  kind: 'callback' | 'url' | 'web_app' | 'copy';
  url?: string;
}

/** A key of the keyboard below the chat. */
export interface ShownKey {
  label: string;
  kind: 'text' | 'share_phone' | 'location' | 'url' | 'none';
  /** Viber's grid: 1 to 6 columns of 6, 1 or 2 rows. Telegram divides its row evenly. */
  columns?: number;
  rows?: number;
  background?: string;
  color?: string;
  url?: string;
  /** Viber: opens above the chat, in its own browser. */
  internal?: boolean;
}

export interface ChatMessage {
  /** Grows within the chat; for Telegram it is the message_id. */
  messageId: number;
  /** `other`: somebody else of the group. */
  from: 'bot' | 'person' | 'other';
  /** Who of a group has written it. */
  author?: { personId: string; name: string };
  at: string;
  /** Set when the bot has edited the message. */
  editedAt?: string;
  /** Set with `editedAt`: taken from the same counter as messageId, so that `wait?after=` knows both. */
  revision?: number;
  kind: 'text' | 'photo' | 'contact' | 'location' | 'document' | 'rich_media' | 'service' | 'sticker';
  /** The text or caption as styled spans; empty when there is none. */
  text: TextSpan[];
  /** A path on the simulator under which the picture can be shown, when there is one. */
  photoUrl?: string;
  document?: { fileName: string; url: string };
  contact?: { name: string; phone: string; own: boolean };
  location?: { lat: number; lon: number };
  /** Rows of buttons. */
  buttons?: ShownButton[][];
  /** Viber: what the person's own message shows about delivery; Telegram: one or two ticks. */
  state?: 'sent' | 'delivered' | 'seen';
}

/** All that a phone shows of the chat with the bot, or of a group in which the bot is. */
export interface ChatView {
  messenger: MessengerName;
  personId: string;
  bot: { name: string; username: string };
  /** When it is a group: `blocked` says that the bot was removed from it. */
  group?: GroupName & { type: 'group' | 'supergroup'; members: string[] };
  /** Telegram: START pressed; Viber: conversation opened. */
  opened: boolean;
  blocked: boolean;
  messages: ChatMessage[];
  /** Rows of keys; null when the bot has shown none or removed it. */
  keyboard: ShownKey[][] | null;
  placeholder?: string;
  /** A short notice over the chat (answerCallbackQuery), the newest last. */
  toasts: {
    at: string;
    text: string;
    alert: boolean;
    /** Whose press it answers: in a group nobody else sees it. */
    to?: string;
  }[];
  /** Telegram's menu of commands for the person's language. */
  commands: { command: string; description: string }[];
  /** Telegram's button beside the field, when it opens a page. */
  menuButton?: { label: string; url: string };
}

export interface Sms {
  at: string;
  from: string;
  text: string;
}

/** One line of "what happened underneath", told by the program. */
export interface TraceLine {
  at: string;
  /** Such as `update stored`, `scene`, `transfer`, `delivery sent`. */
  step: string;
  /** One short sentence without personal data. */
  detail: string;
  messenger?: MessengerName;
  /** The messenger's user id, when the line is about one person. */
  externalId?: string;
}

/**
 * What a person does. POST /control/chats/:messenger/:personId/act, answered with {messageId?} once the update
 * has been queued for the bot. 409 with {error} when the screen does not offer it (a key that is not shown).
 * With ?group=g1 it is done in a group: one writes, presses, removes the bot (`block`) and adds it again, and turns
 * the group into a supergroup.
 */
export type Action =
  | { act: 'open'; payload?: string }
  | { act: 'text'; text: string }
  | { act: 'key'; row: number; column: number }
  /** By its label, when it is unique on the screen. */
  | { act: 'keyLabel'; label: string }
  | { act: 'press'; messageId: number; row: number; column: number }
  | { act: 'pressLabel'; label: string }
  /** A callback that no button on the screen carries. */
  | { act: 'forge'; data: string }
  | { act: 'shareOwnContact' }
  /** Attaches a contact from the address book; `forwarded` makes it a forward of somebody's message. */
  | { act: 'attachContact'; name: string; phone: string; forwarded?: boolean }
  | { act: 'location'; lat: number; lon: number }
  | { act: 'photo' }
  | { act: 'read' }
  | { act: 'block' }
  | { act: 'unblock' }
  /** Turns a group into a supergroup, whose messages are numbered from 1; the phone shows none of before. */
  | { act: 'upgrade' }
  /** Forgets the chat on this phone; the bot is not told, as in life. */
  | { act: 'restart' }
  /**
   * Opens a page that the screen offers inside Telegram (a web_app button, the menu button); answered with {url}, the
   * address with everything that Telegram hands to the page, signed anew.
   */
  | { act: 'webApp'; url: string; dark?: boolean };

/** What POST …/act answers. */
export interface Acted {
  messageId?: number;
  url?: string;
}

/** GET /control/people/:personId/events is an SSE stream of these, beginning with all chats as they stand. */
export type PersonEvent =
  | { event: 'chat'; view: ChatView }
  | { event: 'sms'; sms: Sms }
  | { event: 'person'; person: Person };

/**
 * What GET /control/chats/:messenger/:personId/wait?after=N&contains=…&timeoutMs=… answers with, as soon as the chat has a
 * message of the bot with messageId > after (or an edit later than revision `after`), whose text contains the words; 408 when
 * it does not come in time. `after` is 0 and `timeoutMs` 5000 when left out. Every address of the control API is in README.md
 * beside this file.
 */
export interface Waited {
  message: ChatMessage;
  view: ChatView;
}
