// Groups: people who write to each other with the bot among them. It hears commands, presses and that it was let in or put
// out; of everything else it hears nothing (core.telegram.org/bots/features#privacy-mode).
import { findButton, findButtonByLabel, NotOnScreen } from '../acts.ts';
import { addMessage, type Button, makeChat, nextId } from '../chats.ts';
import type { Acted, Action } from '../control.ts';
import type { Outside } from '../outside.ts';
import { announce, type PhoneOwner } from '../people.ts';
import { actInTelegram } from './acts.ts';
import { chatOf, type GroupChat, type TelegramBot, unixSeconds } from './bot.ts';
import { startOf } from './channels.ts';
import { findEntities } from './entities.ts';
import { press, say, tellMembership } from './say.ts';
import { toSpans } from './spans.ts';

const FIRST_ID = -1_001_000_000_000;

/** A group of these people; the first of them lets the bot in. */
export function makeGroup(
  outside: Outside,
  bot: TelegramBot,
  { title, members }: { title: string; members: [PhoneOwner, ...PhoneOwner[]] },
): GroupChat {
  const group = groupOf(bot, { no: bot.groups.size + 1, title, members });
  setIn(outside, bot, group, members[0], true);
  for (const person of members) announce(person, 'person');
  return group;
}

/** The bare group, in which nothing has happened. */
export function groupOf(
  bot: TelegramBot,
  { no, title, members }: { no: number; title: string; members: PhoneOwner[] },
): GroupChat {
  const id = FIRST_ID - no;
  const groupId = `g${no}` as const;
  const group: GroupChat = {
    ...makeChat('telegram', () => {
      for (const person of group.members) announce(person, groupId);
    }),
    groupId,
    title,
    members: new Set(members),
    raw: new Map(),
    wire: () => ({ id, type: 'supergroup', title: group.title }),
  };
  bot.groups.set(id, group);
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
      setIn(outside, bot, group, person, action.act === 'unblock');
      return {};
    case 'read':
      return {};
    default:
      throw new NotOnScreen('in a group one writes, presses, removes the bot and adds it again');
  }
}

/** Lets the bot in or puts it out, as `person` does. */
function setIn(
  outside: Outside,
  bot: TelegramBot,
  group: GroupChat,
  person: PhoneOwner,
  isIn: boolean,
): void {
  if (group.joined === isIn) throw new NotOnScreen(isIn ? 'the bot is in it' : 'the bot is not in it');
  const was = isIn ? (group.opened ? 'kicked' : 'left') : 'member';
  group.joined = isIn;
  group.blocked = !isIn;
  const date = unixSeconds(outside);
  addMessage(group, {
    messageId: nextId(group),
    from: 'bot',
    at: new Date(date * 1_000).toISOString(),
    kind: 'service',
    text: [{ text: `${person.name} ${isIn ? '+' : '−'} ${bot.me.first_name}` }],
  });
  tellMembership({ outside, bot, chat: group, person }, was, isIn ? 'member' : 'kicked');
}
