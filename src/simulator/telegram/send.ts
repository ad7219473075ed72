// The methods that put a new message on a phone.
import type { Outside } from '../outside.ts';
import type { TelegramBot } from './bot.ts';
import { parseStyled, readStyled, type Styled } from './entities.ts';
import { readMarkup } from './markup.ts';
import { flag, integer, isObject, nested, type Params, text } from './params.ts';
import { type Content, type Drawing, findReceiverToSend, receive } from './receive.ts';
import { badRequest } from './refusal.ts';
import { toSpans } from './spans.ts';
import { documentOf, photoSizes, readFile, type SentFile, shownAt } from './uploads.ts';
import type { WireMessage } from './wire.ts';

export const MAX_TEXT = 4_096;
export const MAX_CAPTION = 1_024;

export function sendMessage(outside: Outside, bot: TelegramBot, params: Params): WireMessage {
  const styled = readText(params);
  const markup = readMarkup(params);
  const receiver = findReceiverToSend(outside, bot, params);
  const content: Content = { ...textContent(styled), ...protection(params) };
  return receive(outside, bot, receiver, content, () => drawText(styled), markup);
}

/** The text of sendMessage and editMessageText, within its limits. */
export function readText(params: Params): Styled {
  const styled = readStyled(params, 'text', 'entities');
  if (styled.text === '') throw badRequest('message text is empty');
  if (styled.text.length > MAX_TEXT) throw badRequest('message is too long');
  return styled;
}

export function readCaption(params: Params): Styled {
  const styled = readStyled(params, 'caption', 'caption_entities');
  if (styled.text.length > MAX_CAPTION) throw badRequest('message caption is too long');
  return styled;
}

export const textContent = ({ text, entities }: Styled): Content =>
  entities.length > 0 ? { text, entities } : { text };

export const captionContent = ({ text, entities }: Styled): Content => {
  if (text === '') return {};
  return entities.length > 0 ? { caption: text, caption_entities: entities } : { caption: text };
};

export const drawText = (styled: Styled): Drawing => ({
  kind: 'text',
  text: toSpans(styled.text, styled.entities),
});

export const drawPhoto = ({ file }: SentFile, caption: Styled): Drawing => ({
  kind: 'photo',
  text: toSpans(caption.text, caption.entities),
  photoUrl: shownAt(file),
});

export const drawDocument = ({ file }: SentFile, caption: Styled): Drawing => ({
  kind: 'document',
  text: toSpans(caption.text, caption.entities),
  document: { fileName: file.fileName ?? 'file', url: shownAt(file) },
});

const protection = (params: Params): Content =>
  flag(params, 'protect_content') ? { has_protected_content: true } : {};

export async function sendPhoto(outside: Outside, bot: TelegramBot, params: Params): Promise<WireMessage> {
  const caption = readCaption(params);
  const markup = readMarkup(params);
  const receiver = findReceiverToSend(outside, bot, params);
  const photo = await readFile(outside, bot, params, 'photo', 'photo');
  const content = { photo: photoSizes(photo), ...captionContent(caption), ...protection(params) };
  return receive(outside, bot, receiver, content, () => drawPhoto(photo, caption), markup);
}

export async function sendDocument(outside: Outside, bot: TelegramBot, params: Params): Promise<WireMessage> {
  const caption = readCaption(params);
  const markup = readMarkup(params);
  const receiver = findReceiverToSend(outside, bot, params);
  const sent = await readFile(outside, bot, params, 'document', 'document');
  const content = { document: documentOf(sent), ...captionContent(caption), ...protection(params) };
  return receive(outside, bot, receiver, content, () => drawDocument(sent, caption), markup);
}

export async function sendMediaGroup(
  outside: Outside,
  bot: TelegramBot,
  params: Params,
): Promise<WireMessage[]> {
  const media = nested(params, 'media', 'input media');
  if (!Array.isArray(media)) throw badRequest("can't parse media: expected an Array");
  if (media.length < 2 || media.length > 10)
    throw badRequest('wrong number of messages in the album: 2 to 10');
  const receiver = findReceiverToSend(outside, bot, params);
  const groupId = String(outside.clock.now().getTime());
  const messages: WireMessage[] = [];
  for (const item of media as unknown[]) {
    if (!isObject(item) || (item.type !== 'photo' && item.type !== 'document')) {
      throw badRequest('the simulator knows albums of photos and documents only');
    }
    const kind = item.type;
    const sent = await readFile(outside, bot, params, kind, 'media', item.media);
    const mode = typeof item.parse_mode === 'string' ? item.parse_mode : '';
    const raw = typeof item.caption === 'string' ? item.caption : '';
    const caption = parseStyled(raw, mode, item.caption_entities);
    const content: Content = {
      media_group_id: groupId,
      ...(kind === 'photo' ? { photo: photoSizes(sent) } : { document: documentOf(sent) }),
      ...captionContent(caption),
    };
    const draw = () => (kind === 'photo' ? drawPhoto(sent, caption) : drawDocument(sent, caption));
    messages.push(receive(outside, bot, receiver, content, draw, { kind: 'none' }));
  }
  return messages;
}

/** sendLocation and, with a title and an address, sendVenue. */
export function sendLocation(outside: Outside, bot: TelegramBot, params: Params): WireMessage {
  const lat = Number(text(params, 'latitude') ?? Number.NaN);
  const lon = Number(text(params, 'longitude') ?? Number.NaN);
  if (!(Math.abs(lat) <= 90) || !(Math.abs(lon) <= 180))
    throw badRequest('wrong latitude or longitude specified');
  const title = text(params, 'title');
  const address = text(params, 'address') ?? '';
  const markup = readMarkup(params);
  const receiver = findReceiverToSend(outside, bot, params);
  const location = { latitude: lat, longitude: lon };
  const content: Content = { location, ...(title ? { venue: { location, title, address } } : {}) };
  const words = title ? [{ text: title, style: 'bold' as const }, { text: `\n${address}` }] : [];
  return receive(
    outside,
    bot,
    receiver,
    content,
    () => ({ kind: 'location', text: words, location: { lat, lon } }),
    markup,
  );
}

export function sendContact(outside: Outside, bot: TelegramBot, params: Params): WireMessage {
  const phone = text(params, 'phone_number');
  const name = text(params, 'first_name');
  if (!phone) throw badRequest('phone number is empty');
  if (!name) throw badRequest('first name is empty');
  const markup = readMarkup(params);
  const receiver = findReceiverToSend(outside, bot, params);
  const content = { contact: { phone_number: phone, first_name: name } };
  return receive(
    outside,
    bot,
    receiver,
    content,
    () => ({ kind: 'contact', text: [], contact: { name, phone, own: false } }),
    markup,
  );
}

/** copyMessage, within one chat or from another chat of this bot. */
export function copyMessage(outside: Outside, bot: TelegramBot, params: Params): { message_id: number } {
  const from = bot.chats.get(integer(params, 'from_chat_id') ?? 0);
  const messageId = integer(params, 'message_id') ?? 0;
  const raw = from?.raw.get(messageId);
  const entry = from?.entries.find((candidate) => candidate.message.messageId === messageId);
  if (!raw || !entry) throw badRequest('message to copy not found');
  const markup = readMarkup(params);
  const receiver = findReceiverToSend(outside, bot, params);
  const { message_id: _id, from: _from, chat: _chat, date: _date, reply_markup: _markup, ...content } = raw;
  const { messageId: _shown, from: _who, at: _at, buttons: _buttons, ...drawing } = entry.message;
  return { message_id: receive(outside, bot, receiver, content, () => drawing, markup).message_id };
}
