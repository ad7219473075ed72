// The methods by which a bot describes itself and sets how it takes its updates.
import type { BotCommand } from '@grammyjs/types';
import type { Outside } from '../outside.ts';
import type { TelegramBot } from './bot.ts';
import { flag, integer, isObject, nested, type Params, text } from './params.ts';
import { badRequest, TelegramRefusal } from './refusal.ts';
import type { WireChat } from './wire.ts';

export const getMe = (_outside: Outside, bot: TelegramBot) => ({
  ...bot.me,
  can_join_groups: true,
  can_read_all_group_messages: false,
  supports_inline_queries: false,
  can_connect_to_business: false,
  has_main_web_app: false,
});

export function getUpdates(
  _outside: Outside,
  bot: TelegramBot,
  params: Params,
  gone: AbortSignal,
): Promise<object[]> {
  if (bot.updates.pusher.active()) {
    throw new TelegramRefusal(
      409,
      "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    );
  }
  bot.updates.allow(readAllowed(params));
  return bot.updates.poller.ask(
    {
      offset: integer(params, 'offset') ?? 0,
      limit: integer(params, 'limit') ?? 100,
      timeout: integer(params, 'timeout') ?? 0,
    },
    gone,
  );
}

function readAllowed(params: Params): string[] | undefined {
  const given = nested(params, 'allowed_updates', 'allowed updates');
  return Array.isArray(given) ? given.filter((item) => typeof item === 'string') : undefined;
}

/** A description that goes into the envelope beside the result. */
export interface Described {
  described: string;
}

export function setWebhook(outside: Outside, bot: TelegramBot, params: Params): Described {
  const url = text(params, 'url') ?? '';
  if (url === '') return deleteWebhook(outside, bot, params);
  if (!URL.canParse(url) || !/^https?:/i.test(url)) throw badRequest('bad webhook: invalid URL specified');
  const secretToken = text(params, 'secret_token') ?? '';
  if (!/^[A-Za-z0-9_-]{0,256}$/.test(secretToken)) {
    throw badRequest('secret token contains unallowed characters');
  }
  const maxConnections = Math.min(Math.max(integer(params, 'max_connections') ?? 40, 1), 100);
  const old = bot.updates.pusher.webhook();
  bot.updates.allow(readAllowed(params));
  if (flag(params, 'drop_pending_updates')) bot.updates.clear();
  if (old && old.url === url && old.secretToken === secretToken && old.maxConnections === maxConnections) {
    return { described: 'Webhook is already set' };
  }
  bot.updates.pusher.set({ url, secretToken, maxConnections });
  return { described: 'Webhook was set' };
}

export function deleteWebhook(_outside: Outside, bot: TelegramBot, params: Params): Described {
  const was = bot.updates.pusher.active();
  if (flag(params, 'drop_pending_updates')) bot.updates.clear();
  bot.updates.pusher.set(undefined);
  return { described: was ? 'Webhook was deleted' : 'Webhook is already deleted' };
}

export function getWebhookInfo(_outside: Outside, bot: TelegramBot) {
  const { pusher } = bot.updates;
  const hook = pusher.webhook();
  const error = pusher.lastError();
  const allowed = bot.updates.allowed();
  return {
    url: hook?.url ?? '',
    has_custom_certificate: false,
    pending_update_count: bot.updates.pendingCount(),
    ...(hook ? { max_connections: hook.maxConnections, ip_address: '127.0.0.1' } : {}),
    ...(error
      ? { last_error_date: Math.floor(error.at.getTime() / 1_000), last_error_message: error.message }
      : {}),
    ...(allowed.length > 0 ? { allowed_updates: allowed } : {}),
  };
}

function commandKey(params: Params): string {
  const scope = nested(params, 'scope', 'bot command scope');
  const type = isObject(scope) && typeof scope.type === 'string' ? scope.type : 'default';
  const chat =
    isObject(scope) && scope.chat_id !== undefined
      ? `/${JSON.stringify(scope.chat_id).replaceAll('"', '')}`
      : '';
  return `${type}${chat}:${text(params, 'language_code') ?? ''}`;
}

export function setMyCommands(_outside: Outside, bot: TelegramBot, params: Params): true {
  const given = nested(params, 'commands', 'bot commands');
  if (!Array.isArray(given)) throw badRequest("can't parse commands: expected an Array");
  if (given.length > 100) throw badRequest('BOT_COMMANDS_TOO_MUCH');
  const commands = given.map((item: unknown): BotCommand => {
    if (!isObject(item) || typeof item.command !== 'string' || typeof item.description !== 'string') {
      throw badRequest("can't parse BotCommand: Can't find field");
    }
    const command = item.command.replace(/^\//, '');
    if (!/^[a-z0-9_]{1,32}$/.test(command)) throw badRequest('BOT_COMMAND_INVALID');
    const description = item.description.trim();
    if (description.length < 1 || description.length > 256)
      throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID');
    return { command, description };
  });
  bot.commands.set(commandKey(params), commands);
  return true;
}

export function deleteMyCommands(_outside: Outside, bot: TelegramBot, params: Params): true {
  bot.commands.delete(commandKey(params));
  return true;
}

export const getMyCommands = (_outside: Outside, bot: TelegramBot, params: Params): BotCommand[] =>
  bot.commands.get(commandKey(params)) ?? [];

/** The commands in one person's menu, by the order in which Telegram looks (Bot API, BotCommandScope). */
export function commandsFor(bot: TelegramBot, { id, type }: WireChat, language: string): BotCommand[] {
  const short = language.slice(0, 2).toLowerCase();
  const ofItsKind = type === 'private' ? 'all_private_chats' : 'all_group_chats';
  for (const scope of [`chat/${id}`, ofItsKind, 'default']) {
    const found = bot.commands.get(`${scope}:${short}`) ?? bot.commands.get(`${scope}:`);
    if (found) return found;
  }
  return [];
}

/** The setter and the getter of a name or description; `answer` is the field that the getter answers with. */
export function makeWords(kind: string, field: string, maxLength: number) {
  const key = (params: Params): string => `${kind}:${text(params, 'language_code') ?? ''}`;
  return {
    set: (_outside: Outside, bot: TelegramBot, params: Params): true => {
      const value = text(params, field) ?? '';
      if (value.length > maxLength) throw badRequest(`${field} is too long`);
      bot.words.set(key(params), value);
      if (kind === 'name' && key(params) === 'name:' && value !== '') bot.me.first_name = value;
      return true;
    },
    get: (_outside: Outside, bot: TelegramBot, params: Params) => ({
      [field]:
        bot.words.get(key(params)) ?? bot.words.get(`${kind}:`) ?? (kind === 'name' ? bot.me.first_name : ''),
    }),
  };
}

export function setChatMenuButton(_outside: Outside, bot: TelegramBot, params: Params): true {
  bot.menuButtons.set(
    text(params, 'chat_id') ?? '',
    nested(params, 'menu_button', 'menu button') ?? { type: 'default' },
  );
  return true;
}

/** The page that the button beside the field opens for one person; undefined when it opens none. */
export function menuButtonFor(
  bot: TelegramBot,
  telegramId: number,
): { label: string; url: string } | undefined {
  const button = bot.menuButtons.get(String(telegramId)) ?? bot.menuButtons.get('');
  if (!isObject(button) || button.type !== 'web_app' || !isObject(button.web_app)) return undefined;
  const { url } = button.web_app;
  return typeof url === 'string' && typeof button.text === 'string' ? { label: button.text, url } : undefined;
}

export const getChatMenuButton = (_outside: Outside, bot: TelegramBot, params: Params): unknown =>
  bot.menuButtons.get(text(params, 'chat_id') ?? '') ?? bot.menuButtons.get('') ?? { type: 'default' };
