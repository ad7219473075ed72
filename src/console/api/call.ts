// The only place that talks to the server. A call is told by its route in the contract: what goes in and what comes
// out are typed by it, and the answer is read through its schema.
import type { BodyOf, ParamsOf, QueryOf, ReplyOf, Route } from '#src/contract/route.ts';
import { errorBody } from '#src/contract/words.ts';
import { ApiFailure, NoAnswer } from './api-failure.ts';
import { heardFrom, lostTouch } from './connection.ts';

const ANSWER_WITHIN_MS = 15_000;
/** The program is there, its database is not. */
const UNAVAILABLE = 503;

type Given<Name extends string, T> = [T] extends [undefined] ? unknown : { [K in Name]: T };
/** What a call of `R` needs; nothing where the route takes nothing. */
export type Input<R extends Route> = Given<'params', ParamsOf<R>> &
  Given<'query', QueryOf<R>> &
  Given<'body', BodyOf<R>>;

interface Loose {
  params?: Record<string, string>;
  query?: Record<string, string | number | undefined>;
  body?: unknown;
}

let language = 'uk';
let onSignedOut = (): void => undefined;

/** The language that the server's sentences shall be in. */
export function speakTo(next: string): void {
  language = next;
}

/** Hears when the server no longer knows who we are. */
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener;
}

/** Calls a route. Throws ApiFailure when the server says no and NoAnswer when nothing readable came back. */
export async function call<R extends Route>(
  route: R,
  input: Input<R>,
  signal?: AbortSignal,
): Promise<ReplyOf<R>> {
  const { params, query, body } = input as Loose;
  const limit = AbortSignal.timeout(ANSWER_WITHIN_MS);
  const response = await request(addressOf(route.url, params, query), {
    method: route.method,
    signal: signal ? AbortSignal.any([signal, limit]) : limit,
    headers: {
      'accept-language': language,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw await readFailure(response);
  heardFrom(response);
  const reply = route.reply.safeParse(response.status === 204 ? null : await readJson(response));
  if (!reply.success) throw new NoAnswer(reply.error);
  return reply.data as ReplyOf<R>;
}

/** The address of a route that is not called but followed: a file to keep. */
export function linkTo<R extends Route>(route: R, input: Input<R>): string {
  const { params, query } = input as Loose;
  return addressOf(route.url, params, query);
}

async function request(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, init);
  } catch (cause) {
    // Whoever asked may have thought better of it.
    if (!isAborted(cause)) lostTouch();
    throw new NoAnswer(cause);
  }
}

function isAborted(cause: unknown): boolean {
  return cause instanceof DOMException && cause.name === 'AbortError';
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (cause) {
    throw new NoAnswer(cause);
  }
}

async function readFailure(response: Response): Promise<Error> {
  const told = errorBody.safeParse(await readJson(response).catch(() => null));
  const away = !told.success || response.status === UNAVAILABLE;
  if (away) lostTouch();
  else heardFrom(response);
  if (!told.success) return new NoAnswer(new Error(`status ${response.status} without an error body`));
  const failure = new ApiFailure(response.status, told.data.error);
  if (failure.code === 'not_signed_in') onSignedOut();
  return failure;
}

function addressOf(url: string, params: Loose['params'] = {}, query: Loose['query'] = {}): string {
  const path = url.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.set(name, String(value));
  }
  return search.size > 0 ? `${path}?${search}` : path;
}
