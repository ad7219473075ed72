// Rules that are not about receipts: asked when something has happened to a member, and on days.
import { hasNews } from '#src/core/events/has-news.ts';
import { TRIGGER_EVENTS } from '#src/core/triggers/follow-triggers.ts';
import { transaction } from '#src/db/client.ts';
import { type Loop, startLoop } from './loop.ts';
import type { WorkerDeps } from './worker-deps.ts';

interface TriggerLoop {
  deps: WorkerDeps<never>;
  idleMs: number;
  /** Told after something may have been said to somebody. */
  onDone: () => void;
}

const EVENTS_AT_ONCE = 100;
const MEMBERS_AT_ONCE = 200;

export function startTriggerLoop({ deps, idleMs, onDone }: TriggerLoop): Loop {
  const { database, clock, log, triggers } = deps;
  return startLoop({
    name: 'triggers',
    idleMs,
    log,
    async pass() {
      if (!triggers || !(await hasNews(database.sql, TRIGGER_EVENTS))) return false;
      const read = await transaction(database.db, (tx) => triggers.follow(tx, clock.now(), EVENTS_AT_ONCE));
      if (read > 0) onDone();
      return read === EVENTS_AT_ONCE;
    },
  });
}

export function startSweepLoop({ deps, idleMs, onDone }: TriggerLoop): Loop {
  const { database, clock, log, triggers } = deps;
  return startLoop({
    name: 'sweep of the day',
    idleMs,
    log,
    async pass() {
      if (!triggers) return false;
      const more = await transaction(database.db, (tx) => triggers.sweep(tx, clock.now(), MEMBERS_AT_ONCE));
      onDone();
      return more;
    },
  });
}
