// Long polling: takes updates from Telegram, puts them into the inbox in one statement, and confirms them only with
// the next call, after the commit. What was not confirmed comes again, and the inbox knows it already.
import { setTimeout as pause } from 'node:timers/promises';
import { type Api, GrammyError } from 'grammy';
import { storeUpdates } from '#bots/dialogue/store-updates.ts';
import type { Sql } from '#src/db/client.ts';
import type { Clock } from '#src/lib/clock.ts';
import { readTelegramUpdate } from './read-update.ts';
import { ALLOWED_UPDATES } from './set-up.ts';
import { telegramApi } from './telegram-api.ts';

export interface PollOptions {
  token: string;
  apiRoot: string;
  sql: Sql;
  clock: Clock;
  log: { info(words: string): void; warn(words: string): void };
  /** Called after new updates were committed. */
  onStored?: () => void;
  /** How long Telegram holds a call open, in whole seconds of at most 50; 50 when left out. */
  holdSeconds?: number;
  /** The first wait after a failure; it doubles up to a hundredfold. 300 ms when left out. */
  backOffMs?: number;
}

export interface Polling {
  /** Breaks off the open call; resolves when updates that had come in are stored. */
  stop(): Promise<void>;
}

/** Starts at once and goes on, whatever happens, until it is stopped. */
export function pollTelegram(options: PollOptions): Polling {
  const { holdSeconds = 50 } = options;
  const { token, apiRoot } = options;
  const connection = telegramApi({
    token,
    apiRoot,
    connections: 1,
    timeoutMs: (holdSeconds + 15) * 1_000,
  });
  const stopping = new AbortController();
  const running = run(connection.api, { ...options, holdSeconds }, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      await connection.close();
      await running;
    },
  };
}

async function run(
  api: Api,
  options: PollOptions & { holdSeconds: number },
  signal: AbortSignal,
): Promise<void> {
  const { log, backOffMs = 300 } = options;
  let offset = 0;
  let failures = 0;
  while (!signal.aborted) {
    try {
      const updates = await api.getUpdates({
        offset,
        limit: 100,
        timeout: options.holdSeconds,
        allowed_updates: ALLOWED_UPDATES,
      });
      await store(updates, options);
      offset = (updates.at(-1)?.update_id ?? offset - 1) + 1;
      if (failures > 0) log.info('Telegram gives updates again');
      failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      if (failures === 0) log.warn(explain(error));
      failures++;
      const waitMs = Math.min(backOffMs * 2 ** (failures - 1), backOffMs * 100);
      await pause(waitMs, undefined, { signal }).catch(() => {});
    }
  }
}

async function store(updates: unknown[], { sql, clock, onStored }: PollOptions): Promise<void> {
  const at = clock.now();
  const read = updates.flatMap((payload) => {
    const update = readTelegramUpdate(payload, at);
    return update ? [{ ...update, payload: JSON.stringify(payload) }] : [];
  });
  if ((await storeUpdates(sql, 'telegram', read, at)) > 0) onStored?.();
}

/** One line for the operator; without the address, for the token is in it. */
function explain(error: unknown): string {
  if (error instanceof GrammyError && error.error_code === 409) {
    return `Another program takes this bot's updates, or a webhook is set: ${error.description}. Trying again.`;
  }
  if (error instanceof GrammyError) {
    return `Telegram gives no updates: ${error.error_code} ${error.description}. Trying again.`;
  }
  return `Updates cannot be taken from Telegram or stored: ${error instanceof Error ? error.name : 'unknown error'}. Trying again.`;
}
