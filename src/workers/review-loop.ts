// Groups of the staff: shows them photos that wait, and carries out what they press.
import { postReviews } from '#src/core/quests/live/chats/post-reviews.ts';
import { decidePressed, tellDecided } from '#src/core/quests/live/chats/settle-posts.ts';
import { transaction } from '#src/db/client.ts';
import { type Loop, startLoop } from './loop.ts';
import type { WorkerDeps } from './worker-deps.ts';

interface ReviewLoop {
  deps: WorkerDeps<never>;
  idleMs: number;
  /** Told after somebody was told something. */
  onDone: () => void;
}

export function startReviewLoop({ deps, idleMs, onDone }: ReviewLoop): Loop {
  const { clock, log } = deps;
  const { db } = deps.database;
  return startLoop({
    name: 'photos in staff chats',
    idleMs,
    log,
    async pass() {
      const at = clock.now();
      const decided = await decidePressed(db, at);
      const told = await transaction(db, (tx) => tellDecided(tx, at));
      const posted = await transaction(db, (tx) => postReviews(tx, at));
      if (decided + told + posted > 0) onDone();
      return false;
    },
  });
}
