// Keeps the phones between runs when a data file is given, so that a demo whose database remembers its members meets the
// same people with the same chats. Written a few seconds after a change and at the end; pictures included.
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Chat } from './chats.ts';
import type { PhoneOwner } from './people.ts';
import { chatOf, type GroupChat } from './telegram/bot.ts';
import { groupOf } from './telegram/groups.ts';
import type { WireMessage } from './telegram/wire.ts';
import { viberChatOf } from './viber/account.ts';
import type { World } from './world.ts';

const EVERY_MS = 3_000;
const KEEP_MESSAGES = 100;

type KeptOwner = Omit<PhoneOwner, 'watchers'>;
type KeptChat = Omit<Chat, 'changed' | 'messenger'>;
type Owned = { personId: string };

interface Kept {
  version: 1;
  people: KeptOwner[];
  telegram: {
    token: string;
    name: string;
    nextUpdateId: number;
    commands: [string, { command: string; description: string }[]][];
    menuButtons?: [string, unknown][];
    files: [string, 'photo' | 'document', string][];
    chats: (KeptChat & Owned & { raw: WireMessage[] })[];
    groups?: (KeptChat &
      Pick<GroupChat, 'groupId' | 'title' | 'chatId' | 'oldChatId' | 'type'> & {
        personIds: string[];
        raw: WireMessage[];
      })[];
  };
  viber: { token: string; chats: (KeptChat & Owned & { trackingData: string; sessionUntil: number })[] };
  files: { base64: string; fileName?: string }[];
}

/** Restores what the file holds, then keeps it up to date; the result writes it once more and ends that. */
export async function keepInFile(world: World, path: string): Promise<() => Promise<void>> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text !== undefined) restore(world, text);

  let dirty = false;
  const mark = (): void => {
    dirty = true;
  };
  let writing = Promise.resolve();
  const look = (): void => {
    for (const owner of world.outside.people.all()) owner.watchers.add(mark);
    if (!dirty) return;
    dirty = false;
    writing = writing.then(() => write(path, JSON.stringify(collectKept(world))));
  };
  look();
  const timer = setInterval(look, EVERY_MS);
  return async () => {
    clearInterval(timer);
    dirty = true;
    look();
    await writing;
  };
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.new`, text);
  await rename(`${path}.new`, path);
}

function collectKept(world: World): Kept {
  const bot = world.telegram.current();
  const account = world.viber.current();
  const files = new Map<string, { base64: string; fileName?: string }>();
  const keepFile = (id: string): void => {
    const file = world.outside.files.find(id);
    if (!file) return;
    const named = file.fileName === undefined ? {} : { fileName: file.fileName };
    files.set(id, { base64: file.bytes.toString('base64'), ...named });
  };
  const keepChat = <One extends Chat>(chat: One) => {
    const { changed: _changed, messenger: _messenger, ...rest } = chat;
    const entries = rest.entries.slice(-KEEP_MESSAGES);
    for (const { message } of entries) {
      for (const url of [message.photoUrl, message.document?.url]) keepFile(url?.split('/').at(-1) ?? '');
    }
    return { ...rest, entries };
  };
  for (const { file } of bot.files.values()) keepFile(file.id);
  return {
    version: 1,
    people: world.outside.people.all().map(({ watchers: _watchers, ...owner }) => owner),
    telegram: {
      token: bot.token ?? '',
      name: bot.me.first_name,
      nextUpdateId: bot.updates.nextId(),
      commands: [...bot.commands],
      menuButtons: [...bot.menuButtons],
      files: [...bot.files].map(([fileId, { kind, file }]) => [fileId, kind, file.id]),
      chats: [...bot.chats.values()].map(({ raw, owner, wire: _wire, ...chat }) => ({
        ...keepChat(chat),
        personId: owner.personId,
        raw: [...raw.values()].slice(-KEEP_MESSAGES),
      })),
      groups: [...bot.groups.values()].map(({ raw, members, wire: _wire, ...chat }) => ({
        ...keepChat(chat),
        personIds: [...members].map(({ personId }) => personId),
        raw: [...raw.values()].slice(-KEEP_MESSAGES),
      })),
    },
    viber: {
      token: account.token ?? '',
      chats: [...account.chats.values()].map((chat) => {
        const {
          trackingData,
          sessionUntil,
          sinceReply: _s,
          unread: _u,
          contents: _c,
          arriving: _a,
          owner,
          ...rest
        } = chat;
        return { ...keepChat(rest), personId: owner.personId, trackingData, sessionUntil };
      }),
    },
    files: [...files.values()],
  };
}

function restore(world: World, text: string): void {
  // Written by `collectKept` above; a file of another version is left aside.
  const kept: Kept = JSON.parse(text);
  if (kept.version !== 1) return;
  const { people, files } = world.outside;
  for (const { base64, fileName } of kept.files) files.keep(Buffer.from(base64, 'base64'), fileName);
  people.restore(kept.people);

  const bot =
    kept.telegram.token === '' ? world.telegram.current() : world.telegram.find(kept.telegram.token);
  if (bot) {
    bot.me.first_name = kept.telegram.name;
    bot.updates.goOnFrom(kept.telegram.nextUpdateId);
    for (const [key, commands] of kept.telegram.commands) bot.commands.set(key, commands);
    for (const [key, button] of kept.telegram.menuButtons ?? []) bot.menuButtons.set(key, button);
    for (const [fileId, kind, id] of kept.telegram.files) {
      const file = files.find(id);
      if (file) bot.files.set(fileId, { kind, file });
    }
    for (const { personId, raw, ...state } of kept.telegram.chats) {
      const owner = people.find(personId);
      if (!owner) continue;
      const chat = Object.assign(chatOf(bot, owner), state);
      for (const message of raw) chat.raw.set(message.message_id, message);
    }
    for (const { groupId, title, personIds, raw, ...state } of kept.telegram.groups ?? []) {
      const members = personIds
        .map((personId) => people.find(personId))
        .filter((owner) => owner !== undefined);
      const group = groupOf(bot, { no: Number(groupId.slice(1)), title, members });
      bot.groups.delete(group.chatId);
      bot.groups.set(Object.assign(group, state).chatId, group);
      for (const message of raw) group.raw.set(message.message_id, message);
    }
  }
  const account = kept.viber.token === '' ? world.viber.current() : world.viber.find(kept.viber.token);
  if (!account) return;
  for (const { personId, ...state } of kept.viber.chats) {
    const owner = people.find(personId);
    if (owner) Object.assign(viberChatOf(account, owner), state);
  }
}
