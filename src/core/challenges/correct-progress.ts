import { and, eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { challengeMember, challengeMove } from '#src/db/schema/challenges.ts';
import type { ChallengeId, MemberId } from '#src/lib/id.ts';
import { invalidField, Refusal } from '../refusal.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { readProgramme } from '../stores/read-programme.ts';
import { readChallenge } from './read-challenge.ts';
import { periodNow } from './read-own-challenges.ts';
import { recountProgress } from './recount-progress.ts';
import type { Actor } from './write-challenge.ts';

const LONGEST_REASON = 200;

export interface CorrectProgress extends Actor {
  challengeId: ChallengeId;
  memberId: MemberId;
  /** Added to what is counted in the period of now, or taken off it. */
  by: number;
  reason: string;
  /** Of the form that sent it: twice is once. */
  requestKey: string;
}

/**
 * Staff put right what counting could not see. What is reached or lost by it follows as after a receipt. Throws Refusal
 * `challenge_not_found`, `member_not_found` for who does not take part, `invalid_input` {field: 'by' | 'reason'}.
 */
export async function correctProgress(tx: Tx, corrected: CorrectProgress): Promise<void> {
  const { challengeId, memberId, by, reason, requestKey, actor, at } = corrected;
  const challenge = await readChallenge(tx, challengeId);
  const words = reason.trim();
  if (words === '' || words.length > LONGEST_REASON)
    throw invalidField('reason', words === '' ? 'empty' : 'longest', { count: LONGEST_REASON });
  if (by === 0) throw invalidField('by', 'empty');
  // Two that come at once: the second finds what the first has done.
  const [taker] = await tx
    .select()
    .from(challengeMember)
    .where(and(eq(challengeMember.memberId, memberId), eq(challengeMember.challengeId, challengeId)))
    .for('update');
  if (taker?.status !== 'accepted') throw new Refusal('member_not_found');
  const [done] = await tx.select().from(challengeMove).where(eq(challengeMove.requestKey, requestKey));
  if (done) return;
  const { timeZone } = await readProgramme(tx);
  const { periodNo } = periodNow(challenge, { at, timeZone });
  const change = { by: BigInt(by), reason: words, actor, requestKey };
  await recountProgress(tx, {
    challenge,
    asked: [{ memberId, periodNo, because: 'correction', change }],
    at,
    timeZone,
  });
  await recordAudit(tx, {
    actor,
    action: 'challenge.correct',
    subject: memberId,
    // Why stands with the move, where it can be forgotten; the log is for good.
    detail: { challengeId, by },
    at,
  });
}
