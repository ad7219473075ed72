// What a person did, free of any messenger. An adapter makes it from an inbox payload; nothing in it is trusted: texts
// and actions can be typed or forged, a contact is only as good as `own` says.
import type { MessengerName, PhotoFile } from '#src/core/deliveries/messenger.ts';

/** What every event carries. */
export interface EventEnvelope {
  messenger: MessengerName;
  /** The messenger's id of the person. */
  externalId: string;
  /** The name the messenger gives, possibly empty or a placeholder; any characters at all. */
  shownName: string;
  /** IETF tag such as `uk`, `ru-RU`; absent where the messenger tells none. */
  languageTag?: string;
  /** When we handle it: the clock at the edge, which every operation gets as its time. */
  at: Date;
  /** When the messenger says it happened; a late "blocked" must not outdo a newer message. */
  occurredAt?: Date;
  /** The update that carried it, such as `telegram:912345678`: the proof kept with a consent. */
  carriedBy: string;
  /** A pressed button under a message that waits for its toast (Telegram). */
  callback?: { callbackId: string; externalMessageId?: string };
}

export type DialogueAct =
  /**
   * The chat was opened; `payload` is the deep link's, forgeable. `greeted`: the person is not subscribed yet and has
   * the greeting already, in the answer to the webhook; nothing may be sent before they write (Viber).
   */
  | { kind: 'start'; payload?: string; greeted?: true }
  | { kind: 'text'; text: string }
  /** A button or key, by its action string. */
  | { kind: 'action'; action: string }
  /**
   * `proven`: the messenger vouches that it is the sender's own number (Telegram, own contact, no forward).
   * `claimed`: may be anybody's (Viber). `foreign`: surely somebody else's, or forwarded.
   */
  | { kind: 'contact'; phone: string; own: 'proven' | 'claimed' | 'foreign'; name?: string }
  | { kind: 'location'; lat: number; lon: number }
  /** A picture: Telegram's id of the file, or the address at which Viber has it for a while. */
  | { kind: 'photo'; file: PhotoFile }
  /** Something we do not read: `what` names it, such as `sticker`, `voice`. */
  | { kind: 'other'; what: string }
  /**
   * In a group, which is who the event is of: `externalId` and `shownName` are the group's. `by`: the messenger's id of
   * whoever did it. `added`: the bot has come in.
   */
  | { kind: 'group'; by: string; did: 'added' }
  /** It was another chat before, of the id `from`; told by either chat, in any order, perhaps more than once. */
  | { kind: 'group'; did: 'moved'; from: string }
  | { kind: 'group'; by: string; did: 'command'; command: string; rest: string }
  /** A button under a message there; `name`: the first name of whoever pressed. */
  | { kind: 'group'; by: string; did: 'press'; action: string; name: string }
  /** The person blocked the bot or unsubscribed; nothing may be sent. */
  | { kind: 'blocked' }
  /** The person unblocked the bot or subscribed again. */
  | { kind: 'returned' };

export type DialogueEvent = EventEnvelope & DialogueAct;
