// Drives a simulator's control API over HTTP, as any test in any process can.
import type {
  Action,
  ChatView,
  MessengerName,
  NewPerson,
  Person,
  Sms,
  Waited,
} from '#src/simulator/control.ts';
import type { Fault, LazyUpdates, Stats } from '#src/simulator/control-world.ts';
import { type SimulatorOptions, startSimulator } from '#src/simulator/start.ts';

export interface Remote {
  url: string;
  add(person?: NewPerson): Promise<Person>;
  act(messenger: MessengerName, person: Person, action: Action): Promise<{ messageId?: number }>;
  see(messenger: MessengerName, person: Person): Promise<ChatView>;
  wait(messenger: MessengerName, person: Person, contains: string, after?: number): Promise<Waited>;
  fault(fault: Fault): Promise<void>;
  noFaults(): Promise<void>;
  stats(): Promise<Stats>;
  smsOf(person: Person): Promise<Sms[]>;
  received(messenger: MessengerName): Promise<[number, number][]>;
  writeAsLazy(updates: LazyUpdates): Promise<void>;
  post(path: string, body: unknown): Promise<{ status: number; body: unknown }>;
  reset(): Promise<void>;
  stop(): Promise<void>;
}

/** A simulator of its own, a thousand times quicker with its retries. */
export async function startRemote(options: Partial<SimulatorOptions> = {}): Promise<Remote> {
  const simulator = await startSimulator({ port: 0, timeScale: 0.001, ...options });

  async function ask<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const answer = await fetch(`${simulator.url}${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const value: unknown = await answer.json();
    if (!answer.ok) throw new Error(`${answer.status} ${JSON.stringify(value)}`);
    return value as Answer;
  }

  return {
    url: simulator.url,
    add: (person = {}) => ask('POST', '/control/people', person),
    act: (messenger, person, action) =>
      ask('POST', `/control/chats/${messenger}/${person.personId}/act`, action),
    see: (messenger, person) => ask('GET', `/control/chats/${messenger}/${person.personId}`),
    wait: (messenger, person, contains, after = 0) =>
      ask(
        'GET',
        `/control/chats/${messenger}/${person.personId}/wait?after=${after}&contains=${encodeURIComponent(contains)}&timeoutMs=30000`,
      ),
    fault: (fault) => ask('POST', '/control/faults', fault),
    noFaults: () => ask('DELETE', '/control/faults'),
    stats: () => ask('GET', '/control/stats'),
    smsOf: (person) => ask('GET', `/control/people/${person.personId}/sms`),
    received: (messenger) => ask('GET', `/control/lazy/received?messenger=${messenger}`),
    writeAsLazy: (updates) => ask('POST', '/control/lazy/updates', updates),
    async post(path, body) {
      const answer = await fetch(`${simulator.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return { status: answer.status, body: await answer.json() };
    },
    reset: () => ask('POST', '/control/reset', {}),
    stop: () => simulator.stop(),
  };
}

/** A promise with its hands outside, for handlers that tell a test what came. */
export function collect<Item>(): {
  items: Item[];
  push: (item: Item) => void;
  until: (count: number) => Promise<Item[]>;
} {
  const items: Item[] = [];
  let wake: () => void = () => {};
  return {
    items,
    push(item) {
      items.push(item);
      wake();
    },
    async until(count) {
      while (items.length < count) await new Promise<void>((resolve) => (wake = resolve));
      return items;
    },
  };
}
