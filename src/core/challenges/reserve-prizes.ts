// Stock and budget of a challenge: promised with the stage and given back with it, under a lock of the challenge, so that
// neither is ever overdrawn. Its lock comes after those of members.
import { eq, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { challengeStage, challenge as challengeTable } from '#src/db/schema/challenges.ts';
import type { Prize } from '../prizes/prize.ts';
import type { Challenge, ShownStage } from './read-challenge.ts';

/** Promises as many of a stage's privilege as there are, `wanted` at most, and returns how many. */
export async function reservePrizes(
  tx: Tx,
  { challenge, stage, wanted }: { challenge: Challenge; stage: ShownStage; wanted: number },
): Promise<number> {
  if (wanted === 0) return 0;
  const { challengeId } = challenge;
  const { budget, spent } = await lockBudget(tx, challenge);
  const [now] = await tx.select().from(challengeStage).where(isStage(challenge, stage.stageNo));
  if (!now) return 0;
  const price = priceOf(stage.prize);
  const byStock = now.stock === null ? wanted : now.stock - now.given;
  const byBudget = budget === null || price === 0n ? wanted : Number((budget - spent) / price);
  const granted = Math.max(0, Math.min(wanted, byStock, byBudget));
  if (granted === 0) return 0;
  await tx
    .update(challengeStage)
    .set({ given: sql`${challengeStage.given} + ${granted}` })
    .where(isStage(challenge, stage.stageNo));
  const cost = (price * BigInt(granted)).toString();
  if (price > 0n)
    await tx
      .update(challengeTable)
      .set({ spent: sql`${challengeTable.spent} + ${cost}::bigint` })
      .where(eq(challengeTable.challengeId, challengeId));
  return granted;
}

/** Gives one back for each number of a stage. */
export async function releasePrizes(
  tx: Tx,
  { challenge, stageNos }: { challenge: Challenge; stageNos: readonly number[] },
): Promise<void> {
  if (stageNos.length === 0) return;
  await lockBudget(tx, challenge);
  for (const stage of challenge.stages) {
    const count = stageNos.filter((each) => each === stage.stageNo).length;
    if (count === 0) continue;
    await tx
      .update(challengeStage)
      .set({ given: sql`${challengeStage.given} - ${count}` })
      .where(isStage(challenge, stage.stageNo));
    const cost = (priceOf(stage.prize) * BigInt(count)).toString();
    await tx
      .update(challengeTable)
      .set({ spent: sql`${challengeTable.spent} - ${cost}::bigint` })
      .where(eq(challengeTable.challengeId, challenge.challengeId));
  }
}

/** What it takes off the budget, which is one of points. */
export function priceOf(prize: Prize): bigint {
  return prize.kind === 'points' ? BigInt(prize.points) : 0n;
}

async function lockBudget(tx: Tx, { challengeId }: Challenge) {
  const [row] = await tx
    .select({ budget: challengeTable.budget, spent: challengeTable.spent })
    .from(challengeTable)
    .where(eq(challengeTable.challengeId, challengeId))
    .for('no key update');
  if (!row) throw new Error('a challenge was deleted');
  return row;
}

function isStage({ challengeId }: Challenge, stageNo: number) {
  return sql`${challengeStage.challengeId} = ${challengeId} and ${challengeStage.stageNo} = ${stageNo}`;
}
