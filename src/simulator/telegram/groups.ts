// Groups: people who write to each other with the bot among them. It hears commands, presses and that it was let in or put
// out, and what the group is called when it becomes a supergroup; of everything else it hears nothing (core.telegram.org/bots/features#privacy-mode).
import { findButton, findButtonByLabel, NotOnScreen } from '../acts.ts';
import { addMessage, type Button, makeChat, nextId } from '../chats.ts';
import type { Acted, Action } from '../control.ts';
import type { Outside } from '../outside.ts';
import { announce, type PhoneOwner } from '../people.ts';
import { actInTelegram } from './acts.ts';
import { chatOf, type GroupChat, type TelegramBot, unixSeconds, wirePerson } from './bot.ts';
import { startOf } from './channels.ts';
import { findEntities } from './entities.ts';
import { press, type Speaker, say, tellMembership } from './say.ts';
import { toSpans } from './spans.ts';

const FIRST_ID = -641_000_000;
const FIRST_SUPERGROUP_ID = -1_001_000_000_000;
/** In whose name a supergroup says that it was a group. */
const ANONYMOUS = { id: 1_087_968_824, is_bot: true, first_name: 'Group', username: 'GroupAnonymousBot' };

/** A group of these people; the first of them lets the bot in. */
export function makeGroup(
  outside: Outside,
  bot: TelegramBot,
  { title, members }: { title: string; members: [PhoneOwner, ...PhoneOwner[]] },
): GroupChat {
  const group = groupOf(bot, { no: bot.groups.size + 1, title, members });
  setIn({ outside, bot, chat: group, person: members[0] }, group, true);
  for (const person of members) announce(person, 'person');
  return group;
}

/** The bare group, in which nothing has happened. */
export function groupOf(
  bot: TelegramBot,
  { no, title, members }: { no: number; title: string; members: PhoneOwner[] },
): GroupChat {
  const groupId = `g${no}` as const;
  const group: GroupChat = {
    ...makeChat('telegram', () => {
      for (const person of group.members) announce(person, groupId);
    }),
    groupId,
    title,
    members: new Set(members),
    chatId: FIRST_ID - no,
    oldChatId: null,
    type: 'group',
    raw: new Map(),
    wire: () => ({ id: group.chatId, type: group.type, title: group.title }),
  };
  bot.groups.set(group.chatId, group);
  return group;
}

export const groupsWith = (bot: TelegramBot, person: PhoneOwner): GroupChat[] =>
  [...bot.groups.values()].filter(({ members }) => members.has(person));

export function actInGroup(
  outside: Outside,
  bot: TelegramBot,
  group: GroupChat,
  person: PhoneOwner,
  action: Action,
): Acted {
  const speaker = { outside, bot, chat: group, person };
  const author = { personId: person.personId, name: person.name };

  function write(text: string) {
    if (text.trim() === '') throw new NotOnScreen('an empty message cannot be sent');
    const entities = findEntities(text);
    const isHeard = group.joined && text.startsWith('/');
    const drawing = { kind: 'text' as const, text: toSpans(text, entities), author };
    return say(speaker, entities.length > 0 ? { text, entities } : { text }, drawing, { isHeard });
  }

  function pressButton(messageId: number, { shown, body }: Button) {
    const begins = startOf(shown.url, bot);
    if (begins !== undefined)
      return actInTelegram(outside, bot, chatOf(bot, person), { act: 'open', payload: begins });
    return shown.kind === 'callback' ? press(speaker, messageId, body) : {};
  }

  switch (action.act) {
    case 'text':
      return write(action.text);
    case 'press':
      return pressButton(action.messageId, findButton(group, action.messageId, action.row, action.column));
    case 'pressLabel': {
      const { messageId, button } = findButtonByLabel(group, action.label);
      return pressButton(messageId, button);
    }
    case 'block':
    case 'unblock':
      setIn(speaker, group, action.act === 'unblock');
      return {};
    case 'upgrade':
      upgrade(speaker, group);
      return {};
    case 'read':
      return {};
    default:
      throw new NotOnScreen(
        'in a group one writes, presses, removes the bot and adds it again, and upgrades the group',
      );
  }
}

/**
 * Turns a group into a supergroup: another chat with the same people, whose messages are numbered anew. A bot that is in it is told
 * by both, and that it was let into the new one.
 */
function upgrade(speaker: Speaker, group: GroupChat): void {
  const { outside, bot, person } = speaker;
  if (group.type === 'supergroup') throw new NotOnScreen('it is a supergroup already');
  const date = unixSeconds(outside);
  const oldChat = group.wire();
  const told = { message_id: nextId(group), from: wirePerson(person), chat: oldChat, date };
  bot.groups.delete(oldChat.id);
  group.chatId = FIRST_SUPERGROUP_ID - Number(group.groupId.slice(1));
  group.oldChatId = oldChat.id;
  group.type = 'supergroup';
  bot.groups.set(group.chatId, group);
  group.raw.clear();
  group.entries = [];
  group.counter = 0;
  const chat = group.wire();
  const messageId = nextId(group);
  addNote(speaker, messageId, `${person.name} ⬆ ${group.title}`);
  if (!group.joined) return;
  tellMembership(speaker, 'left', 'member');
  bot.updates.add({ message: { ...told, migrate_to_chat_id: chat.id } }, oldChat.id);
  const anonymous = { from: ANONYMOUS, sender_chat: chat, chat, date };
  const news = { message_id: messageId, ...anonymous, migrate_from_chat_id: oldChat.id };
  bot.updates.add({ message: news }, chat.id);
}

/** Lets the bot in or puts it out, as `person` does. */
function setIn(speaker: Speaker, group: GroupChat, isIn: boolean): void {
  const { bot, person } = speaker;
  if (group.joined === isIn) throw new NotOnScreen(isIn ? 'the bot is in it' : 'the bot is not in it');
  const was = isIn ? (group.opened ? 'kicked' : 'left') : 'member';
  group.joined = isIn;
  group.blocked = !isIn;
  addNote(speaker, nextId(group), `${person.name} ${isIn ? '+' : '−'} ${bot.me.first_name}`);
  tellMembership(speaker, was, isIn ? 'member' : 'kicked');
}

function addNote({ outside, chat }: Speaker, messageId: number, text: string): void {
  const at = new Date(unixSeconds(outside) * 1_000).toISOString();
  addMessage(chat, { messageId, from: 'bot', at, kind: 'service', text: [{ text }] });
}
