// One HTTP request over a pool, made once. It never throws for what the network does, and it tells apart what a
// sender must know: whether the request surely stayed here, or may have reached the other side.
import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';

export type Exchange =
  | { reached: 'answered'; status: number; body: Buffer }
  /** Not a byte of the request was written: doing it again cannot do it twice. */
  | { reached: 'no'; reason: string }
  /** The request was under way and no whole answer came. */
  | { reached: 'perhaps'; reason: string };

export interface ExchangeRequest {
  method: 'GET' | 'POST' | 'PATCH';
  /** With its query; joined to the pool's origin. */
  path: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array | Readable;
  /** From now until the last byte of the answer, waiting for a free connection included. */
  timeoutMs: number;
  /** An answer longer than this counts as none; 1 MB when left out. */
  maxBytes?: number;
  signal?: StopSignal;
}

/** The part of AbortSignal that is needed; polyfills have it too. */
export interface StopSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** Sends `request` through `pool`. `reason` names the failure by its code and holds nothing of the request. */
export function exchange(pool: Dispatcher, request: ExchangeRequest): Promise<Exchange> {
  const { signal, timeoutMs, maxBytes = 1_048_576 } = request;
  return new Promise((resolve) => {
    let controller: Dispatcher.DispatchController | undefined;
    let over = false;
    let status = 0;
    let size = 0;
    const chunks: Buffer[] = [];

    const end = (result: Exchange) => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      signal?.removeEventListener('abort', stopped);
      resolve(result);
    };
    const unanswered = (reason: string) => end({ reached: controller ? 'perhaps' : 'no', reason });
    const giveUp = (reason: string) => {
      unanswered(reason);
      controller?.abort(new Error(reason));
    };
    const stopped = () => giveUp('stopped');
    const timer = setTimeout(() => giveUp(`no answer within ${timeoutMs} ms`), timeoutMs);
    if (signal?.aborted) return stopped();
    signal?.addEventListener('abort', stopped);

    pool.dispatch(
      {
        method: request.method,
        path: request.path,
        headers: request.headers ?? {},
        body: request.body ?? null,
        // One limit for the whole exchange, above, instead of undici's two.
        headersTimeout: 0,
        bodyTimeout: 0,
      },
      {
        // Comes when a connection stands and right before the first byte is written.
        onRequestStart(started) {
          if (over) started.abort(new Error('given up'));
          else controller = started;
        },
        onResponseStart(_, statusCode) {
          status = statusCode;
        },
        onResponseData(_, chunk) {
          size += chunk.length;
          if (size > maxBytes) giveUp('the answer is too long');
          else chunks.push(chunk);
        },
        onResponseEnd() {
          const [first = Buffer.alloc(0)] = chunks;
          end({ reached: 'answered', status, body: chunks.length > 1 ? Buffer.concat(chunks) : first });
        },
        onResponseError(_, error) {
          unanswered(codeOf(error));
        },
      },
    );
  });
}

function codeOf(error: Error): string {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return code === 'Error' ? error.message : code;
}
