import { randomBytes } from 'node:crypto';
import type { Tx } from '#src/db/client.ts';
import { questCheck } from '#src/db/schema/quests-pages.ts';
import type { PlayerId, QuestId } from '#src/lib/id.ts';

export interface QueueCheck {
  questId: QuestId;
  playerId: PlayerId;
  taskNo: number;
  /** Of the attempt that waits for it. */
  attemptKey: string;
  at: Date;
}

/** Asks the other system of a task about an attempt; the worker does it. The key is told to that system and to nobody else. */
export async function queueCheck(
  tx: Tx,
  { questId, playerId, taskNo, attemptKey, at }: QueueCheck,
): Promise<void> {
  const checkKey = randomBytes(18).toString('base64url');
  await tx
    .insert(questCheck)
    .values({ checkKey, questId, playerId, taskNo, attemptKey, status: 'queued', nextAt: at, createdAt: at })
    .onConflictDoNothing({ target: [questCheck.playerId, questCheck.attemptKey] });
}
