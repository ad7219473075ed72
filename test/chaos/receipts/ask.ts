// A till's way to the service: it asks the same question until it gets a definite answer, whatever happens meanwhile. What
// came instead is counted: "come again" and broken connections are clean, everything else is not.
import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';
import type { Random } from '#src/demo/random.ts';

export interface Question {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  body?: unknown;
}

export interface Answer {
  status: number;
  body: unknown;
}

export interface Tally {
  attempts: number;
  succeeded: number;
  /** By code. */
  refused: Record<string, number>;
  /** 503 and 429 in the words of the contract. */
  unavailable: number;
  /** No answer: the connection could not be made, or broke. */
  broken: number;
  /** The till lost patience; the service may still be at it. */
  timedOut: number;
  /** Answers that nobody should get: 500, a stack trace, something that is no JSON. */
  unclean: string[];
  /** By the stopwatch. */
  lastSuccessAt: number;
}

export interface Way {
  tally: Tally;
  /** A 2xx, or a 4xx that does not ask to come again. Throws when there is none within two minutes. */
  ask(question: Question, random: Random): Promise<Answer>;
  close(): Promise<void>;
}

const GIVE_UP_MS = 120_000;
/** Some tills are patient, others ask again while the first question is still being looked at. */
const PATIENCE_MS = { from: 700, to: 9_000 };
const AGAIN_MS = { from: 30, to: 120 };
const COME_AGAIN = new Set([408, 425, 429, 503]);

export function openWay(url: string, secret: string): Way {
  const pool = new Pool(url, { connections: 64, pipelining: 1, connect: { timeout: 1_000 } });
  const tally: Tally = {
    attempts: 0,
    succeeded: 0,
    refused: {},
    unavailable: 0,
    broken: 0,
    timedOut: 0,
    unclean: [],
    lastSuccessAt: 0,
  };

  async function attempt({ method, path, body }: Question, patienceMs: number): Promise<Answer | null> {
    tally.attempts++;
    const signal = AbortSignal.timeout(patienceMs);
    try {
      const reply = await pool.request({
        method,
        path,
        headers: {
          authorization: `Bearer ${secret}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        body: body === undefined ? null : JSON.stringify(body),
        signal,
      });
      return read(tally, `${method} ${path}`, { status: reply.statusCode, text: await reply.body.text() });
    } catch {
      if (signal.aborted) tally.timedOut++;
      else tally.broken++;
      return null;
    }
  }

  return {
    tally,
    async ask(question, random) {
      const begun = performance.now();
      for (;;) {
        const answer = await attempt(question, random.whole(PATIENCE_MS.from, PATIENCE_MS.to));
        if (answer && !COME_AGAIN.has(answer.status) && answer.status < 500) {
          if (answer.status < 300) {
            tally.succeeded++;
            tally.lastSuccessAt = performance.now();
          }
          return answer;
        }
        if (performance.now() - begun > GIVE_UP_MS)
          throw new Error(`no definite answer to ${question.method} ${question.path} in two minutes`);
        await pause(random.whole(AGAIN_MS.from, AGAIN_MS.to));
      }
    },
    close: () => pool.destroy(),
  };
}

/** Null: no answer that can be read. */
function read(
  tally: Tally,
  asked: string,
  { status, text }: { status: number; text: string },
): Answer | null {
  const unclean = (why: string) => {
    tally.unclean.push(`${asked} ${status} ${why}: ${text.slice(0, 300)}`);
    return null;
  };
  if (/\n\s+at /.test(text)) return unclean('shows a stack');
  const body = parse(text);
  if (body === undefined) return unclean('is no JSON');
  if (status < 300) return { status, body };
  const code = codeOf(body);
  if (code === null) return unclean('has no code');
  if (status >= 500 && (status !== 503 || code !== 'unavailable')) return unclean('is a fault');
  if (COME_AGAIN.has(status)) tally.unavailable++;
  else tally.refused[code] = (tally.refused[code] ?? 0) + 1;
  return { status, body };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The code of an answer that is no success. */
export function codeOf(body: unknown): string | null {
  const { error } = (body ?? {}) as { error?: { code?: unknown } };
  return typeof error?.code === 'string' ? error.code : null;
}
