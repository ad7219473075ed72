// One request of a page that was opened from a chat.

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

/** With a body it is a POST. Throws Refused for a no, and anything else where no answer came. */
export async function call(
  url: string,
  { body, headers = {} }: { body?: object | undefined; headers?: Record<string, string> },
): Promise<unknown> {
  const stopping = new AbortController();
  const timer = setTimeout(() => stopping.abort(), PATIENCE_MS);
  try {
    const response = await fetch(url, {
      method: body ? 'POST' : 'GET',
      credentials: 'same-origin',
      signal: stopping.signal,
      headers: {
        'accept-language': document.documentElement.lang,
        ...headers,
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
