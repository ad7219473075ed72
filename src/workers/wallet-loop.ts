// Cards in wallets: follows what happened to members, and tells the wallets of what has changed.
import { followPasses } from '#src/core/passes/follow-passes.ts';
import { tellWallets } from '#src/core/passes/tell-wallets.ts';
import { transaction } from '#src/db/client.ts';
import { type Loop, startLoop } from './loop.ts';
import type { WorkerDeps } from './worker-deps.ts';

const EVENTS_AT_ONCE = 500;
const PASSES_AT_ONCE = 20;

export function startWalletLoop({ deps, idleMs }: { deps: WorkerDeps<never>; idleMs: number }): Loop {
  const { database, clock, log, wallets } = deps;
  return startLoop({
    name: 'wallets',
    idleMs,
    log,
    async pass() {
      if (!wallets) return false;
      const at = clock.now();
      const read = await transaction(database.db, (tx) => followPasses(tx, { at, limit: EVENTS_AT_ONCE }));
      const told = await tellWallets(database.db, wallets, { at, limit: PASSES_AT_ONCE });
      return read === EVENTS_AT_ONCE || told === PASSES_AT_ONCE;
    },
  });
}
