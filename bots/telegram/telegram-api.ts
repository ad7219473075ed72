// grammY's Api over connections of our own: kept alive, bounded in time, and honest about whether a request that
// failed may have been carried out. grammY's default opens its requests four times as slowly.
import type { Readable } from 'node:stream';
import { Api } from 'grammy';
import { Pool } from 'undici';
import { type Exchange, type ExchangeRequest, exchange, type StopSignal } from '#src/lib/exchange.ts';

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
  /**
   * One call with a body of JSON and no files. grammY looks through every payload for files and walks it once more for
   * nulls, which a campaign to a million cannot afford. Of a message that was sent only its number is read. Throws
   * UnansweredError.
   */
  post(method: string, body: string): Promise<Envelope>;
  /** The file under the path that `getFile` tells. Never throws. */
  download(path: string, maxBytes: number): Promise<Exchange>;
  /** Breaks off what is under way. */
  close(): Promise<void>;
}

/** What Telegram answers to everything. */
export type Envelope =
  | { ok: true; result: unknown }
  | {
      ok: false;
      error_code: number;
      description: string;
      parameters?: { retry_after?: number; migrate_to_chat_id?: number };
    };

/** No answer that could be read. `sent` is false when not a byte of the request has left. */
export class UnansweredError extends Error {
  readonly sent: boolean;
  constructor(sent: boolean, reason: string) {
    super(reason);
    this.name = 'UnansweredError';
    this.sent = sent;
  }
}

const JSON_BODY = { 'content-type': 'application/json' };

/** Opens no connection until the first call. */
export function telegramApi(options: TelegramApiOptions): TelegramApi {
  const { token, connections, timeoutMs } = options;
  const root = new URL(options.apiRoot);
  const pool = new Pool(root.origin, { connections, connect: { timeout: 5_000 } });
  const base = `${root.pathname.replace(/\/+$/, '')}/bot${token}/`;
  const files = `${root.pathname.replace(/\/+$/, '')}/file/bot${token}/`;
  const answered = async (request: Omit<ExchangeRequest, 'method' | 'timeoutMs'>) => {
    const answer = await exchange(pool, { ...request, method: 'POST', timeoutMs });
    if (answer.reached !== 'answered') throw new UnansweredError(answer.reached === 'perhaps', answer.reason);
    return answer;
  };
  const fetch: PoolFetch = async (url, { headers, signal, body }) => {
    const path = url.slice(root.origin.length);
    const { status, body: answer } = await answered({
      path,
      headers,
      ...(body === undefined ? {} : { body }),
      ...(signal ? { signal } : {}),
    });
    const envelope = readEnvelope(status, answer);
    return { json: async () => envelope };
  };
  const api = new Api(token, {
    apiRoot: `${root.origin}${root.pathname.replace(/\/+$/, '')}`,
    // Only in case the limit of our own should fail.
    timeoutSeconds: timeoutMs / 1_000 + 5,
    fetch,
  });
  return {
    api,
    download: (path, maxBytes) =>
      exchange(pool, { method: 'GET', path: `${files}${path}`, timeoutMs, maxBytes }),
    async post(method, body) {
      const answer = await answered({ path: base + method, headers: JSON_BODY, body });
      return readSent(answer.body) ?? readEnvelope(answer.status, answer.body);
    },
    close: () => pool.destroy(),
  };
}

/** What grammY asks of `fetch`: JSON as text or an upload as a stream goes in, JSON comes out. */
type PoolFetch = (
  url: string,
  init: { headers: Record<string, string>; body?: string | Readable; signal?: StopSignal },
) => Promise<{ json(): Promise<unknown> }>;

/** How the answer begins when a message was sent; the rest of it is the message that we know. */
const SENT = /^\{"ok":true,"result":\{"message_id":(\d+),/;
const BEGINNING = 64;

function readSent(body: Buffer): Envelope | null {
  const id = SENT.exec(body.toString('latin1', 0, BEGINNING))?.[1];
  return id === undefined ? null : { ok: true, result: { message_id: Number(id) } };
}

function readEnvelope(status: number, body: Buffer): Envelope {
  try {
    const envelope: unknown = JSON.parse(body.toString());
    // As Telegram has it.
    if (typeof envelope === 'object' && envelope !== null && 'ok' in envelope) return envelope as Envelope;
  } catch {
    // Told below.
  }
  throw new UnansweredError(true, `HTTP ${status} without a readable answer`);
}
