// One bot as Viber's servers know it, and the collection of bots by token.
import { type Chat, makeChat } from '../chats.ts';
import type { Outside } from '../outside.ts';
import { announce, type PhoneOwner } from '../people.ts';
import { type Callbacks, makeCallbacks } from './callbacks.ts';

export interface ViberChat extends Chat {
  owner: PhoneOwner;
  /** Echoed with what the person says next. */
  trackingData: string;
  /** When the messages since the person's last reply came, ms, the newest 100. */
  sinceReply: number[];
  /** Until when messages to the person are free, ms. */
  sessionUntil: number;
  /** Tokens of messages that the person has not seen. */
  unread: bigint[];
  /** Contents received, to tell repetitions. */
  contents: Set<number>;
  /** Pictures are fetched before they show; what comes later waits, so that the order stays. */
  arriving: Promise<void> | undefined;
}

export interface ViberAccount {
  token: string | null;
  name: string;
  uri: string;
  chats: Map<string, ViberChat>;
  callbacks: Callbacks;
  /** When broadcasts were asked for, ms, within the last ten seconds. */
  broadcasts: number[];
  /** When get_user_details was asked for each person, ms. */
  details: Map<string, number[]>;
}

export interface ViberAccounts {
  /** The account of a token; undefined when only another token is known. */
  find(token: string): ViberAccount | undefined;
  /** The account whose chats the phones show: the newest. */
  current(): ViberAccount;
  /** The next message_token: above 2^53 and one more than the last, so that a Number cannot tell two apart. */
  nextToken(): bigint;
  all(): ViberAccount[];
  reset(): void;
}

export function makeViberAccounts(outside: Outside, onlyToken: string | undefined): ViberAccounts {
  const accounts = new Map<string, ViberAccount>();
  // Goes on above the tokens of an earlier run; about 7.5e18 in 2026, below 2^63.
  let lastToken = BigInt(Math.max(outside.clock.now().getTime(), 2 ** 40)) << 22n;
  const nextToken = (): bigint => {
    lastToken += 1n;
    return lastToken;
  };
  const make = (token: string | null): ViberAccount => ({
    token,
    name: outside.botName,
    uri: 'kartka',
    chats: new Map(),
    callbacks: makeCallbacks(outside, () => token ?? '', nextToken),
    broadcasts: [],
    details: new Map(),
  });
  let current = make(onlyToken ?? null);
  if (onlyToken !== undefined) accounts.set(onlyToken, current);

  return {
    find(token) {
      const known = accounts.get(token);
      if (known || onlyToken !== undefined || token === '') return known;
      const waiting = current.token === null ? current : undefined;
      current = make(token);
      // Phones that were looked at before the program came keep their chats.
      if (waiting) current.chats = waiting.chats;
      accounts.set(token, current);
      return current;
    },
    current: () => current,
    nextToken,
    all: () => [current, ...accounts.values()],
    reset() {
      for (const account of [current, ...accounts.values()]) {
        account.chats.clear();
        account.callbacks.clear();
        account.broadcasts = [];
        account.details.clear();
      }
    },
  };
}

export function viberChatOf(account: ViberAccount, owner: PhoneOwner): ViberChat {
  const known = account.chats.get(owner.viberId);
  if (known) return known;
  const chat: ViberChat = {
    ...makeChat('viber', () => announce(owner, 'viber')),
    owner,
    trackingData: '',
    sinceReply: [],
    sessionUntil: 0,
    unread: [],
    contents: new Set(),
    arriving: undefined,
  };
  account.chats.set(owner.viberId, chat);
  return chat;
}

/** A JSON object whose first field is a 64-bit token, written as a bare integer as Viber does. */
export const withToken = (token: bigint, rest: object): string =>
  `{"message_token":${token},${JSON.stringify(rest).slice(1)}`;
