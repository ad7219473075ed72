// Telegram's refusal to send into a group that has become a supergroup says where it is now. That is put into the inbox as the
// new chat would tell it, for a bot that has missed the news: it was away for longer than updates are kept.
import { storeUpdates } from '#bots/dialogue/store-updates.ts';
import type { Sql } from '#src/db/client.ts';
import type { Clock } from '#src/lib/clock.ts';
import { describeFault } from '#src/lib/describe-fault.ts';
import { readTelegramUpdate } from './read-update.ts';

export interface Moved {
  /** Telegram's ids of the chat. */
  from: string;
  to: number;
}

interface HearMoved {
  sql: Sql;
  clock: Clock;
  log: { warn(details: object, words: string): void };
}

/** Never throws: what could not be stored is told again when the message is tried again. */
export function hearMoved({ sql, clock, log }: HearMoved): (moved: Moved) => Promise<void> {
  return async ({ from, to }) => {
    const at = clock.now();
    const payload = {
      // Telegram's own numbers are above zero.
      update_id: -at.getTime(),
      message: {
        message_id: 0,
        date: Math.floor(at.getTime() / 1_000),
        chat: { id: to, type: 'supergroup' },
        migrate_from_chat_id: Number(from),
      },
    };
    const update = readTelegramUpdate(payload, at);
    if (!update) return;
    const stored = { ...update, payload: JSON.stringify(payload) };
    await storeUpdates(sql, 'telegram', [stored], at).catch((error: unknown) =>
      log.warn({ fault: describeFault(error) }, 'a group has moved, and that could not be stored yet'),
    );
  };
}
