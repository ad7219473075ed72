// Who takes part in a challenge and how far they are, and one of them with everything that has moved them.
import { and, desc, eq, sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import {
  challengeGain,
  challengeMember,
  challengeMove,
  challengeProgress,
} from '#src/db/schema/challenges.ts';
import type { ChallengeId, MemberId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import { progressOf } from './recount-progress.ts';
import type { Gain } from './settle-stages.ts';
import type { Because } from './write-progress.ts';

export type TakerStatus = (typeof challengeMember.$inferSelect)['status'];

export interface Taker {
  memberId: MemberId;
  status: TakerStatus;
  chosenAt: Date;
  answeredAt: Date | null;
  /** Of the last period that something was counted in; zeros before. */
  periodNo: number;
  progress: number;
  stage: number;
}

export interface FindTakers {
  challengeId: ChallengeId;
  /** Among these only. */
  memberIds?: MemberId[];
  status?: TakerStatus;
  offset: number;
  limit: number;
}

/** Who is furthest first. */
export async function listTakers(
  db: Reader,
  { challengeId, memberIds, status, offset, limit }: FindTakers,
): Promise<Taker[]> {
  const among = memberIds ? sql` and t.member_id = any (${sql.param(memberIds)}::text[])` : sql``;
  const like = status ? sql` and t.status = ${status}` : sql``;
  return await db.execute<Taker & Record<string, unknown>>(sql`
    select t.member_id as "memberId", t.status, t.chosen_at as "chosenAt", t.answered_at as "answeredAt",
      coalesce(p.period_no, 0) as "periodNo", coalesce(greatest(0, p.counted + p.corrected), 0)::float8 as progress,
      coalesce(p.stage, 0) as stage
    from challenge_member t
      left join lateral (
        select * from challenge_progress c where c.member_id = t.member_id and c.challenge_id = t.challenge_id
        order by c.period_no desc limit 1) p on true
    where t.challenge_id = ${challengeId}${among}${like}
    order by p.period_no desc nulls last, p.counted + p.corrected desc nulls last, t.member_id
    limit ${limit} offset ${offset}`);
}

export interface TakerHistory {
  taker: Omit<Taker, 'periodNo' | 'progress' | 'stage'>;
  /** The latest first. */
  periods: { periodNo: number; progress: number; corrected: number; stage: number }[];
  gains: Gain[];
  moves: {
    moveId: number;
    periodNo: number;
    movedAt: Date;
    because: Because;
    receiptId: string | null;
    before: number;
    after: number;
    reason: string | null;
    movedBy: string | null;
  }[];
}

const MOST_MOVES = 200;

/** Throws Refusal `member_not_found` for somebody who was never chosen. */
export async function readTaker(
  db: Reader,
  { challengeId, memberId }: { challengeId: ChallengeId; memberId: MemberId },
): Promise<TakerHistory> {
  const [taker] = await db
    .select()
    .from(challengeMember)
    .where(and(eq(challengeMember.memberId, memberId), eq(challengeMember.challengeId, challengeId)));
  if (!taker) throw new Refusal('member_not_found');
  const [periods, gains, moves] = await Promise.all([
    db
      .select()
      .from(challengeProgress)
      .where(and(eq(challengeProgress.memberId, memberId), eq(challengeProgress.challengeId, challengeId)))
      .orderBy(desc(challengeProgress.periodNo)),
    db
      .select()
      .from(challengeGain)
      .where(and(eq(challengeGain.memberId, memberId), eq(challengeGain.challengeId, challengeId)))
      .orderBy(desc(challengeGain.periodNo), challengeGain.stageNo),
    db
      .select()
      .from(challengeMove)
      .where(and(eq(challengeMove.memberId, memberId), eq(challengeMove.challengeId, challengeId)))
      .orderBy(desc(challengeMove.moveId))
      .limit(MOST_MOVES),
  ]);
  const { status, chosenAt, answeredAt } = taker;
  return {
    taker: { memberId, status, chosenAt, answeredAt },
    periods: periods.map((each) => ({
      periodNo: each.periodNo,
      progress: Number(progressOf(each)),
      corrected: Number(each.corrected),
      stage: each.stage,
    })),
    gains,
    moves: moves.map(({ progressBefore, progressAfter, ...move }) => ({
      ...move,
      before: Number(progressBefore),
      after: Number(progressAfter),
    })),
  };
}
