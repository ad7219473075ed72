// One bot as Telegram's servers know it, and the collection of bots by token.
import type { BotCommand } from '@grammyjs/types';
import { type Chat, makeChat } from '../chats.ts';
import type { StoredFile } from '../files.ts';
import type { Outside } from '../outside.ts';
import { announce, type PhoneOwner } from '../people.ts';
import { hash32 } from '../random.ts';
import { makeRateModel, type RateModel } from './rate.ts';
import { makeUpdates, type Updates } from './updates.ts';
import type { WireChat, WireMessage } from './wire.ts';

export interface TelegramChat extends Chat {
  /** What the bot sees of each message, by message_id. */
  raw: Map<number, WireMessage>;
  /** The chat as the bot sees it. */
  wire: () => WireChat;
}

/** One person's chat with the bot. */
export interface PrivateChat extends TelegramChat {
  owner: PhoneOwner;
}

export interface GroupChat extends TelegramChat {
  groupId: `g${number}`;
  title: string;
  members: Set<PhoneOwner>;
  /** Telegram's id, which is below zero. */
  chatId: number;
  /** The one before it became a supergroup; null while it is none, or was one from the start. */
  oldChatId: number | null;
  type: 'group' | 'supergroup';
}

export interface TelegramBot {
  token: string | null;
  me: { id: number; is_bot: true; first_name: string; username: string };
  chats: Map<number, PrivateChat>;
  /** By Telegram's id, as it is now. */
  groups: Map<number, GroupChat>;
  updates: Updates;
  rate: RateModel;
  /** By scope and language, such as `default:uk`. */
  commands: Map<string, BotCommand[]>;
  /** Names, descriptions and short descriptions by kind and language, such as `name:uk`. */
  words: Map<string, string>;
  menuButtons: Map<string, unknown>;
  files: Map<string, { kind: 'photo' | 'document'; file: StoredFile }>;
  /** Presses that wait for answerCallbackQuery, with their moment in ms. */
  presses: Map<string, { chat: TelegramChat; by: PhoneOwner; at: number }>;
  nextPress: number;
  /** Telegram ids of those who have subscribed, by channel. */
  channels: Map<string, Set<number>>;
}

export interface TelegramBots {
  /** The bot of a token; undefined when only another token is known. */
  find(token: string): TelegramBot | undefined;
  /** The bot whose chats the phones show: the newest. */
  current(): TelegramBot;
  all(): TelegramBot[];
  reset(): void;
}

/**
 * `onlyToken` is the one token that is accepted; any token is when it is left out. `onMade` is told of every bot
 * before it is used.
 */
export function makeTelegramBots(
  outside: Outside,
  onlyToken: string | undefined,
  onMade: (bot: TelegramBot) => void,
): TelegramBots {
  const bots = new Map<string, TelegramBot>();
  // The phones can write before the program has come for the first time; the first token takes these updates.
  let current = makeBot(outside, onlyToken ?? null);
  onMade(current);
  if (onlyToken !== undefined) bots.set(onlyToken, current);

  return {
    find(token) {
      const known = bots.get(token);
      if (known || onlyToken !== undefined || !/^[\w:.-]{3,}$/.test(token)) return known;
      if (current.token === null) {
        current.token = token;
        current.me.id = botId(token);
      } else {
        current = makeBot(outside, token);
        onMade(current);
      }
      bots.set(token, current);
      return current;
    },
    current: () => current,
    all: () => (current.token === null ? [current] : [...bots.values()]),
    reset() {
      for (const bot of [current, ...bots.values()]) {
        bot.chats.clear();
        bot.groups.clear();
        bot.updates.clear();
        bot.presses.clear();
        bot.rate.clear();
      }
    },
  };
}

function makeBot(outside: Outside, token: string | null): TelegramBot {
  return {
    token,
    me: { id: botId(token ?? ''), is_bot: true, first_name: outside.botName, username: 'kartka_bot' },
    chats: new Map(),
    groups: new Map(),
    updates: makeUpdates(outside),
    rate: makeRateModel(outside),
    commands: new Map(),
    words: new Map(),
    menuButtons: new Map(),
    files: new Map(),
    channels: new Map(),
    presses: new Map(),
    nextPress: outside.clock.now().getTime() * 1_000,
  };
}

const botId = (token: string): number =>
  Number(/^(\d{1,15}):/.exec(token)?.[1] ?? 100_000_000 + (hash32(token) % 1e8));

export function chatOf(bot: TelegramBot, owner: PhoneOwner): PrivateChat {
  const known = bot.chats.get(owner.telegramId);
  if (known) return known;
  const chat: PrivateChat = {
    ...makeChat('telegram', () => announce(owner, 'telegram')),
    owner,
    raw: new Map(),
    wire: () => ({ id: owner.telegramId, type: 'private', first_name: owner.name, username: owner.username }),
  };
  bot.chats.set(owner.telegramId, chat);
  return chat;
}

/** The sender of an update. */
export const wirePerson = (owner: PhoneOwner) => ({
  id: owner.telegramId,
  is_bot: false,
  first_name: owner.name,
  username: owner.username,
  language_code: owner.language,
});

export const unixSeconds = (outside: Outside): number => Math.floor(outside.clock.now().getTime() / 1_000);
