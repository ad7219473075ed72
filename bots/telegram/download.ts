// Fetches a file of ours that goes on to a person.
import { Client } from 'undici';
import { exchange } from '#src/lib/exchange.ts';

/** A bot may upload 50 MB (Bot API: sendDocument); the archive of one person is far from it. */
const MAX_BYTES = 20 * 1_048_576;

/** The bytes under an http address, or null when they are not to be had whole within `timeoutMs`. */
export async function download(url: string, timeoutMs: number): Promise<Buffer | null> {
  const { origin, pathname, search } = new URL(url);
  const connection = new Client(origin, { connect: { timeout: 5_000 } });
  try {
    const answer = await exchange(connection, {
      method: 'GET',
      path: `${pathname}${search}`,
      timeoutMs,
      maxBytes: MAX_BYTES,
    });
    return answer.reached === 'answered' && answer.status === 200 ? answer.body : null;
  } finally {
    await connection.destroy();
  }
}
