// The webhook side of the updates: queues, retries and what getWebhookInfo tells about them.
import { request } from 'undici';
import { makeLanes } from '../lanes.ts';
import type { Outside } from '../outside.ts';
import type { Pending, PendingQueue } from './pending.ts';

export interface Webhook {
  url: string;
  secretToken: string;
  maxConnections: number;
}

export interface Pusher {
  active(): boolean;
  webhook(): Webhook | undefined;
  /** Undefined removes it. */
  set(webhook: Webhook | undefined): void;
  offer(entry: Pending): void;
  lastError(): { at: Date; message: string } | undefined;
  /** Called with the body of a 2xx answer, which may name a method to run. */
  onReply: (body: string) => void;
  forget(): void;
  stop(): void;
}

/** How long the program has for its answer, as in life. */
const ANSWER_MS = 60_000;
const MAX_RETRY_AFTER = 3_600;

export function makePusher(outside: Outside, queue: PendingQueue): Pusher {
  let hook: Webhook | undefined;
  let error: { at: Date; message: string } | undefined;
  const lanes = makeLanes<Pending>({
    timers: outside.timers,
    limit: () => hook?.maxConnections ?? 0,
    isStale: (entry) => {
      if (queue.isExpired(entry)) queue.entries.delete(entry);
      return !queue.entries.has(entry);
    },
    work: async (entry) => {
      const waitMs = hook ? await deliver(hook, entry) : 0;
      if (waitMs === undefined) queue.entries.delete(entry);
      return waitMs;
    },
  });

  /** Undefined when the program took it; else the wait before the next attempt, ms. */
  async function deliver(to: Webhook, entry: Pending): Promise<number | undefined> {
    const attempt = entry.attempts;
    entry.attempts += 1;
    // First again at once, then 2, 4, 8 ... s up to a random 60 to 120 s (WebhookActor.cpp).
    const waitMs = attempt === 0 ? 0 : Math.min(2 ** attempt, 60 + outside.random() * 60) * 1_000;
    try {
      const answer = await request(to.url, {
        method: 'POST',
        dispatcher: outside.agent,
        headers: {
          'content-type': 'application/json',
          ...(to.secretToken === '' ? {} : { 'x-telegram-bot-api-secret-token': to.secretToken }),
        },
        body: JSON.stringify({ update_id: entry.id, ...entry.content }),
        headersTimeout: ANSWER_MS,
        bodyTimeout: ANSWER_MS,
      });
      const body = await answer.body.text();
      if (answer.statusCode >= 200 && answer.statusCode < 300) {
        if (body !== '') pusher.onReply(body);
        return undefined;
      }
      error = { at: outside.clock.now(), message: `Wrong response from the webhook: ${answer.statusCode}` };
      const asked = Number(answer.headers['retry-after']);
      return Number.isFinite(asked) && asked > 0 ? Math.min(asked, MAX_RETRY_AFTER) * 1_000 : waitMs;
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      error = { at: outside.clock.now(), message: why || 'Connection refused' };
      return waitMs;
    }
  }

  const pusher: Pusher = {
    active: () => hook !== undefined,
    webhook: () => hook,
    set(webhook) {
      hook = webhook;
      error = undefined;
      if (!webhook) {
        lanes.clear();
        return;
      }
      const queued = new Set(lanes.jobs());
      for (const entry of queue.entries) if (!queued.has(entry)) pusher.offer(entry);
      lanes.pump();
    },
    offer(entry) {
      if (hook) lanes.add(String(entry.key), entry);
    },
    lastError: () => error,
    onReply: () => {},
    forget: () => lanes.clear(),
    stop: () => lanes.stop(),
  };
  return pusher;
}
