// Reads what happens in a group: the bot comes in or goes out, the group becomes another chat, commands that are meant for the
// bot, and its buttons. Everything else that people write to each other is nobody's business.
import type { CallbackQuery, ChatMemberUpdated, Message } from 'grammy/types';
import type { DialogueEvent, EventEnvelope } from '#bots/dialogue/event.ts';

type Edge = Pick<EventEnvelope, 'at' | 'carriedBy'>;
type Group = { id: number; title: string };

const COMMAND = /^\/([a-zA-Z0-9_]{1,32})(?:@\w+)?(?:\s+([\s\S]*))?$/;
const IN = ['member', 'administrator'];

/** Null for a chat that is no group, such as a channel. */
export function groupOf(chat: { id: number; type: string; title?: string }): Group | null {
  return chat.type === 'group' || chat.type === 'supergroup'
    ? { id: chat.id, title: chat.title ?? '' }
    : null;
}

/** The group that an update is about: of one that has become a supergroup, told in the old chat, that is the new chat. */
export function groupIn(message: {
  chat: Parameters<typeof groupOf>[0];
  migrate_to_chat_id?: number;
}): Group | null {
  const group = groupOf(message.chat);
  return group && { ...group, id: message.migrate_to_chat_id ?? group.id };
}

export function readGroupMessage(message: Message, group: Group, edge: Edge): DialogueEvent | null {
  const before = message.migrate_to_chat_id === undefined ? message.migrate_from_chat_id : message.chat.id;
  if (before !== undefined)
    return { ...envelope(group, edge, message), kind: 'group', did: 'moved', from: String(before) };
  const [, command, rest = ''] = COMMAND.exec(message.text ?? '') ?? [];
  // Admins who write as the group itself come as a bot of Telegram's.
  if (command === undefined || (message.from?.is_bot && message.sender_chat?.id !== group.id)) return null;
  const by = String(message.from?.id ?? group.id);
  const act = { kind: 'group', by, did: 'command', command: command.toLowerCase(), rest } as const;
  return { ...envelope(group, edge, message), ...act };
}

export function readGroupMembership(
  change: ChatMemberUpdated,
  group: Group,
  edge: Edge,
): DialogueEvent | null {
  const [was, is] = [change.old_chat_member.status, change.new_chat_member.status];
  if (is === 'left' || is === 'kicked') return { ...envelope(group, edge, change), kind: 'blocked' };
  if (!IN.includes(is) || IN.includes(was)) return null;
  return { ...envelope(group, edge, change), kind: 'group', by: String(change.from.id), did: 'added' };
}

export function readGroupPress(
  { id, from }: CallbackQuery,
  action: string,
  group: Group,
  edge: Edge,
): DialogueEvent {
  const act = { kind: 'group', by: String(from.id), did: 'press', action, name: from.first_name } as const;
  return { ...envelope(group, edge, { from }), ...act, callback: { callbackId: id } };
}

function envelope(
  { id, title }: Group,
  edge: Edge,
  { from, date }: { from?: { language_code?: string }; date?: number },
): EventEnvelope {
  return {
    messenger: 'telegram',
    externalId: String(id),
    shownName: title,
    // Of whoever was first to speak to the bot there.
    ...(from?.language_code === undefined ? {} : { languageTag: from.language_code }),
    ...edge,
    ...(date === undefined ? {} : { occurredAt: new Date(date * 1_000) }),
  };
}
