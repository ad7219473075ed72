// A member says yes to a challenge, or not now. Who said not now may say yes as long as others may.
import { and, eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { challengeMember } from '#src/db/schema/challenges.ts';
import type { ChallengeId, MemberId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import { readProgramme } from '../stores/read-programme.ts';
import { courseOf } from './course-of.ts';
import { periodAt } from './periods.ts';
import { readChallenge } from './read-challenge.ts';
import { isOver, isTooLate, type OwnChallenge, readOwnChallenge } from './read-own-challenges.ts';
import { recountProgress } from './recount-progress.ts';

export interface AnswerInvitation {
  memberId: MemberId;
  challengeId: ChallengeId;
  answer: 'yes' | 'notNow';
  at: Date;
}

/**
 * Again is the same. What was bought before counts at once, where it does. Throws Refusal `challenge_not_found` also for
 * whoever was not chosen, `challenge_over`, `challenge_paused`, `challenge_too_late`.
 */
export async function answerInvitation(tx: Tx, answered: AnswerInvitation): Promise<OwnChallenge> {
  const { memberId, challengeId, answer, at } = answered;
  const whose = and(eq(challengeMember.memberId, memberId), eq(challengeMember.challengeId, challengeId));
  const [row] = await tx.select().from(challengeMember).where(whose).for('update');
  const challenge = await readChallenge(tx, challengeId);
  if (!row || row.status === 'control') throw new Refusal('challenge_not_found');
  const wanted = answer === 'yes' ? 'accepted' : 'declined';
  // Who takes part already goes on; pressing an old "not now" takes nothing away.
  if (row.status !== wanted && row.status !== 'accepted') {
    if (isOver(challenge, at)) throw new Refusal('challenge_over');
    if (challenge.status === 'paused') throw new Refusal('challenge_paused');
    if (answer === 'yes' && isTooLate(challenge, at)) throw new Refusal('challenge_too_late');
    await tx.update(challengeMember).set({ status: wanted, answeredAt: at, toTell: false }).where(whose);
    const { timeZone } = await readProgramme(tx);
    const period = periodAt(courseOf(challenge, timeZone), at);
    if (answer === 'yes' && period) {
      const asked = [{ memberId, periodNo: period.periodNo, because: 'joined' as const }];
      await recountProgress(tx, { challenge, asked, at, timeZone });
    }
  }
  return await readOwnChallenge(tx, { memberId, challengeId, at });
}
