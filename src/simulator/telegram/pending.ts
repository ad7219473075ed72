// An update that waits for its bot, and the queue of them that both ways of delivery work on.
import type { UpdateContent, UpdateType } from './wire.ts';

export interface Pending {
  id: number;
  type: UpdateType;
  content: UpdateContent;
  /** Updates with one key are pushed one after the other. */
  key: number;
  expiresAt: number;
  attempts: number;
}

/** The part of the queue that both ways of delivery work on. */
export interface PendingQueue {
  /** In the order of delivery. */
  entries: Set<Pending>;
  nextId: number;
  isExpired(entry: Pending): boolean;
}
