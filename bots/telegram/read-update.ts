// Reads a stored update of Telegram. It takes whatever was stored and never throws: what it cannot read gives no event.
import type { CallbackQuery, ChatMemberUpdated, Contact, Message, Update, User } from 'grammy/types';
import type { DialogueAct, DialogueEvent, EventEnvelope } from '#bots/dialogue/event.ts';
import { internationalPhone } from '#bots/dialogue/international-phone.ts';
import { groupIn, groupOf, readGroupMembership, readGroupMessage, readGroupPress } from './read-group.ts';

export interface ReadUpdate {
  /** The group, or the person, or the chat where there is neither; `-` when the update names neither. */
  externalId: string;
  /** The update_id: Telegram repeats it whenever it sends the update again. */
  updateKey: string;
  /** Null for what the conversation has nothing to say to: talk in groups, other bots, notes of the service. */
  event: DialogueEvent | null;
}

/** Null when `payload` is no update at all. `at` becomes the event's time. */
export function readTelegramUpdate(payload: unknown, at: Date): ReadUpdate | null {
  if (!isUpdate(payload)) return null;
  const updateKey = String(payload.update_id);
  try {
    const externalId = whose(payload);
    const event = readEvent(payload, { at, carriedBy: `telegram:${updateKey}` });
    return { externalId, updateKey, event };
  } catch {
    // A shape that the Bot API does not know: kept in the inbox, answered by nothing.
    return { externalId: '-', updateKey, event: null };
  }
}

function isUpdate(payload: unknown): payload is Update {
  return (
    typeof payload === 'object' &&
    payload !== null &&
    'update_id' in payload &&
    Number.isSafeInteger(payload.update_id)
  );
}

function whose(update: Update): string {
  const { message, my_chat_member, callback_query } = update;
  const group = groupIn(message ?? my_chat_member ?? callback_query?.message ?? NOWHERE);
  if (group) return String(group.id);
  const source = update.message ?? update.callback_query ?? update.my_chat_member ?? update.edited_message;
  const id = source?.from?.id ?? (source && 'chat' in source ? source.chat.id : undefined);
  return id === undefined ? '-' : String(id);
}

const NOWHERE = { chat: { id: 0, type: 'none' } };

type Edge = Pick<EventEnvelope, 'at' | 'carriedBy'>;

function readEvent(update: Update, edge: Edge): DialogueEvent | null {
  if (update.message) return readMessage(update.message, edge);
  if (update.callback_query) return readCallback(update.callback_query, edge);
  if (update.my_chat_member) return readMembership(update.my_chat_member, edge);
  return null;
}

function readMessage(message: Message, edge: Edge): DialogueEvent | null {
  const { from, chat } = message;
  const group = groupIn(message);
  if (group) return readGroupMessage(message, group, edge);
  if (!from || from.is_bot || chat.type !== 'private') return null;
  const act = readAct(message, from);
  return act && { ...envelope(from, edge, message.date), ...act };
}

function readAct(message: Message, from: User): DialogueAct | null {
  if (message.text !== undefined) return readText(message.text);
  if (message.contact) return readContact(message.contact, message, from);
  if (message.location) {
    return { kind: 'location', lat: message.location.latitude, lon: message.location.longitude };
  }
  const fileId = photoOf(message);
  if (fileId !== null) return { kind: 'photo', file: { fileId } };
  const what = OTHER.find((kind) => kind in message);
  return what ? { kind: 'other', what } : null;
}

/** Larger pictures say no more to whoever looks at them on a screen. */
const MOST_PHOTO_BYTES = 5_000_000;

/** The largest of the sizes of a photo, or a picture that was sent as a file. */
function photoOf({ photo, document }: Message): string | null {
  const fits = photo?.filter(({ file_size: size = 0 }) => size <= MOST_PHOTO_BYTES) ?? [];
  const best = (fits.length > 0 ? fits : (photo ?? [])).toSorted(
    (a, b) => b.width * b.height - a.width * a.height,
  );
  if (best[0]) return best[0].file_id;
  return document && /^image\/(?:jpeg|png)$/.test(document.mime_type ?? '') ? document.file_id : null;
}

/** What people send; everything else in a private chat is a note of the service, such as a pinned message. */
const OTHER = [
  'sticker',
  'voice',
  'video',
  'video_note',
  'audio',
  'animation',
  'document',
  'venue',
  'poll',
  'dice',
  'story',
  'game',
  'checklist',
  'paid_media',
  'invoice',
] as const;

const COMMAND = /^\/([a-zA-Z0-9_]{1,32})(?:@\w+)?(?:\s+([\s\S]*))?$/;

function readText(text: string): DialogueAct {
  const [, command, rest] = COMMAND.exec(text) ?? [];
  if (command === undefined) return { kind: 'text', text };
  if (command !== 'start') return { kind: 'action', action: command.toLowerCase() };
  return rest ? { kind: 'start', payload: rest.trim() } : { kind: 'start' };
}

/** Telegram itself fills user_id in from the number, so an own contact that was not forwarded proves the phone. */
function readContact(contact: Contact, message: Message, from: User): DialogueAct {
  const forwarded = message.forward_origin !== undefined || message.via_bot !== undefined;
  const own = contact.user_id === from.id && !forwarded ? 'proven' : 'foreign';
  const name = [contact.first_name, contact.last_name].filter(Boolean).join(' ');
  return { kind: 'contact', phone: internationalPhone(contact.phone_number), own, ...(name ? { name } : {}) };
}

function readCallback(query: CallbackQuery, edge: Edge): DialogueEvent | null {
  const { message, from, data } = query;
  if (from.is_bot || data === undefined) return null;
  const group = message && groupOf(message.chat);
  if (group) return readGroupPress(query, data, group, edge);
  if (message && message.chat.type !== 'private') return null;
  // Date 0 marks a message that is out of reach: it cannot be edited.
  const externalMessageId = message && message.date !== 0 ? String(message.message_id) : undefined;
  return {
    ...envelope(from, edge),
    kind: 'action',
    action: data,
    callback: { callbackId: query.id, ...(externalMessageId ? { externalMessageId } : {}) },
  };
}

function readMembership(change: ChatMemberUpdated, edge: Edge): DialogueEvent | null {
  const { chat, from, new_chat_member, old_chat_member, date } = change;
  const group = groupOf(chat);
  if (group) return readGroupMembership(change, group, edge);
  if (chat.type !== 'private') return null;
  if (new_chat_member.status === 'kicked') return { ...envelope(from, edge, date), kind: 'blocked' };
  if (new_chat_member.status === 'member' && old_chat_member.status === 'kicked') {
    return { ...envelope(from, edge, date), kind: 'returned' };
  }
  return null;
}

function envelope(from: User, edge: Edge, date?: number): EventEnvelope {
  return {
    messenger: 'telegram',
    externalId: String(from.id),
    shownName: [from.first_name, from.last_name].filter(Boolean).join(' '),
    ...(from.language_code === undefined ? {} : { languageTag: from.language_code }),
    ...edge,
    ...(date === undefined ? {} : { occurredAt: new Date(date * 1_000) }),
  };
}
