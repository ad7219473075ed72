// People for load. Nothing is kept of one but two or three numbers in flat arrays, so a million of them cost a few
// megabytes and a message to one costs no allocation.
import type { MessengerName } from './control.ts';
import { LAZY_TELEGRAM_BASE, lazyViberNumber } from './lazy-people.ts';
import { hash32 } from './random.ts';

/** Lazy phones have seven free digits (control.ts), so that many people can be. */
export const LAZY_MAX = 10_000_000;

interface Book {
  counts: Uint32Array;
  /** The last message_id, of messages either way. */
  lastId: Uint32Array;
  lastContent: Uint32Array;
  /** Minutes since the epoch until which the 24-hour session lasts; 0 for none. */
  sessionUntil: Uint32Array;
}

export interface LazyPeople {
  /** Whether `delivered` callbacks are sent for them; off, because they would double the work of a load test. */
  viberDelivered: boolean;
  /** The number of the lazy person with this Telegram id; undefined when it is not one. */
  telegramNumber(userId: number): number | undefined;
  viberNumber(userId: string): number | undefined;
  /** Counts an accepted message; `repeated` when it equals the one before. */
  receive(messenger: MessengerName, n: number, content: string): { messageId: number; repeated: boolean };
  /** The message_id of something that the person writes in Telegram. */
  nextOwnMessage(n: number): { messageId: number };
  openSession(n: number, nowMs: number): void;
  inSession(n: number, nowMs: number): boolean;
  /** [n, count][] of everybody who received anything. */
  received(messenger: MessengerName): [number, number][];
  clear(): void;
}

export function makeLazyPeople(): LazyPeople {
  const makeBook = (): Book => ({
    counts: new Uint32Array(0),
    lastId: new Uint32Array(0),
    lastContent: new Uint32Array(0),
    sessionUntil: new Uint32Array(0),
  });
  let books: Record<MessengerName, Book> = { telegram: makeBook(), viber: makeBook() };

  function bookWith(messenger: MessengerName, n: number): Book {
    const book = books[messenger];
    if (n >= book.counts.length) {
      const size = Math.min(LAZY_MAX, Math.max(1_024, 2 ** Math.ceil(Math.log2(n + 1))));
      for (const key of ['counts', 'lastId', 'lastContent', 'sessionUntil'] as const) {
        const larger = new Uint32Array(size);
        larger.set(book[key]);
        book[key] = larger;
      }
    }
    return book;
  }

  const lazy: LazyPeople = {
    viberDelivered: false,
    telegramNumber(userId) {
      const n = userId - LAZY_TELEGRAM_BASE;
      return n >= 0 && n < LAZY_MAX ? n : undefined;
    },
    viberNumber(userId) {
      const n = lazyViberNumber(userId);
      return n !== undefined && n < LAZY_MAX ? n : undefined;
    },
    receive(messenger, n, content) {
      const book = bookWith(messenger, n);
      const messageId = (book.lastId[n] ?? 0) + 1;
      book.lastId[n] = messageId;
      book.counts[n] = (book.counts[n] ?? 0) + 1;
      const hash = hash32(content);
      const repeated = book.lastContent[n] === hash;
      book.lastContent[n] = hash;
      return { messageId, repeated };
    },
    nextOwnMessage(n) {
      const book = bookWith('telegram', n);
      const messageId = (book.lastId[n] ?? 0) + 1;
      book.lastId[n] = messageId;
      return { messageId };
    },
    openSession(n, nowMs) {
      bookWith('viber', n).sessionUntil[n] = Math.floor(nowMs / 60_000) + 24 * 60;
    },
    inSession: (n, nowMs) => (books.viber.sessionUntil[n] ?? 0) > Math.floor(nowMs / 60_000),
    received(messenger) {
      const found: [number, number][] = [];
      books[messenger].counts.forEach((count, n) => {
        if (count > 0) found.push([n, count]);
      });
      return found;
    },
    clear() {
      books = { telegram: makeBook(), viber: makeBook() };
      lazy.viberDelivered = false;
    },
  };
  return lazy;
}
