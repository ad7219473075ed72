// One call of an endpoint. It never throws for what the network does. Of the answer only the status is kept: whatever
// else the other side says is read no further than is needed to use the connection again.
import { type Dispatcher, request } from 'undici';

export const WEBHOOK_ERRORS = [
  'status',
  'redirect',
  'gone',
  'timeout',
  'reset',
  'connection',
  'name',
  'tls',
  'address',
  'secret',
] as const;
export type WebhookError = (typeof WEBHOOK_ERRORS)[number];

export interface WebhookOutcome {
  /** What came back; null when nothing did. */
  status: number | null;
  /** Null: it was taken. */
  error: WebhookError | null;
  /** How long the other side asks to wait. */
  retryAfterMs: number | null;
}

const MOST_READ_BYTES = 16_384;

export async function postWebhook(
  dispatcher: Dispatcher,
  call: { url: string; headers: Record<string, string>; body: string; timeoutMs: number; at: Date },
): Promise<WebhookOutcome> {
  const signal = AbortSignal.timeout(call.timeoutMs);
  try {
    const { statusCode, headers, body } = await request(call.url, {
      dispatcher,
      method: 'POST',
      headers: {
        ...call.headers,
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'Kartka-Webhooks/1',
      },
      body: call.body,
      signal,
      // One limit for the whole call instead of two.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    // The status has come: what becomes of the rest of the answer changes nothing.
    await body.dump({ limit: MOST_READ_BYTES, signal }).catch(() => undefined);
    return {
      status: statusCode,
      error: errorOf(statusCode),
      retryAfterMs: readRetryAfter(headers['retry-after'], call.at),
    };
  } catch (error) {
    return { status: null, error: nameFailure(error, signal), retryAfterMs: null };
  }
}

function errorOf(status: number): WebhookError | null {
  if (status >= 200 && status < 300) return null;
  if (status === 410) return 'gone';
  return status >= 300 && status < 400 ? 'redirect' : 'status';
}

function nameFailure(error: unknown, signal: AbortSignal): WebhookError {
  if (signal.aborted) return 'timeout';
  const code = codeOf(error);
  if (code === 'ADDRESS_REFUSED') return 'address';
  if (/TIMEOUT|ETIMEDOUT/.test(code)) return 'timeout';
  if (/ENOTFOUND|EAI_/.test(code)) return 'name';
  if (/ECONNRESET|EPIPE|UND_ERR_SOCKET/.test(code)) return 'reset';
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO|EPROTO/.test(code)) return 'tls';
  return 'connection';
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const [code] = [error, error.cause].flatMap((each) =>
    each instanceof Error && 'code' in each && typeof each.code === 'string' ? [each.code] : [],
  );
  return code ?? '';
}

/** RFC 9110, section 10.2.3: seconds, or a date. */
function readRetryAfter(value: string | string[] | undefined, at: Date): number | null {
  if (typeof value !== 'string') return null;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const until = Date.parse(value);
  return Number.isNaN(until) ? null : Math.max(0, until - at.getTime());
}
