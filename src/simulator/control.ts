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
  telegram: { userId: number; username?: string; started: boolean; blocked: boolean };
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
  from: 'bot' | 'person';
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

/** All that a phone shows of the chat with the bot. */
export interface ChatView {
  messenger: MessengerName;
  personId: string;
  bot: { name: string; username: string };
  /** Telegram: START pressed; Viber: conversation opened. */
  opened: boolean;
  blocked: boolean;
  messages: ChatMessage[];
  /** Rows of keys; null when the bot has shown none or removed it. */
  keyboard: ShownKey[][] | null;
  placeholder?: string;
  /** A short notice over the chat (answerCallbackQuery), the newest last. */
  toasts: { at: string; text: string; alert: boolean }[];
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

/** GET /control/people/:personId/events is an SSE stream of these, beginning with both chats as they stand. */
export type PersonEvent =
  | { event: 'chat'; view: ChatView }
  | { event: 'sms'; sms: Sms }
  | { event: 'person'; person: Person };

/** What GET …/wait answers with. Every address of the control API is in README.md beside this file. */
export interface Waited {
  message: ChatMessage;
  view: ChatView;
}

/** One request that a program made, in the ring of the newest 1,000. */
export interface RequestLine {
  at: string;
  on: MessengerName | 'sms';
  method: string;
  /** The receiver's messenger id, when the request named one. */
  to?: string;
  /** HTTP status; 0 when the connection was broken on purpose. */
  httpStatus: number;
}

/** POST /control/lazy/updates: people `from` to `from + count - 1` write `text`, or share their own contact. */
export interface LazyUpdates {
  messenger: MessengerName;
  from: number;
  count: number;
  text?: string;
  contact?: boolean;
}

/**
 * GET /control/chats/:messenger/:personId/wait?after=N&contains=…&timeoutMs=… answers as soon as the chat has a
 * message of the bot with messageId > after (or an edit later than revision `after`), whose text contains the
 * words; 408 when it does not come in time. `after` is 0 and `timeoutMs` 5000 when left out.
 */

/**
 * POST /control/faults adds one, answered with {faultId}; DELETE /control/faults clears all. Of the kinds that do
 * not say so, empty_body and truncated_json accept the request first (only the answer is spoilt); the others that
 * answer with an error accept nothing. `stall` accepts only if the caller is still there after delayMs. Delays are
 * real milliseconds. For updates `method` is the update's type, such as `message` or `callback_query`.
 */
export interface Fault {
  on: MessengerName | 'sms';
  /** Such as `sendMessage` or `send_message`; all methods when left out. */
  method?: string;
  /** Only for this user id of the messenger. */
  userId?: string;
  /** Chance in percent, 100 when left out. */
  percent?: number;
  /** How often it strikes; for ever when left out. */
  times?: number;
  kind:
    | 'too_many' // Telegram 429 with retry_after, Viber status 12
    | 'blocked' // 403, status 6
    | 'not_found' // 400 chat not found, status 5
    | 'server_error' // 500 JSON
    | 'bad_gateway' // 502 with an HTML body
    | 'empty_body'
    | 'truncated_json'
    | 'reset_before' // the connection breaks before anything is accepted
    | 'accepted_no_answer' // accepted, then the connection breaks: the important one
    | 'accepted_stall' // accepted, then no answer for delayMs
    | 'stall' // no answer for delayMs, then normal
    | 'duplicate_update' // the same update delivered twice
    | 'reorder_updates'; // updates held back and delivered the other way round
  retryAfterSeconds?: number;
  delayMs?: number;
}

/** GET /control/stats. */
export interface Stats {
  requests: Record<string, number>;
  /** Accepted messages to people, by messenger. */
  accepted: Record<MessengerName, number>;
  /** The most messages accepted within one second. */
  peakPerSecond: Record<MessengerName, number>;
  unansweredCallbacks: number;
  /** Requests that came although retry_after had not passed. */
  ignoredRetryAfter: number;
  /** Messages with the same content to the same person, beyond the first. */
  repeated: number;
  /** What Viber would have billed: messages outside a 24-hour session. */
  billed: number;
}
