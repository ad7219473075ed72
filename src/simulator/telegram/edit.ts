// The methods that change or remove a message that is already on a phone.
import { type Entry, editMessage, findEntry, removeMessage, showButtons } from '../chats.ts';
import type { Outside } from '../outside.ts';
import { type TelegramBot, type TelegramChat, unixSeconds } from './bot.ts';
import { parseStyled } from './entities.ts';
import { type Markup, readMarkup } from './markup.ts';
import { integer, isObject, nested, type Params } from './params.ts';
import { type Content, type Drawing, findReceiver } from './receive.ts';
import { badRequest } from './refusal.ts';
import {
  captionContent,
  drawDocument,
  drawPhoto,
  drawText,
  readCaption,
  readText,
  textContent,
} from './send.ts';
import { toSpans } from './spans.ts';
import { documentOf, photoSizes, readFile } from './uploads.ts';
import type { WireMessage } from './wire.ts';

const KEEP_EDITABLE_SECONDS = 48 * 3_600;
const NOT_MODIFIED =
  'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message';

type Found =
  | { kind: 'lazy'; message: WireMessage }
  | { kind: 'chat'; chat: TelegramChat; entry: Entry; raw: WireMessage };

function findToEdit(outside: Outside, bot: TelegramBot, params: Params): Found {
  const messageId = integer(params, 'message_id');
  if (messageId === undefined) throw badRequest('message identifier is not specified');
  const receiver = findReceiver(outside, bot, params);
  if (receiver.kind === 'lazy') {
    const chat = { id: receiver.userId, type: 'private' as const, first_name: `Lazy ${receiver.n}` };
    return {
      kind: 'lazy',
      message: { message_id: messageId, from: bot.me, chat, date: unixSeconds(outside) },
    };
  }
  const raw = receiver.chat.raw.get(messageId);
  if (!raw) throw badRequest('message to edit not found');
  if (raw.from?.is_bot !== true) throw badRequest("message can't be edited");
  // A phone that was restarted no longer shows the message; the servers still have it.
  const entry = findEntry(receiver.chat, messageId) ?? {
    message: { messageId, from: 'bot' as const, at: '', kind: 'text' as const, text: [] },
    buttons: [],
  };
  return { kind: 'chat', chat: receiver.chat, entry, raw };
}

function apply(
  outside: Outside,
  found: Found,
  content: (raw: WireMessage) => Content,
  draw: () => Partial<Drawing>,
  markup: Markup,
): WireMessage {
  if (markup.kind === 'keys' || markup.kind === 'remove') throw badRequest('inline keyboard expected');
  if (found.kind === 'lazy') return { ...found.message, ...content(found.message) };
  const { chat, entry, raw } = found;
  const { reply_markup: _old, edit_date: _edited, ...rest } = raw;
  const next: WireMessage = {
    ...rest,
    ...content(raw),
    ...(markup.kind === 'inline' ? { reply_markup: markup.markup } : {}),
  };
  const { edit_date: _date, ...before } = raw;
  if (sameJson(before, next)) throw badRequest(NOT_MODIFIED);
  next.edit_date = unixSeconds(outside);
  chat.raw.set(raw.message_id, next);
  const buttons = markup.kind === 'inline' ? markup.buttons : [];
  entry.buttons = buttons;
  const shown = buttons.length > 0 ? showButtons(buttons) : undefined;
  editMessage(chat, entry, { ...draw(), buttons: shown }, outside.clock.now());
  return next;
}

/** Whether two values are the same, whatever the order of their keys and with absent equal to undefined. */
function sameJson(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, i) => sameJson(item, b[i]));
  if (!isObject(a) || !isObject(b)) return a === b;
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => sameJson(a[key], b[key]));
}

export function editMessageText(outside: Outside, bot: TelegramBot, params: Params): WireMessage {
  const styled = readText(params);
  const markup = readMarkup(params);
  const found = findToEdit(outside, bot, params);
  if (found.kind === 'chat' && found.raw.text === undefined) {
    throw badRequest('there is no text in the message to edit');
  }
  const content = () => ({ entities: undefined, ...textContent(styled) });
  return apply(outside, found, content, () => drawText(styled), markup);
}

export function editMessageCaption(outside: Outside, bot: TelegramBot, params: Params): WireMessage {
  const caption = readCaption(params);
  const markup = readMarkup(params);
  const found = findToEdit(outside, bot, params);
  if (found.kind === 'chat' && !found.raw.photo && !found.raw.document) {
    throw badRequest('there is no caption in the message to edit');
  }
  const content = () => ({ caption: undefined, caption_entities: undefined, ...captionContent(caption) });
  return apply(outside, found, content, () => ({ text: toSpans(caption.text, caption.entities) }), markup);
}

export async function editMessageMedia(
  outside: Outside,
  bot: TelegramBot,
  params: Params,
): Promise<WireMessage> {
  const media = nested(params, 'media', 'input media');
  if (!isObject(media) || (media.type !== 'photo' && media.type !== 'document')) {
    throw badRequest('the simulator knows photos and documents only');
  }
  const markup = readMarkup(params);
  const found = findToEdit(outside, bot, params);
  const sent = await readFile(outside, bot, params, media.type, 'media', media.media);
  const mode = typeof media.parse_mode === 'string' ? media.parse_mode : '';
  const caption = parseStyled(
    typeof media.caption === 'string' ? media.caption : '',
    mode,
    media.caption_entities,
  );
  const isPhoto = media.type === 'photo';
  const content = () => ({
    text: undefined,
    entities: undefined,
    caption: undefined,
    caption_entities: undefined,
    photo: isPhoto ? photoSizes(sent) : undefined,
    document: isPhoto ? undefined : documentOf(sent),
    ...captionContent(caption),
  });
  const draw = () => (isPhoto ? drawPhoto(sent, caption) : drawDocument(sent, caption));
  return apply(outside, found, content, draw, markup);
}

export function editMessageReplyMarkup(outside: Outside, bot: TelegramBot, params: Params): WireMessage {
  const markup = readMarkup(params);
  return apply(
    outside,
    findToEdit(outside, bot, params),
    () => ({}),
    () => ({}),
    markup,
  );
}

export function deleteMessage(outside: Outside, bot: TelegramBot, params: Params): true {
  const receiver = findReceiver(outside, bot, params);
  if (receiver.kind === 'lazy') return true;
  const messageId = integer(params, 'message_id') ?? 0;
  const raw = receiver.chat.raw.get(messageId);
  if (!raw) throw badRequest('message to delete not found');
  if (unixSeconds(outside) - raw.date > KEEP_EDITABLE_SECONDS)
    throw badRequest("message can't be deleted for everyone");
  receiver.chat.raw.delete(messageId);
  removeMessage(receiver.chat, messageId);
  return true;
}

export function deleteMessages(outside: Outside, bot: TelegramBot, params: Params): true {
  const ids = nested(params, 'message_ids', 'message identifiers');
  if (!Array.isArray(ids) || ids.length === 0) throw badRequest('message identifiers are not specified');
  const receiver = findReceiver(outside, bot, params);
  if (receiver.kind === 'lazy') return true;
  for (const id of ids) {
    receiver.chat.raw.delete(Number(id));
    removeMessage(receiver.chat, Number(id));
  }
  return true;
}
