// Fetches a picture that somebody has sent from where Viber keeps it for a while. The address comes with the callback, so
// it is taken for what a stranger has written: it never leads into our own network.
import type { Dispatcher } from 'undici';
import type { FetchedPhoto } from '#src/core/deliveries/messenger.ts';
import { exchange } from '#src/lib/exchange.ts';

const TIMEOUT_MS = 20_000;

/** `agent` judges addresses; see webhookAgent. */
export async function fetchPhoto(
  agent: Dispatcher,
  { url, mostBytes }: { url: string; mostBytes: number },
): Promise<FetchedPhoto> {
  if (!URL.canParse(url)) return { bytes: null, why: 'gone' };
  const { origin, protocol, pathname, search } = new URL(url);
  if (protocol !== 'https:' && protocol !== 'http:') return { bytes: null, why: 'gone' };
  const there = agent.compose((dispatch) => (options, handler) => dispatch({ ...options, origin }, handler));
  const answer = await exchange(there, {
    method: 'GET',
    path: `${pathname}${search}`,
    timeoutMs: TIMEOUT_MS,
    maxBytes: mostBytes,
  });
  if (answer.reached === 'answered' && answer.status === 200) return { bytes: answer.body };
  if (answer.reached === 'answered' && answer.status < 500) return { bytes: null, why: 'gone' };
  if (answer.reached !== 'answered' && answer.reason === 'the answer is too long')
    return { bytes: null, why: 'tooLarge' };
  const refused = answer.reached !== 'answered' && answer.reason === 'ADDRESS_REFUSED';
  return { bytes: null, why: refused ? 'gone' : 'notNow' };
}
