// Reads a stored callback of Viber. It takes whatever was stored and never throws: what it cannot read gives no event.
// Nothing in a callback proves who somebody is beyond the sender's id: a text can be a key or be typed, and a contact
// can be anybody's.
import { z } from 'zod';
import type { DialogueAct, DialogueEvent, EventEnvelope } from '#bots/dialogue/event.ts';
import { internationalPhone } from '#bots/dialogue/international-phone.ts';
import { ACTION_MARK, SHARE_PHONE } from './render-keyboard.ts';

export interface Receipt {
  kind: 'delivered' | 'seen' | 'failed';
  /** The message, or with `seen` everything up to it; text, because it is an integer of 64 bits. */
  messageToken: string;
  externalId: string;
  /** When it happened. */
  at: Date;
  /** Why it failed. */
  desc?: string;
}

export interface ReadCallback {
  /** Viber's name of what happened, such as `message`. */
  kind: string;
  /** The person; `-` when the callback names none. */
  externalId: string;
  /** Event, token and person: Viber repeats them when it sends the callback again. */
  updateKey: string;
  /** Null for what the conversation has nothing to say to. */
  event: DialogueEvent | null;
  receipt: Receipt | null;
}

const text = z.string().catch('');
const person = z.object({ id: z.string(), name: text, language: z.string().optional().catch(undefined) });
const callback = z.object({
  event: z.string(),
  // A token that was not read by parseSafeJson has lost its last digits, but keys must not depend on how it was read.
  message_token: z.union([z.string(), z.number().transform(String)]).catch(''),
  timestamp: z.number().optional().catch(undefined),
  user_id: z.string().optional().catch(undefined),
  user: person.optional().catch(undefined),
  sender: person.optional().catch(undefined),
  context: z.string().optional().catch(undefined),
  subscribed: z.boolean().optional().catch(undefined),
  desc: z.string().optional().catch(undefined),
  message: z
    .object({
      type: text,
      text: z.string().optional().catch(undefined),
      media: z.string().optional().catch(undefined),
      tracking_data: text,
      contact: z.object({ name: text, phone_number: z.string() }).optional().catch(undefined),
      location: z.object({ lat: z.number(), lon: z.number() }).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
});
type Callback = z.infer<typeof callback>;
type Said = NonNullable<Callback['message']>;

/** Null when `payload` is no callback at all. `at` becomes the event's time. */
export function readViberCallback(payload: unknown, at: Date): ReadCallback | null {
  const parsed = callback.safeParse(payload);
  if (!parsed.success) return null;
  const told = parsed.data;
  const externalId = told.sender?.id ?? told.user?.id ?? told.user_id ?? '-';
  const updateKey = `${told.event}:${told.message_token}:${externalId}`;
  const act = externalId === '-' ? null : readAct(told);
  // Kept with a consent for good, so it names the message and not the person.
  const carriedBy = `viber:${told.event}:${told.message_token}`;
  const event = act && { ...envelope(told, externalId, { at, carriedBy }), ...act };
  return { kind: told.event, externalId, updateKey, event, receipt: readReceipt(told, externalId, at) };
}

function readAct(told: Callback): DialogueAct | null {
  switch (told.event) {
    case 'message':
      return told.message ? readSaid(told.message) : null;
    case 'conversation_started':
      return {
        kind: 'start',
        ...(told.context ? { payload: told.context } : {}),
        ...(told.subscribed === true ? {} : { greeted: true }),
      };
    case 'subscribed':
      return { kind: 'returned' };
    case 'unsubscribed':
      return { kind: 'blocked' };
    default:
      return null;
  }
}

function readSaid(said: Said): DialogueAct {
  const { contact, location } = said;
  if (said.type === 'contact' && contact) {
    const phone = internationalPhone(contact.phone_number);
    return { kind: 'contact', phone, own: 'claimed', ...(contact.name ? { name: contact.name } : {}) };
  }
  if (said.type === 'location' && location) return { kind: 'location', ...location };
  if (said.type === 'picture' && said.media) return { kind: 'photo', file: { url: said.media } };
  if (said.type === 'text' && said.text !== undefined) return readText(said.text, said.tracking_data);
  return { kind: 'other', what: said.type || 'message' };
}

function readText(words: string, trackingData: string): DialogueAct {
  // Where a number cannot be shared (a computer, some versions), the key sends a text in its place.
  const degraded = words === SHARE_PHONE || (words === 'reply' && trackingData === SHARE_PHONE);
  if (degraded) return { kind: 'other', what: 'phone_not_shared' };
  // Whoever types a command may have a keyboard that begins with a capital, or that puts a space after a word.
  const typed = /^\/[a-z]+$/i.exec(words.trim())?.[0].toLowerCase() ?? words;
  if (typed === '/start') return { kind: 'start' };
  if (typed.startsWith(ACTION_MARK) && typed.length > ACTION_MARK.length && !/\s/.test(typed)) {
    return { kind: 'action', action: typed.slice(ACTION_MARK.length) };
  }
  return { kind: 'text', text: words };
}

function readReceipt(told: Callback, externalId: string, at: Date): Receipt | null {
  const { event, message_token: messageToken, timestamp, desc } = told;
  if (event !== 'delivered' && event !== 'seen' && event !== 'failed') return null;
  if (messageToken === '' || externalId === '-') return null;
  const when = timestamp === undefined ? at : new Date(timestamp);
  return {
    kind: event,
    messageToken,
    externalId,
    at: when,
    ...(event === 'failed' && desc ? { desc } : {}),
  };
}

function envelope(
  told: Callback,
  externalId: string,
  edge: Pick<EventEnvelope, 'at' | 'carriedBy'>,
): EventEnvelope {
  const who = told.sender ?? told.user;
  return {
    messenger: 'viber',
    externalId,
    shownName: who?.name ?? '',
    ...(who?.language === undefined ? {} : { languageTag: who.language }),
    ...edge,
    ...(told.timestamp === undefined ? {} : { occurredAt: new Date(told.timestamp) }),
  };
}
