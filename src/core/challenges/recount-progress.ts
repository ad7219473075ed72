// Counts members of one challenge anew and settles what follows from it. The rows of whoever takes part are locked before
// their receipts are read, so that what is written is at least as new as what anybody else has written there.
import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { challengeMember, challengeProgress } from '#src/db/schema/challenges.ts';
import type { MemberId, ReceiptId } from '#src/lib/id.ts';
import { type Counted, countProgress, type ProgressDetail } from './count-progress.ts';
import { courseOf } from './course-of.ts';
import { readPeriod } from './periods.ts';
import type { Challenge } from './read-challenge.ts';
import { settleStages } from './settle-stages.ts';
import { type Because, writeProgress } from './write-progress.ts';

export interface AskedProgress {
  memberId: MemberId;
  periodNo: number;
  because: Because;
  /** What a receipt or return was about. */
  receiptId?: ReceiptId;
  /** By hand. */
  change?: { by: bigint; reason: string; actor: string; requestKey: string };
}

export interface MovedProgress extends AskedProgress {
  counted: bigint;
  corrected: bigint;
  detail: ProgressDetail;
  before: bigint;
  after: bigint;
  stageBefore: number;
  stageAfter: number;
  /** Something of it is not as it is stored. */
  isNew: boolean;
}

export interface Recount {
  challenge: Challenge;
  /** Nobody in a period twice. */
  asked: readonly AskedProgress[];
  at: Date;
  timeZone: string;
}

type Progress = typeof challengeProgress.$inferSelect;

/** Where those who take part stand now, whether they have moved or not; others are left out. */
export async function recountProgress(tx: Tx, recount: Recount): Promise<MovedProgress[]> {
  const { challenge, at, timeZone } = recount;
  const { terms } = challenge;
  const since = await lockTakingPart(tx, recount);
  const asked = recount.asked.filter(({ memberId }) => since.has(memberId));
  if (asked.length === 0) return [];
  const course = courseOf(challenge, timeZone);
  const counted = await countProgress(tx, terms, {
    asked: asked.map(({ memberId, periodNo }) => {
      const { from, until } = readPeriod(course, periodNo);
      const joinedAt = terms.joins === 'asked' && !terms.countsBefore ? (since.get(memberId) ?? null) : null;
      return { memberId, from, until, joinedAt };
    }),
    at,
    timeZone,
  });
  const known = await readKnown(tx, recount);
  const moved = asked.map((each, place) => moveOf(challenge, each, known.get(keyOf(each)), counted[place]));
  await writeProgress(tx, { challenge, moved, at });
  // All of them and not only who has moved: a privilege that was out of stock may be there again.
  await settleStages(tx, { challenge, moved, at, timeZone });
  return moved;
}

/** Since when each of them takes part. */
async function lockTakingPart(tx: Tx, { challenge, asked }: Recount): Promise<Map<MemberId, Date | null>> {
  const memberIds = [...new Set(asked.map(({ memberId }) => memberId))];
  const rows = await tx
    .select({ memberId: challengeMember.memberId, answeredAt: challengeMember.answeredAt })
    .from(challengeMember)
    .where(
      and(
        eq(challengeMember.challengeId, challenge.challengeId),
        inArray(challengeMember.memberId, memberIds),
        eq(challengeMember.status, 'accepted'),
      ),
    )
    .orderBy(asc(challengeMember.memberId))
    .for('update');
  return new Map(rows.map(({ memberId, answeredAt }) => [memberId, answeredAt]));
}

async function readKnown(tx: Tx, { challenge, asked }: Recount): Promise<Map<string, Progress>> {
  const memberIds = [...new Set(asked.map(({ memberId }) => memberId))];
  const rows = await tx
    .select()
    .from(challengeProgress)
    .where(
      and(
        eq(challengeProgress.challengeId, challenge.challengeId),
        inArray(challengeProgress.memberId, memberIds),
      ),
    );
  return new Map(rows.map((row) => [keyOf(row), row]));
}

const keyOf = ({ memberId, periodNo }: { memberId: MemberId; periodNo: number }) => `${memberId} ${periodNo}`;

function moveOf(
  challenge: Challenge,
  asked: AskedProgress,
  was: Progress | undefined,
  now: Counted | undefined,
): MovedProgress {
  const counted = now?.progress ?? 0n;
  const detail = now?.detail ?? {};
  const corrected = (was?.corrected ?? 0n) + (asked.change?.by ?? 0n);
  const before = was ? progressOf(was) : 0n;
  const after = progressOf({ counted, corrected });
  const stageBefore = was?.stage ?? 0;
  const stageAfter = stageOf(challenge, after);
  const isNew =
    counted !== (was?.counted ?? 0n) ||
    corrected !== (was?.corrected ?? 0n) ||
    stageAfter !== stageBefore ||
    !isSame(detail, was?.detail as ProgressDetail | undefined);
  return { ...asked, counted, corrected, detail, before, after, stageBefore, stageAfter, isNew };
}

function isSame(one: ProgressDetail, other: ProgressDetail = {}): boolean {
  return (
    one.run === other.run &&
    one.last === other.last &&
    (one.found ?? []).join() === (other.found ?? []).join()
  );
}

/** What is reached with so much: stages rise, so it is how many of them are. */
export function stageOf({ stages }: Pick<Challenge, 'stages'>, progress: bigint): number {
  return stages.filter(({ threshold }) => progress >= BigInt(threshold)).length;
}

/** Staff may have taken away more than there is. */
export function progressOf({ counted, corrected }: Pick<Progress, 'counted' | 'corrected'>): bigint {
  const sum = counted + corrected;
  return sum < 0n ? 0n : sum;
}
