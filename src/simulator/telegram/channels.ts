// Channels in which the bot is an administrator: every public name is one. Whoever opens its link has subscribed.

import type { Outside } from '../outside.ts';
import { type TelegramBot, wirePerson } from './bot.ts';
import { integer, type Params, text } from './params.ts';
import { badRequest } from './refusal.ts';

/** The channel whose link this is, such as `@poruch`; undefined: it is none. Links to bots carry something to start with. */
export function channelOf(url: string | undefined): string | undefined {
  const [, name] = /^https:\/\/t\.me\/([a-z]\w{3,31})\/?$/i.exec(url ?? '') ?? [];
  return name && !/bot$/i.test(name) ? `@${name.toLowerCase()}` : undefined;
}

/** What a link to the bot itself begins its private chat with; undefined: it leads elsewhere. */
export function startOf(url: string | undefined, { me }: TelegramBot): string | undefined {
  const [, name, payload] = /^https:\/\/t\.me\/(\w{3,32})(?:\?start=([\w-]*))?$/.exec(url ?? '') ?? [];
  return name?.toLowerCase() === me.username.toLowerCase() ? (payload ?? '') : undefined;
}

export function subscribe(bot: TelegramBot, channel: string, telegramId: number): void {
  const inIt = bot.channels.get(channel) ?? new Set();
  bot.channels.set(channel, inIt.add(telegramId));
}

export function getChatMember(outside: Outside, bot: TelegramBot, params: Params) {
  const channel = (text(params, 'chat_id') ?? '').toLowerCase();
  if (!channel.startsWith('@')) throw badRequest('chat not found');
  const userId = integer(params, 'user_id') ?? 0;
  const owner = outside.people.findByTelegram(userId);
  if (!owner) throw badRequest('user not found');
  const isIn = bot.channels.get(channel)?.has(userId) ?? false;
  return { status: isIn ? 'member' : 'left', user: wirePerson(owner) };
}
