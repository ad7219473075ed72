// Calls of the HTTP API from outside, by the contract: as a member of staff who has signed in, or with an API key.
import type { BodyOf, ParamsOf, QueryOf, ReplyOf, Route } from '#src/contract/route.ts';
import { sessionRoutes } from '#src/contract/session.ts';
import {
  type AcceptedReceipt,
  type TillMember,
  tillRoutes,
  type WaitingReceipt,
} from '#src/contract/till.ts';
import { errorBody } from '#src/contract/words.ts';
import { STORE, TILL } from './a-shop.ts';
import { LOGINS, PASSWORD, type Shop } from './shop.ts';
import { until } from './until.ts';

export interface Given<T extends Route> {
  params?: ParamsOf<T>;
  query?: QueryOf<T>;
  body?: BodyOf<T>;
}

export interface Refused {
  status: number;
  code: string;
  message: string;
}

export interface Caller {
  /** The reply; throws with what was said when it is a refusal. */
  call<T extends Route>(route: T, given?: Given<T>): Promise<ReplyOf<T>>;
  /** The reply with its status. */
  answers<T extends Route>(route: T, given?: Given<T>): Promise<{ status: number; reply: ReplyOf<T> }>;
  /** The refusal; throws when there was none. */
  refused<T extends Route>(route: T, given?: Given<T>): Promise<Refused>;
}

/** Signed in as one of the shop's staff. */
export async function signIn(shop: Shop, role: keyof typeof LOGINS): Promise<Caller> {
  const answer = await fetch(`${shop.url}${sessionRoutes.signIn.url}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login: LOGINS[role], password: PASSWORD }),
  });
  if (!answer.ok) throw new Error(`signing in answered ${answer.status} ${await answer.text()}`);
  await answer.arrayBuffer();
  const cookie = answer.headers
    .getSetCookie()
    .map((set) => set.split(';')[0])
    .join('; ');
  return caller(shop, { cookie });
}

/** With an API key, or with none. */
export function withKey(shop: Shop, secret?: string): Caller {
  return caller(shop, secret === undefined ? {} : { authorization: `Bearer ${secret}` });
}

export interface Till extends Caller {
  /** Scans or types the code, then accepts a receipt. */
  accepts(
    code: string,
    receipt: { number: string; amountMinor: number; burn?: number },
  ): Promise<AcceptedReceipt | WaitingReceipt>;
  /** The same, where a burn has to wait for the member; returns the request's id. */
  asksToBurn(code: string, receipt: { number: string; amountMinor: number; burn: number }): Promise<string>;
  finds(code: string): Promise<TillMember>;
  /** Waits until the member has answered and says how the burn stands. */
  hears(burnRequestId: string): Promise<ReplyOf<typeof tillRoutes.readBurnRequest>>;
}

/** A cashier at the shop's one till. */
export async function atTheTill(shop: Shop): Promise<Till> {
  const staff = await signIn(shop, 'cashier');
  const finds = (code: string) => staff.call(tillRoutes.findMember, { body: { code } });
  const accepts: Till['accepts'] = async (code, { number: receiptNumber, ...rest }) => {
    const { ticket } = await finds(code);
    const body = { storeId: STORE, tillId: TILL, ticket, receiptNumber, ...rest };
    return await staff.call(tillRoutes.acceptReceipt, { body });
  };
  return {
    ...staff,
    finds,
    accepts,
    async asksToBurn(code, receipt) {
      const asked = await accepts(code, receipt);
      if (asked.outcome !== 'waiting') throw new Error(`the burn did not wait: ${JSON.stringify(asked)}`);
      return asked.burnRequestId;
    },
    hears: (burnRequestId) =>
      until('the answer to the burn', async () => {
        const state = await staff.call(tillRoutes.readBurnRequest, { params: { burnRequestId } });
        return state.status === 'waiting' ? null : state;
      }),
  };
}

function caller(shop: Shop, headers: Record<string, string>): Caller {
  async function send<T extends Route>(route: T, given: Given<T> = {}) {
    const url = new URL(addressOf(route, given.params), shop.url);
    for (const [name, value] of Object.entries(given.query ?? {})) url.searchParams.set(name, String(value));
    const { method } = route;
    const answer = await fetch(
      url,
      given.body === undefined
        ? { method, headers }
        : {
            method,
            headers: { ...headers, 'content-type': 'application/json' },
            body: JSON.stringify(given.body),
          },
    );
    const text = await answer.text();
    return { answer, told: text === '' ? null : (JSON.parse(text) as unknown) };
  }

  const answers: Caller['answers'] = async (route, given) => {
    const { answer, told } = await send(route, given);
    if (!answer.ok) throw new Error(`${route.url} answered ${answer.status} ${JSON.stringify(told)}`);
    // What the schema has read is of the schema's type; the compiler cannot follow it through a generic.
    return { status: answer.status, reply: route.reply.parse(told) as ReplyOf<typeof route> };
  };
  return {
    answers,
    call: async (route, given) => (await answers(route, given)).reply,
    async refused(route, given) {
      const { answer, told } = await send(route, given);
      if (answer.ok) throw new Error(`${route.url} was not refused: ${JSON.stringify(told)}`);
      const { code, message } = errorBody.parse(told).error;
      return { status: answer.status, code, message };
    },
  };
}

function addressOf(route: Route, params: unknown): string {
  const values = new Map(Object.entries(params ?? {}));
  return route.url.replaceAll(/:(\w+)/g, (_all, name: string) =>
    encodeURIComponent(String(values.get(name))),
  );
}
