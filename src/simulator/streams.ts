// Server-sent events, and waiting for a message: the two ways of hearing what happens on a phone.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ChatMessage, MessengerName, PersonEvent } from './control.ts';
import type { Change, PhoneOwner } from './people.ts';
import type { GroupChat } from './telegram/bot.ts';
import { groupsWith } from './telegram/groups.ts';
import { findChat, findGroup, seeChat, seeGroup, seePerson, type World } from './world.ts';

const KEEP_ALIVE_MS = 15_000;

/** Opens an event stream; `start` gets the way to send and answers with what ends it. */
export function streamEvents(
  request: FastifyRequest,
  reply: FastifyReply,
  start: (send: (event: object) => void) => () => void,
): void {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  raw.write(':\n\n');
  const end = start((event) => raw.write(`data: ${JSON.stringify(event)}\n\n`));
  const keepAlive = setInterval(() => raw.write(':\n\n'), KEEP_ALIVE_MS);
  request.raw.once('close', () => {
    clearInterval(keepAlive);
    end();
  });
}

/** Everything on one person's phone: all chats as they stand, then every change, at most once per turn of the loop. */
export function streamPerson(
  world: World,
  owner: PhoneOwner,
  send: (event: PersonEvent) => void,
): () => void {
  const waiting = new Set<Change>();
  let smsSent = owner.sms.length;
  let newestSms = owner.sms.at(-1);
  let timer: NodeJS.Immediate | undefined;

  function flush(): void {
    timer = undefined;
    const changes = [...waiting];
    waiting.clear();
    for (const change of changes) {
      if (change === 'person') send({ event: 'person', person: seePerson(world, owner) });
      else if (change === 'sms') sendSms();
      else if (change === 'telegram' || change === 'viber')
        send({ event: 'chat', view: seeChat(world, change, owner) });
      else {
        const group = findGroup(world, owner, change);
        if (group) send({ event: 'chat', view: seeGroup(world, group, owner) });
      }
    }
  }

  function sendSms(): void {
    const known = newestSms === undefined ? -1 : owner.sms.indexOf(newestSms);
    const from = newestSms === undefined ? smsSent : known + 1;
    for (const sms of owner.sms.slice(from)) send({ event: 'sms', sms });
    smsSent = owner.sms.length;
    newestSms = owner.sms.at(-1);
  }

  const watcher = (change: Change): void => {
    waiting.add(change);
    timer ??= setImmediate(flush);
  };
  owner.watchers.add(watcher);
  send({ event: 'person', person: seePerson(world, owner) });
  for (const messenger of ['telegram', 'viber'] as const) {
    send({ event: 'chat', view: seeChat(world, messenger, owner) });
  }
  for (const group of groupsWith(world.telegram.current(), owner)) {
    send({ event: 'chat', view: seeGroup(world, group, owner) });
  }
  return () => {
    if (timer) clearImmediate(timer);
    owner.watchers.delete(watcher);
  };
}

export interface Awaited {
  messenger: MessengerName;
  /** Waits there instead of in the person's own chat. */
  group: GroupChat | undefined;
  after: number;
  contains: string;
  timeoutMs: number;
}

/** The first message of the bot that answers the description, at once or when it comes; undefined when it does not. */
export function waitForMessage(
  world: World,
  owner: PhoneOwner,
  { messenger, group, after, contains, timeoutMs }: Awaited,
  gone: AbortSignal,
): Promise<ChatMessage | undefined> {
  const look = (): ChatMessage | undefined =>
    (group ?? findChat(world, messenger, owner)).entries.find(
      ({ message, buttons }) =>
        message.from === 'bot' &&
        Math.max(message.messageId, message.revision ?? 0) > after &&
        [...message.text, ...buttons.flat().map((button) => ({ text: button.shown.label }))]
          .map((span) => span.text)
          .join('')
          .includes(contains),
    )?.message;
  const already = look();
  if (already) return Promise.resolve(already);
  return new Promise((resolve) => {
    const finish = (message: ChatMessage | undefined): void => {
      cancel();
      owner.watchers.delete(watcher);
      gone.removeEventListener('abort', hungUp);
      resolve(message);
    };
    const hungUp = (): void => finish(undefined);
    const cancel = world.outside.timers.after(timeoutMs, hungUp);
    const watcher = (change: Change): void => {
      if (change !== (group?.groupId ?? messenger)) return;
      const message = look();
      if (message) finish(message);
    };
    owner.watchers.add(watcher);
    gone.addEventListener('abort', hungUp);
  });
}
