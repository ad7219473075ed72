// The whole outside world in one value: people, both messengers' bots, SMS and the trace; and how a phone is seen.
import { type Chat, viewChat } from './chats.ts';
import type { Acted, Action, ChatView, MessengerName, Person } from './control.ts';
import type { Outside } from './outside.ts';
import { announce, type PhoneOwner } from './people.ts';
import { makeSmsBook, type SmsBook } from './sms.ts';
import { actInTelegram } from './telegram/acts.ts';
import { chatOf, type GroupChat, makeTelegramBots, type TelegramBots } from './telegram/bot.ts';
import { groupsWith } from './telegram/groups.ts';
import { answerHooks } from './telegram/routes.ts';
import { commandsFor, menuButtonFor } from './telegram/setup.ts';
import { makeTrace, type Trace } from './trace.ts';
import { makeViberAccounts, type ViberAccounts, viberChatOf } from './viber/account.ts';
import { actInViber } from './viber/acts.ts';

export interface World {
  outside: Outside;
  telegram: TelegramBots;
  viber: ViberAccounts;
  sms: SmsBook;
  trace: Trace;
  /** Where this simulator is reached; known once it listens. */
  url: string;
}

export function makeWorld(
  outside: Outside,
  tokens: { telegram: string | undefined; viber: string | undefined },
): World {
  return {
    outside,
    telegram: makeTelegramBots(outside, tokens.telegram, (bot) => answerHooks(outside, bot)),
    viber: makeViberAccounts(outside, tokens.viber),
    sms: makeSmsBook(),
    trace: makeTrace(),
    url: '',
  };
}

/** A group with the bot that the phones show, when the person is in it. */
export function findGroup(world: World, owner: PhoneOwner, groupId: string): GroupChat | undefined {
  return groupsWith(world.telegram.current(), owner).find((group) => group.groupId === groupId);
}

/** The person's chat with the bot that the phones show. */
export function findChat(world: World, messenger: MessengerName, owner: PhoneOwner): Chat {
  return messenger === 'telegram'
    ? chatOf(world.telegram.current(), owner)
    : viberChatOf(world.viber.current(), owner);
}

export function seeChat(world: World, messenger: MessengerName, owner: PhoneOwner): ChatView {
  if (messenger === 'viber') {
    const { name, uri } = world.viber.current();
    const chat = findChat(world, messenger, owner);
    return viewChat(chat, owner.personId, { bot: { name, username: uri }, commands: [] });
  }
  const bot = world.telegram.current();
  const chat = chatOf(bot, owner);
  return viewChat(chat, owner.personId, {
    bot: { name: bot.me.first_name, username: bot.me.username },
    commands: commandsFor(bot, chat.wire(), owner.language),
    menuButton: menuButtonFor(bot, owner.telegramId),
  });
}

/** A group as it stands on the phone of one of its members. */
export function seeGroup(world: World, group: GroupChat, owner: PhoneOwner): ChatView {
  const bot = world.telegram.current();
  const { groupId, title, type } = group;
  return viewChat(group, owner.personId, {
    bot: { name: bot.me.first_name, username: bot.me.username },
    commands: commandsFor(bot, group.wire(), owner.language),
    group: { groupId, title, type, members: [...group.members].map(({ name }) => name) },
  });
}

export function seePerson(world: World, owner: PhoneOwner): Person {
  const telegram = findChat(world, 'telegram', owner);
  const viber = findChat(world, 'viber', owner);
  return {
    personId: owner.personId,
    name: owner.name,
    phone: owner.phone,
    language: owner.language,
    telegram: {
      userId: owner.telegramId,
      username: owner.username,
      started: telegram.joined,
      blocked: telegram.blocked,
      groups: groupsWith(world.telegram.current(), owner).map(({ groupId, title }) => ({ groupId, title })),
    },
    viber: {
      userId: owner.viberId,
      device: owner.device,
      subscribed: viber.joined,
      sharesName: owner.sharesName,
      apiVersion: owner.viberApiVersion,
    },
  };
}

/** Does what a person does; throws NotOnScreen when the screen does not offer it. */
export function act(world: World, messenger: MessengerName, owner: PhoneOwner, action: Action): Acted {
  if (messenger === 'telegram') {
    const bot = world.telegram.current();
    return actInTelegram(world.outside, bot, chatOf(bot, owner), action);
  }
  const account = world.viber.current();
  const chat = viberChatOf(account, owner);
  return actInViber(
    { outside: world.outside, accounts: world.viber, account, chat, ownUrl: world.url },
    action,
  );
}

/** Back to the beginning; tokens, webhooks and commands stay, as the program would not set them again. */
export function resetWorld(world: World): void {
  const { outside } = world;
  outside.faults.clear();
  outside.stats.clear();
  outside.lazy.clear();
  outside.files.clear();
  world.telegram.reset();
  world.viber.reset();
  world.sms.clear();
  world.trace.clear();
  const before = outside.people.all();
  outside.people.reset();
  for (const old of before) {
    const owner = outside.people.find(old.personId);
    if (owner) owner.watchers = old.watchers;
    for (const change of ['telegram', 'viber', 'person'] as const) announce(owner ?? old, change);
  }
}
