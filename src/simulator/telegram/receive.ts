// Hands an accepted message to the phone it is for, or counts it when the receiver is a lazy person.

import { addMessage, nextId, showKeys } from '../chats.ts';
import type { ChatMessage } from '../control.ts';
import type { Outside } from '../outside.ts';
import { hash32 } from '../random.ts';
import { chatOf, type TelegramBot, type TelegramChat, unixSeconds } from './bot.ts';
import type { Markup } from './markup.ts';
import { flag, integer, type Params, text } from './params.ts';
import { badRequest, forbidden, tooMany, upgraded } from './refusal.ts';
import type { WireMessage } from './wire.ts';

export type Receiver = { kind: 'lazy'; n: number; userId: number } | { kind: 'chat'; chat: TelegramChat };

/** The part of a message that its kind decides. */
export type Content = Partial<WireMessage>;
/** How the phone shows it. */
export type Drawing = Pick<ChatMessage, 'kind' | 'text'> & Partial<ChatMessage>;

/** Finds who `chat_id` names, refusing as Telegram does. Does not count against any limit. */
export function findReceiver(outside: Outside, bot: TelegramBot, params: Params): Receiver {
  const userId = integer(params, 'chat_id');
  if (userId === undefined) {
    throw badRequest(text(params, 'chat_id') ? 'chat not found' : 'chat_id is empty');
  }
  const group = bot.groups.get(userId);
  if (group && !group.joined) throw forbidden(`bot was kicked from the ${group.type} chat`);
  if (group) return { kind: 'chat', chat: group };
  const moved = [...bot.groups.values()].find(({ oldChatId }) => oldChatId === userId);
  if (moved) throw upgraded(moved.chatId);
  const n = outside.lazy.telegramNumber(userId);
  if (n !== undefined) return { kind: 'lazy', n, userId };
  const owner = outside.people.findByTelegram(userId);
  if (!owner) throw badRequest('chat not found');
  const chat = chatOf(bot, owner);
  if (chat.blocked) throw forbidden('bot was blocked by the user');
  if (!chat.joined) throw forbidden("bot can't initiate conversation with a user");
  return { kind: 'chat', chat };
}

/** As `findReceiver`, for methods that send: takes from the rate model too. */
export function findReceiverToSend(outside: Outside, bot: TelegramBot, params: Params): Receiver {
  const chatId = text(params, 'chat_id') ?? '';
  const wait = bot.rate.take(chatId, flag(params, 'allow_paid_broadcast'));
  if (wait > 0) {
    bot.rate.punish(wait);
    throw tooMany(wait);
  }
  return findReceiver(outside, bot, params);
}

/** Delivers one message; the result is the Message that the method answers with. */
export function receive(
  outside: Outside,
  bot: TelegramBot,
  receiver: Receiver,
  content: Content,
  draw: () => Drawing,
  markup: Markup,
): WireMessage {
  outside.stats.accepted('telegram');
  const date = unixSeconds(outside);
  if (receiver.kind === 'lazy') {
    const { messageId, repeated } = outside.lazy.receive('telegram', receiver.n, fingerprint(content));
    if (repeated) outside.stats.count('repeated');
    const chat = { id: receiver.userId, type: 'private' as const, first_name: `Lazy ${receiver.n}` };
    return { message_id: messageId, from: bot.me, chat, date, ...content };
  }
  const { chat } = receiver;
  const message: WireMessage = {
    message_id: nextId(chat),
    from: bot.me,
    chat: chat.wire(),
    date,
    ...content,
    ...(markup.kind === 'inline' ? { reply_markup: markup.markup } : {}),
  };
  keepRaw(chat, message);
  if (isRepeated(chat, message)) outside.stats.count('repeated');
  if (markup.kind === 'keys') showKeys(chat, markup.keys, markup.once, markup.placeholder);
  if (markup.kind === 'remove') showKeys(chat, null);
  addMessage(
    chat,
    { messageId: message.message_id, from: 'bot', at: new Date(date * 1_000).toISOString(), ...draw() },
    markup.kind === 'inline' ? markup.buttons : [],
  );
  return message;
}

const KEEP_RAW = 1_000;

export function keepRaw(chat: TelegramChat, message: WireMessage): void {
  chat.raw.set(message.message_id, message);
  if (chat.raw.size <= KEEP_RAW) return;
  const oldest = chat.raw.keys().next().value;
  if (oldest !== undefined) chat.raw.delete(oldest);
}

/** What makes two messages the same to a reader. */
function fingerprint(content: Content): string {
  return `${content.text ?? ''}\u0000${content.caption ?? ''}\u0000${content.photo?.[0]?.file_unique_id ?? ''}`;
}

function isRepeated(chat: TelegramChat, message: WireMessage): boolean {
  const hash = hash32(fingerprint(message));
  for (const other of chat.raw.values()) {
    if (other === message || other.from?.is_bot !== true) continue;
    if (hash32(fingerprint(other)) === hash) return true;
  }
  return false;
}
