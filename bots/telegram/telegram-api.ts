// grammY's Api over connections of our own: kept alive, bounded in time, and honest about whether a request that
// failed may have been carried out. grammY's default opens its requests four times as slowly.
import type { Readable } from 'node:stream';
import { Api } from 'grammy';
import { Pool } from 'undici';
import { exchange, type StopSignal } from '#src/lib/exchange.ts';

export interface TelegramApiOptions {
  token: string;
  /** Such as `https://api.telegram.org`. */
  apiRoot: string;
  connections: number;
  /** For a request from the call to the last byte of its answer. */
  timeoutMs: number;
}

export interface TelegramApi {
  api: Api;
  /** Breaks off what is under way. */
  close(): Promise<void>;
}

/** No answer that could be read. `sent` is false when not a byte of the request has left. */
export class UnansweredError extends Error {
  readonly sent: boolean;
  constructor(sent: boolean, reason: string) {
    super(reason);
    this.name = 'UnansweredError';
    this.sent = sent;
  }
}

/** Opens no connection until the first call. */
export function telegramApi(options: TelegramApiOptions): TelegramApi {
  const { token, connections, timeoutMs } = options;
  const root = new URL(options.apiRoot);
  const pool = new Pool(root.origin, { connections, connect: { timeout: 5_000 } });
  const post: PoolFetch = async (url, init) => {
    const { signal, body } = init;
    const answer = await exchange(pool, {
      method: 'POST',
      path: url.slice(root.origin.length),
      headers: init.headers,
      timeoutMs,
      ...(body === undefined ? {} : { body }),
      ...(signal ? { signal } : {}),
    });
    if (answer.reached !== 'answered') throw new UnansweredError(answer.reached === 'perhaps', answer.reason);
    return { json: () => readEnvelope(answer.status, answer.body.toString()) };
  };
  const api = new Api(token, {
    apiRoot: `${root.origin}${root.pathname.replace(/\/+$/, '')}`,
    // Only in case the limit of our own should fail.
    timeoutSeconds: timeoutMs / 1_000 + 5,
    fetch: post,
  });
  return { api, close: () => pool.destroy() };
}

/** What grammY asks of `fetch`: JSON as text or an upload as a stream goes in, JSON comes out. */
type PoolFetch = (
  url: string,
  init: { headers: Record<string, string>; body?: string | Readable; signal?: StopSignal },
) => Promise<{ json(): Promise<unknown> }>;

async function readEnvelope(status: number, text: string): Promise<unknown> {
  try {
    const envelope: unknown = JSON.parse(text);
    if (typeof envelope === 'object' && envelope !== null && 'ok' in envelope) return envelope;
  } catch {
    // Told below.
  }
  throw new UnansweredError(true, `HTTP ${status} without a readable answer`);
}
