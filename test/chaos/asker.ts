// Somebody who writes to the bot all the time, and looks at the clock until it answers.
import { setTimeout as pause } from 'node:timers/promises';
import type { Acted, Person } from '#src/simulator/control.ts';

export interface Ask {
  /** By performance.now(). */
  from: number;
  /** When the answer came; null when there was none in time. */
  to: number | null;
}

export interface Asker {
  asks: Ask[];
  stop(): Promise<void>;
}

const PATIENCE_MS = 10_000;
const REST_MS = 250;

/** Opens the chat and begins. */
export async function startAsker(simulatorUrl: string): Promise<Asker> {
  const post = async <T>(path: string, body: object): Promise<T> => {
    const answer = await fetch(`${simulatorUrl}/control${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    // As control.ts says.
    return (await answer.json()) as T;
  };
  const { personId } = await post<Person>('/people', { name: 'Ганна' });
  const chat = `/chats/telegram/${personId}`;
  const asks: Ask[] = [];
  let over = false;
  const ask = async (act: object) => {
    const from = performance.now();
    const { messageId = 0 } = await post<Acted>(`${chat}/act`, act);
    const wait = `${simulatorUrl}/control${chat}/wait?after=${messageId}&timeoutMs=${PATIENCE_MS}`;
    const { ok } = await fetch(wait);
    asks.push({ from, to: ok ? performance.now() : null });
  };
  const run = async () => {
    await ask({ act: 'open' });
    while (!over) {
      await ask({ act: 'text', text: 'Добрий день' });
      await pause(REST_MS);
    }
  };
  const running = run();
  // Told by stop.
  running.catch(() => {});
  return {
    asks,
    async stop() {
      over = true;
      await running;
    },
  };
}
