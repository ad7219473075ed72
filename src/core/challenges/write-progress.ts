import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { challengeMove, challengeProgress } from '#src/db/schema/challenges.ts';
import type { Challenge } from './read-challenge.ts';
import type { MovedProgress } from './recount-progress.ts';

export type Because = (typeof challengeMove.$inferSelect)['because'];

/** Stores where members stand and what moved them. The caller has locked whoever takes part. */
export async function writeProgress(
  tx: Tx,
  { challenge, moved, at }: { challenge: Challenge; moved: readonly MovedProgress[]; at: Date },
): Promise<void> {
  const { challengeId } = challenge;
  const changed = moved.filter(({ isNew }) => isNew);
  if (changed.length === 0) return;
  await tx
    .insert(challengeProgress)
    .values(
      changed.map(({ memberId, periodNo, counted, corrected, detail, stageAfter: stage }) => ({
        memberId,
        challengeId,
        periodNo,
        counted,
        corrected,
        detail,
        stage,
        changedAt: at,
      })),
    )
    .onConflictDoUpdate({
      target: [challengeProgress.memberId, challengeProgress.challengeId, challengeProgress.periodNo],
      set: {
        counted: sql`excluded.counted`,
        corrected: sql`excluded.corrected`,
        detail: sql`excluded.detail`,
        stage: sql`excluded.stage`,
        changedAt: sql`excluded.changed_at`,
      },
    });
  const steps = changed.filter(({ before, after, change }) => before !== after || change);
  if (steps.length === 0) return;
  await tx.insert(challengeMove).values(
    steps.map(({ memberId, periodNo, because, receiptId, change, ...step }) => ({
      memberId,
      challengeId,
      periodNo,
      movedAt: at,
      because,
      receiptId: receiptId ?? null,
      progressBefore: step.before,
      progressAfter: step.after,
      stageBefore: step.stageBefore,
      stageAfter: step.stageAfter,
      reason: change?.reason ?? null,
      movedBy: change?.actor ?? null,
      requestKey: change?.requestKey ?? null,
    })),
  );
}
