// What Viber posts to the webhook: signed over the exact bytes, in order for one person as long as nothing fails,
// tried again after 10, 60, 300, 600 and then 900 s, ten times in all, always with the same token.
import { createHmac } from 'node:crypto';
import { request } from 'undici';
import { makeLanes } from '../lanes.ts';
import type { Outside } from '../outside.ts';

export interface ViberWebhook {
  url: string;
  eventTypes: Set<string>;
  sendName: boolean;
}

export interface Callback {
  event: string;
  /** The person it is about; callbacks of one person are sent one after the other. */
  userId: string;
  /** Chosen here when left out. */
  token?: bigint;
  fields: object;
  /** Told of the first 200 with its body. */
  onTaken?: (body: string) => void;
}

export interface Callbacks {
  webhook: ViberWebhook | undefined;
  /** Queues a callback if the bot wants its type; message, subscribed and unsubscribed are always wanted. */
  send(callback: Callback): void;
  /** The verification POST of set_webhook: true when it was answered 200. */
  verify(url: string): Promise<boolean>;
  clear(): void;
  stop(): void;
}

const ALWAYS = new Set(['message', 'subscribed', 'unsubscribed']);
const WAITS_SECONDS = [10, 60, 300, 600, 900];
const ATTEMPTS = 10;
/** A handler slower than this gets the callback again (reported from the field). */
const ANSWER_MS = 5_000;
const HOLD_MS = 1_000;
const PARALLEL = 100;

interface Job {
  body: string;
  attempts: number;
  onTaken: ((body: string) => void) | undefined;
}

export function makeCallbacks(outside: Outside, token: () => string, nextToken: () => bigint): Callbacks {
  let held: { lane: string; job: Job } | undefined;
  const lanes = makeLanes<Job>({
    timers: outside.timers,
    limit: () => PARALLEL,
    isStale: () => callbacks.webhook === undefined,
    work: async (job) => {
      await attempt(job);
      return undefined;
    },
  });

  async function post(url: string, body: string): Promise<{ status: number; body: string }> {
    const signature = createHmac('sha256', token()).update(body).digest('hex');
    const target = new URL(url);
    target.searchParams.set('sig', signature);
    const answer = await request(target, {
      method: 'POST',
      dispatcher: outside.agent,
      headers: { 'content-type': 'application/json', 'x-viber-content-signature': signature },
      body,
      headersTimeout: ANSWER_MS,
      bodyTimeout: ANSWER_MS,
    });
    return { status: answer.statusCode, body: await answer.body.text() };
  }

  async function attempt(job: Job): Promise<void> {
    const { webhook } = callbacks;
    if (!webhook) return;
    job.attempts += 1;
    const answer = await post(webhook.url, job.body).catch(() => ({ status: 0, body: '' }));
    if (answer.status === 200) {
      job.onTaken?.(answer.body);
      return;
    }
    if (job.attempts >= ATTEMPTS) return;
    const seconds = WAITS_SECONDS[Math.min(job.attempts, WAITS_SECONDS.length) - 1] ?? 900;
    outside.timers.later(seconds * 1_000, () => void attempt(job));
  }

  function release(): void {
    if (!held) return;
    const { lane, job } = held;
    held = undefined;
    lanes.add(lane, job);
  }

  const callbacks: Callbacks = {
    webhook: undefined,
    send(callback) {
      const { webhook } = callbacks;
      if (!webhook || !(ALWAYS.has(callback.event) || webhook.eventTypes.has(callback.event))) return;
      const head = `{"event":${JSON.stringify(callback.event)},"timestamp":${outside.clock.now().getTime()}`;
      const body = `${head},"message_token":${callback.token ?? nextToken()},${JSON.stringify(callback.fields).slice(1)}`;
      const job: Job = { body, attempts: 0, onTaken: callback.onTaken };
      const fault = outside.faults.strikeUpdate('viber', callback.event, callback.userId);
      if (!held && fault?.kind === 'reorder_updates') {
        held = { lane: callback.userId, job };
        outside.timers.after(fault.delayMs ?? HOLD_MS, release);
        return;
      }
      lanes.add(callback.userId, job);
      release();
      if (fault?.kind === 'duplicate_update')
        lanes.add(`${callback.userId} again`, { ...job, attempts: ATTEMPTS });
    },
    async verify(url) {
      const head = `{"event":"webhook","timestamp":${outside.clock.now().getTime()}`;
      const answer = await post(url, `${head},"message_token":${nextToken()}}`).catch(() => undefined);
      return answer?.status === 200;
    },
    clear() {
      held = undefined;
      lanes.clear();
    },
    stop: () => lanes.stop(),
  };
  return callbacks;
}
