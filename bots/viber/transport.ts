// Calls of the Viber REST API: connections that stay open, a limit on time, tokens of 64 bits, and answers that tell
// a refusal from silence. Viber answers with HTTP 200 and says no by a status in the body.
import { Pool } from 'undici';
import { exchange } from '#src/lib/exchange.ts';
import { parseSafeJson } from './safe-json.ts';

export interface ViberTransportOptions {
  token: string;
  /** Such as `https://chatapi.viber.com`. */
  apiRoot: string;
  connections: number;
  /** For a call from its beginning to the last byte of the answer. */
  timeoutMs: number;
}

export type ViberReply =
  | { reply: 'ok'; body: Record<string, unknown> }
  /** Not done: `status` is Viber's, or -1 where only the HTTP status says no. */
  | { reply: 'refused'; status: number; httpStatus: number; reason: string }
  /** Not a byte of the call has left. */
  | { reply: 'notSent'; reason: string }
  /** Perhaps done: no answer came that says so. */
  | { reply: 'unknown'; reason: string };

export type ViberMethod = 'send_message' | 'broadcast_message' | 'set_webhook' | 'get_account_info';

export interface ViberTransport {
  /** Never throws for what the network or Viber does. */
  call(method: ViberMethod, body: object): Promise<ViberReply>;
  /** Breaks off what is under way. */
  close(): Promise<void>;
}

/** Opens no connection until the first call. */
export function viberTransport(options: ViberTransportOptions): ViberTransport {
  const { token, connections, timeoutMs } = options;
  const root = new URL(options.apiRoot);
  const base = `${root.pathname.replace(/\/+$/, '')}/pa/`;
  const pool = new Pool(root.origin, { connections, connect: { timeout: 5_000 } });
  const headers = { 'content-type': 'application/json', 'x-viber-auth-token': token };
  return {
    async call(method, body) {
      const answer = await exchange(pool, {
        method: 'POST',
        path: base + method,
        headers,
        body: JSON.stringify(body),
        timeoutMs,
      });
      if (answer.reached === 'no') return { reply: 'notSent', reason: answer.reason };
      if (answer.reached === 'perhaps') return { reply: 'unknown', reason: answer.reason };
      return readReply(answer.status, answer.body.toString());
    },
    close: () => pool.destroy(),
  };
}

function readReply(httpStatus: number, text: string): ViberReply {
  if (httpStatus >= 500) return { reply: 'unknown', reason: `HTTP ${httpStatus}` };
  const body = parse(text);
  const status = body?.status;
  if (body && status === 0) return { reply: 'ok', body };
  if (body && typeof status === 'number') {
    const words = typeof body.status_message === 'string' ? body.status_message : '';
    return { reply: 'refused', status, httpStatus, reason: `status ${status} ${words}`.trim() };
  }
  if (httpStatus >= 400) return { reply: 'refused', status: -1, httpStatus, reason: `HTTP ${httpStatus}` };
  return { reply: 'unknown', reason: `HTTP ${httpStatus} without a readable answer` };
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value = parseSafeJson(text);
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}
