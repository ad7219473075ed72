// What somebody says or presses in a chat of Telegram, a private one or a group's.
import { addMessage, nextId } from '../chats.ts';
import type { ChatMessage } from '../control.ts';
import type { Outside } from '../outside.ts';
import type { PhoneOwner } from '../people.ts';
import { type TelegramBot, type TelegramChat, unixSeconds, wirePerson } from './bot.ts';
import { keepRaw } from './receive.ts';
import type { WireMessage } from './wire.ts';

/** Where it is said, and by whom. */
export interface Speaker {
  outside: Outside;
  bot: TelegramBot;
  chat: TelegramChat;
  person: PhoneOwner;
}

/** Shows the person's message, and queues it for the bot when the bot hears it. */
export function say(
  { outside, bot, chat, person }: Speaker,
  content: Partial<WireMessage>,
  drawing: Pick<ChatMessage, 'kind' | 'text'> & Partial<ChatMessage>,
  { isHeard = true } = {},
): { messageId: number } {
  const date = unixSeconds(outside);
  const messageId = nextId(chat);
  const message: WireMessage = {
    message_id: messageId,
    from: wirePerson(person),
    chat: chat.wire(),
    date,
    ...content,
  };
  keepRaw(chat, message);
  addMessage(chat, {
    messageId,
    from: 'person',
    at: new Date(date * 1_000).toISOString(),
    state: 'sent',
    ...drawing,
  });
  if (isHeard) bot.updates.add({ message }, message.chat.id);
  return { messageId };
}

/** Presses a button that says `data`, under a message or under none that is known. */
export function press(
  { outside, bot, chat, person }: Speaker,
  messageId: number | undefined,
  data: string,
): Record<string, never> {
  const message = messageId === undefined ? undefined : chat.raw.get(messageId);
  const id = String(bot.nextPress++);
  bot.presses.set(id, { chat, by: person, at: outside.clock.now().getTime() });
  outside.stats.count('callbackAsked');
  const query = {
    id,
    from: wirePerson(person),
    chat_instance: String(chat.wire().id),
    data,
    ...(message ? { message } : {}),
  };
  bot.updates.add({ callback_query: query }, person.telegramId);
  return {};
}

/** Tells the bot that it was let in or put out. */
export function tellMembership(
  { outside, bot, chat, person }: Speaker,
  was: 'member' | 'kicked' | 'left',
  is: 'member' | 'kicked',
): void {
  const wireChat = chat.wire();
  const change = {
    chat: wireChat,
    from: wirePerson(person),
    date: unixSeconds(outside),
    old_chat_member: member(was, bot),
    new_chat_member: member(is, bot),
  };
  bot.updates.add({ my_chat_member: change }, wireChat.id);
}

const member = (status: 'member' | 'kicked' | 'left', bot: TelegramBot) =>
  status === 'kicked' ? { status, user: bot.me, until_date: 0 } : { status, user: bot.me };
