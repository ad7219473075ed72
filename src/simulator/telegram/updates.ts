// The updates that wait for one bot, whichever way it takes them: numbered, kept 24 hours (150 s for presses), fetched by
// getUpdates or pushed to a webhook with one request at a time per queue (WebhookActor.cpp of tdlib/telegram-bot-api).
import type { Outside } from '../outside.ts';
import type { Pending, PendingQueue } from './pending.ts';
import { makePoller, type Poller } from './poll.ts';
import { makePusher, type Pusher } from './push.ts';
import type { UpdateContent, UpdateType } from './wire.ts';

export interface Updates {
  pusher: Pusher;
  poller: Poller;
  /** Queues something that a person did; types that the bot does not want are dropped. */
  add(content: UpdateContent, personTelegramId: number): void;
  /** setWebhook and getUpdates remember which types the bot wants; empty is the default of all. */
  allow(types: string[] | undefined): void;
  allowed(): string[];
  pendingCount(): number;
  /** The number that the next update gets, and how to go on after that of an earlier run. */
  nextId(): number;
  goOnFrom(nextId: number): void;
  clear(): void;
  stop(): void;
}

const DAY_MS = 24 * 3_600_000;
const PRESS_MS = 150_000;
const HOLD_MS = 1_000;
/** Added to the person's id, so that presses and blocks travel apart from messages. */
const QUEUE_OF: Record<UpdateType, number> = {
  message: 0,
  callback_query: 3 * 2 ** 33,
  my_chat_member: 5 * 2 ** 33,
};

export function makeUpdates(outside: Outside): Updates {
  const now = (): number => outside.clock.now().getTime();
  const queue: PendingQueue = {
    entries: new Set(),
    // Goes on above the numbers of an earlier run, as long as that one had fewer than ten updates a second.
    nextId: Math.max(100_000, Math.floor((now() - Date.UTC(2026, 0, 1)) / 100)),
    isExpired: (entry) => entry.expiresAt <= now(),
  };
  const pusher = makePusher(outside, queue);
  const poller = makePoller(queue);
  let wanted: string[] = [];
  let held: Pending | undefined;

  function enqueue(entry: Pending): void {
    queue.entries.add(entry);
    pusher.offer(entry);
    poller.wake();
  }

  function release(): void {
    if (!held) return;
    const entry = held;
    held = undefined;
    enqueue(entry);
  }

  function enqueueAfterwards(entry: Pending, first: Pending): void {
    // A poller sorts by number, so there the numbers change places too.
    if (!pusher.active()) [entry.id, first.id] = [first.id, entry.id];
    enqueue(entry);
    enqueue(first);
  }

  return {
    pusher,
    poller,
    add(content, personTelegramId) {
      const type: UpdateType = content.message
        ? 'message'
        : content.callback_query
          ? 'callback_query'
          : 'my_chat_member';
      if (wanted.length > 0 && !wanted.includes(type)) return;
      const entry: Pending = {
        id: queue.nextId++,
        type,
        content,
        key: personTelegramId + QUEUE_OF[type],
        expiresAt: now() + (type === 'callback_query' ? PRESS_MS : DAY_MS),
        attempts: 0,
      };
      const fault = outside.faults.strikeUpdate('telegram', type, String(personTelegramId));
      if (held) {
        const first = held;
        held = undefined;
        enqueueAfterwards(entry, first);
        return;
      }
      if (fault?.kind === 'reorder_updates') {
        held = entry;
        outside.timers.after(fault.delayMs ?? HOLD_MS, release);
        return;
      }
      enqueue(entry);
      // The copy has a queue of its own, so that both are under way at once.
      if (fault?.kind === 'duplicate_update') enqueue({ ...entry, key: -entry.key });
    },
    allow(types) {
      if (types !== undefined) wanted = types;
    },
    allowed: () => wanted,
    pendingCount: () => queue.entries.size,
    nextId: () => queue.nextId,
    goOnFrom(nextId) {
      queue.nextId = Math.max(queue.nextId, nextId);
    },
    clear() {
      queue.entries.clear();
      held = undefined;
      pusher.forget();
    },
    stop() {
      poller.stop();
      pusher.stop();
    },
  };
}
