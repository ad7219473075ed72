// getUpdates: confirms by offset, holds the request until something comes, and allows one asker at a time.

import type { Pending, PendingQueue } from './pending.ts';
import { TelegramRefusal } from './refusal.ts';

/** Longest hold, seconds, whatever is asked for. */
const MAX_TIMEOUT = 50;

export interface Asked {
  offset: number;
  limit: number;
  /** Seconds. */
  timeout: number;
}

export interface Poller {
  /** Resolves with the updates; `gone` tells that the asker has hung up. */
  ask(asked: Asked, gone: AbortSignal): Promise<object[]>;
  wake(): void;
  stop(): void;
}

export function makePoller(queue: PendingQueue): Poller {
  let waiting: { answer: () => void; refuse: (refusal: Error) => void } | undefined;

  let asked = false;

  /** A program that ran against an earlier simulator asks from where it was: the numbers go on from there. */
  function goOnFrom(offset: number): void {
    for (const entry of queue.entries) {
      if (entry.id >= offset) continue;
      queue.nextId = Math.max(queue.nextId, offset);
      entry.id = queue.nextId++;
    }
    queue.nextId = Math.max(queue.nextId, offset);
  }

  function confirm(offset: number): void {
    if (offset < 0) {
      const kept = [...queue.entries].slice(offset);
      queue.entries.clear();
      for (const entry of kept) queue.entries.add(entry);
      return;
    }
    if (!asked) goOnFrom(offset);
    asked = true;
    for (const entry of queue.entries) {
      if (entry.id < offset || queue.isExpired(entry)) queue.entries.delete(entry);
    }
  }

  function take(limit: number): object[] {
    const found: Pending[] = [];
    for (const entry of queue.entries) {
      if (found.length >= limit) break;
      found.push(entry);
    }
    found.sort((a, b) => a.id - b.id);
    return found.map((entry) => ({ update_id: entry.id, ...entry.content }));
  }

  return {
    ask({ offset, limit, timeout }, gone) {
      waiting?.refuse(
        new TelegramRefusal(
          409,
          'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
        ),
      );
      confirm(offset);
      const count = Math.min(Math.max(limit, 1), 100);
      if (queue.entries.size > 0 || timeout <= 0) return Promise.resolve(take(count));
      return new Promise((resolve, reject) => {
        const end = (): void => {
          clearTimeout(timer);
          gone.removeEventListener('abort', hangUp);
          if (waiting === mine) waiting = undefined;
        };
        const hangUp = (): void => {
          end();
          resolve([]);
        };
        const mine = {
          answer: () => {
            end();
            resolve(take(count));
          },
          refuse: (refusal: Error) => {
            end();
            reject(refusal);
          },
        };
        const timer = setTimeout(mine.answer, Math.min(timeout, MAX_TIMEOUT) * 1_000);
        gone.addEventListener('abort', hangUp);
        waiting = mine;
      });
    },
    wake() {
      waiting?.answer();
    },
    stop() {
      waiting?.answer();
    },
  };
}
