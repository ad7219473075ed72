// Challenges as one member sees them. Whoever is only compared with sees nothing of them.
import { and, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import {
  challengeGain,
  challengeMember,
  challengeProgress,
  challenge as challengeTable,
} from '#src/db/schema/challenges.ts';
import type { ChallengeId, MemberId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import { readProgramme } from '../stores/read-programme.ts';
import type { ProgressDetail } from './count-progress.ts';
import { courseOf } from './course-of.ts';
import { type Period, periodAt, readPeriod } from './periods.ts';
import { type Challenge, withStages } from './read-challenge.ts';
import { progressOf } from './recount-progress.ts';
import type { Gain } from './settle-stages.ts';

/** open: it can be accepted; closed: it cannot any more. */
export type OwnState = 'open' | 'closed' | 'declined' | 'going' | 'over';

export interface OwnChallenge {
  challenge: Challenge;
  state: OwnState;
  /** That of now, or the last. */
  period: Period;
  /** Of this period. */
  progress: number;
  detail: ProgressDetail;
  stage: number;
  gains: Pick<Gain, 'stageNo' | 'periodNo' | 'status' | 'readyAt' | 'givenAt'>[];
}

interface Asked {
  memberId: MemberId;
  at: Date;
}

/** Those that are over stay to be seen for so long. */
const SHOWN_DAYS = 7;

/** Going ones first, then those that can be accepted, then what is over; the soonest to end first. */
export async function listOwnChallenges(db: Reader, asked: Asked): Promise<OwnChallenge[]> {
  const found = await findOwn(db, asked, sql`true`);
  const shown = found.filter(({ state }) => state !== 'closed');
  const rank: OwnState[] = ['going', 'open', 'declined', 'over'];
  const end = ({ period }: OwnChallenge) => period.until?.getTime() ?? Number.POSITIVE_INFINITY;
  return shown.toSorted((a, b) => rank.indexOf(a.state) - rank.indexOf(b.state) || end(a) - end(b));
}

/** Throws Refusal `challenge_not_found` also where it is not for this member. */
export async function readOwnChallenge(
  db: Reader,
  { challengeId, ...asked }: Asked & { challengeId: ChallengeId },
): Promise<OwnChallenge> {
  const [found] = await findOwn(db, asked, eq(challengeTable.challengeId, challengeId));
  if (!found) throw new Refusal('challenge_not_found');
  return found;
}

async function findOwn(db: Reader, { memberId, at }: Asked, which: SQL): Promise<OwnChallenge[]> {
  const rows = await db
    .select({ row: challengeTable, status: challengeMember.status })
    .from(challengeMember)
    .innerJoin(challengeTable, eq(challengeTable.challengeId, challengeMember.challengeId))
    .where(
      and(
        eq(challengeMember.memberId, memberId),
        sql`${challengeMember.status} <> 'control' and ${challengeTable.launchedAt} is not null
          and ${challengeTable.startsAt} <= ${at}::timestamptz
          and coalesce(${challengeTable.endedAt}, ${challengeTable.endsAt}, ${at}::timestamptz)
            > ${at}::timestamptz - make_interval(days => ${SHOWN_DAYS})`,
        which,
      ),
    );
  if (rows.length === 0) return [];
  const { timeZone } = await readProgramme(db);
  const challenges = await withStages(
    db,
    rows.map(({ row }) => row),
  );
  const ids = challenges.map(({ challengeId }) => challengeId);
  const [progress, gains] = await Promise.all([
    db
      .select()
      .from(challengeProgress)
      .where(and(eq(challengeProgress.memberId, memberId), inArray(challengeProgress.challengeId, ids))),
    db
      .select()
      .from(challengeGain)
      .where(and(eq(challengeGain.memberId, memberId), inArray(challengeGain.challengeId, ids)))
      .orderBy(challengeGain.periodNo, challengeGain.stageNo),
  ]);
  return challenges.map((challenge, place) => {
    const { challengeId } = challenge;
    const period = periodNow(challenge, { at, timeZone });
    const here = progress.find(
      (each) => each.challengeId === challengeId && each.periodNo === period.periodNo,
    );
    return {
      challenge,
      state: stateOf(challenge, rows[place]?.status ?? 'declined', at),
      period,
      progress: here ? Number(progressOf(here)) : 0,
      // Only countProgress writes it.
      detail: (here?.detail ?? {}) as ProgressDetail,
      stage: here?.stage ?? 0,
      gains: gains.filter((each) => each.challengeId === challengeId),
    };
  });
}

/** The period of now; after the end the last one. */
export function periodNow(challenge: Challenge, { at, timeZone }: { at: Date; timeZone: string }): Period {
  const course = courseOf(challenge, timeZone);
  const last = course.endsAt && course.endsAt <= at ? new Date(course.endsAt.getTime() - 1) : at;
  return periodAt(course, last) ?? readPeriod(course, 1);
}

function stateOf(
  challenge: Challenge,
  status: (typeof challengeMember.$inferSelect)['status'],
  at: Date,
): OwnState {
  if (status === 'accepted') return isOver(challenge, at) ? 'over' : 'going';
  if (status === 'declined') return isOver(challenge, at) || isTooLate(challenge, at) ? 'closed' : 'declined';
  return isOver(challenge, at) || isTooLate(challenge, at) ? 'closed' : 'open';
}

export function isOver({ status, endsAt }: Pick<Challenge, 'status' | 'endsAt'>, at: Date): boolean {
  return status === 'ended' || (endsAt !== null && endsAt <= at);
}

export function isTooLate({ terms }: Pick<Challenge, 'terms'>, at: Date): boolean {
  return terms.acceptUntil !== null && new Date(terms.acceptUntil) <= at;
}
