// What the page asks of the server. Whose card it is, the server knows by a cookie, or inside Telegram by the session
// that it gave with its last answer.
import type { CardPage } from '#src/contract/card.ts';

/** A phone in a cellar of a shop: after this long it is better to say that there is no connection. */
const PATIENCE_MS = 10_000;

/** The server has answered, and the answer is no. */
export class Refused extends Error {
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

export type Opening = { telegram: string } | { link: string };

let session: string | null = null;

export const openCard = (opening: Opening): Promise<CardPage> => ask('/api/card/session', opening);
export const readCard = (): Promise<CardPage> => ask('/api/card');

async function ask(path: string, body?: object): Promise<CardPage> {
  const page = (await call(`${path}?shown=${document.documentElement.lang}`, body)) as CardPage;
  session = page.session ?? session;
  return page;
}

/** Throws Refused for a no, and anything else where no answer came. */
async function call(url: string, body?: object): Promise<unknown> {
  const stopping = new AbortController();
  const timer = setTimeout(() => stopping.abort(), PATIENCE_MS);
  try {
    const response = await fetch(url, {
      method: body ? 'POST' : 'GET',
      credentials: 'same-origin',
      signal: stopping.signal,
      headers: {
        'accept-language': document.documentElement.lang,
        ...(session ? { 'x-card-session': session } : {}),
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const answer: unknown = await response.json();
    if (response.ok) return answer;
    // Too busy is as good as not there: it is asked again.
    if (response.status >= 500 || response.status === 429) throw new Error(String(response.status));
    const { error } = answer as { error: { message: string } };
    throw new Refused(error.message, response.status);
  } finally {
    clearTimeout(timer);
  }
}
