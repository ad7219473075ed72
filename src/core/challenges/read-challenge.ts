import { asc, eq, inArray, sql } from 'drizzle-orm';
import type { Reader, Tx } from '#src/db/client.ts';
import { challenge, challengeStage } from '#src/db/schema/challenges.ts';
import type { ChallengeId } from '#src/lib/id.ts';
import type { Prize } from '../prizes/prize.ts';
import { Refusal } from '../refusal.ts';
import type { ChallengeTerms, Stage } from './challenge-terms.ts';

type Row = typeof challenge.$inferSelect;

export type ShownStage = Stage & { given: number };
export type Challenge = Omit<Row, 'terms'> & { terms: ChallengeTerms; stages: ShownStage[] };

/** Throws Refusal `challenge_not_found`. */
export async function readChallenge(db: Reader, challengeId: ChallengeId): Promise<Challenge> {
  const [row] = await db.select().from(challenge).where(eq(challenge.challengeId, challengeId));
  return await wholeOf(db, row);
}

/** The same, kept from changing until the transaction ends. */
export async function lockChallenge(tx: Tx, challengeId: ChallengeId): Promise<Challenge> {
  const [row] = await tx
    .select()
    .from(challenge)
    .where(eq(challenge.challengeId, challengeId))
    .for('no key update');
  return await wholeOf(tx, row);
}

async function wholeOf(db: Reader, row: Row | undefined): Promise<Challenge> {
  const [found] = row ? await withStages(db, [row]) : [];
  if (!found) throw new Refusal('challenge_not_found');
  return found;
}

/** Returns of what was bought are followed so long after a challenge is over. */
const FOLLOWED_DAYS = 90;

/** Those that may count something: that run or are paused, or whose goods may still come back. */
export async function listCounting(db: Reader, at: Date): Promise<Challenge[]> {
  const rows = await db.select().from(challenge).where(counting(at)).orderBy(asc(challenge.challengeId));
  return await withStages(db, rows);
}

/** Whether listCounting finds any. */
export async function isAnyCounting(db: Reader, at: Date): Promise<boolean> {
  const [any] = await db
    .select({ challengeId: challenge.challengeId })
    .from(challenge)
    .where(counting(at))
    .limit(1);
  return any !== undefined;
}

const counting = (at: Date) =>
  sql`(${challenge.status} in ('live', 'paused') or (${challenge.status} = 'ended' and ${challenge.launchedAt} is not null
    and ${challenge.endedAt} > ${at}::timestamptz - make_interval(days => ${FOLLOWED_DAYS})))`;

export async function listChallengesById(db: Reader, challengeIds: ChallengeId[]): Promise<Challenge[]> {
  if (challengeIds.length === 0) return [];
  return await withStages(
    db,
    await db.select().from(challenge).where(inArray(challenge.challengeId, challengeIds)),
  );
}

export async function withStages(db: Reader, rows: Row[]): Promise<Challenge[]> {
  if (rows.length === 0) return [];
  const all = await db
    .select()
    .from(challengeStage)
    .where(
      inArray(
        challengeStage.challengeId,
        rows.map(({ challengeId }) => challengeId),
      ),
    )
    .orderBy(asc(challengeStage.challengeId), asc(challengeStage.stageNo));
  const stages = Map.groupBy(all, ({ challengeId }) => challengeId);
  return rows.map((row) => ({
    ...row,
    // Only checked ones are written, so what is stored is what its type says.
    terms: row.terms as ChallengeTerms,
    stages: (stages.get(row.challengeId) ?? []).map(({ stageNo, threshold, prize, stock, given }) => ({
      stageNo,
      threshold: Number(threshold),
      prize: prize as Prize,
      stock,
      given,
    })),
  }));
}
