import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { challengeGain } from '#src/db/schema/challenges.ts';
import { addDaysIn } from '#src/lib/add-months.ts';
import type { GainChange, Settle } from './settle-stages.ts';

/** Stores what has become of gains. The caller has locked them. */
export async function writeGains(
  tx: Tx,
  { challenge, at, timeZone }: Settle,
  changes: readonly GainChange[],
): Promise<void> {
  const { challengeId, terms } = challenge;
  await tx
    .insert(challengeGain)
    .values(
      changes.map(({ memberId, periodNo, stageNo, was, to }) => ({
        memberId,
        challengeId,
        periodNo,
        stageNo,
        status: to,
        // What was lost and is reached anew is a privilege of its own: the key under which the first was given is spent.
        turn: (was?.turn ?? 1) + (was && to === 'waiting' && was.status !== 'missed' ? 1 : 0),
        reachedAt: to === 'waiting' || !was ? at : was.reachedAt,
        readyAt: to === 'waiting' || !was ? addDaysIn(at, terms.delayDays, timeZone) : was.readyAt,
        givenAt: was?.givenAt ?? null,
        givenAs: was?.givenAs ?? null,
        takenAt: to === 'returning' || to === 'lost' ? at : (was?.takenAt ?? null),
        note: to === 'missed' ? 'none_left' : null,
      })),
    )
    .onConflictDoUpdate({
      target: [
        challengeGain.memberId,
        challengeGain.challengeId,
        challengeGain.periodNo,
        challengeGain.stageNo,
      ],
      set: {
        status: sql`excluded.status`,
        turn: sql`excluded.turn`,
        reachedAt: sql`excluded.reached_at`,
        readyAt: sql`excluded.ready_at`,
        takenAt: sql`excluded.taken_at`,
        note: sql`excluded.note`,
      },
    });
}
