// Put before the members, held, let go on and ended.
import { eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { challenge } from '#src/db/schema/challenges.ts';
import type { ChallengeId } from '#src/lib/id.ts';
import { readOffer } from '../offers/read-offer.ts';
import { invalidField, Refusal } from '../refusal.ts';
import { readReward } from '../rewards/read-reward.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { type Challenge, lockChallenge } from './read-challenge.ts';
import type { Actor } from './write-challenge.ts';

export interface ChallengeChange extends Actor {
  challengeId: ChallengeId;
  /** As it was read. */
  version: number;
}

type Fields = Partial<typeof challenge.$inferInsert>;

/**
 * Members are chosen from its first moment on, or from now. Throws Refusal `challenge_not_found`, `challenge_changed`,
 * `challenge_state`, `invalid_input` {field: 'endsAt'} when its end has passed, `offer_not_live` and `reward_not_found` for
 * privileges that nobody could be given.
 */
export async function launchChallenge(tx: Tx, change: ChallengeChange): Promise<void> {
  const before = await hold(tx, change, ['draft']);
  const { at } = change;
  if (before.endsAt && before.endsAt <= at) throw invalidField('endsAt', 'challenge.endPassed');
  for (const { prize } of before.stages) {
    if (prize.kind === 'coupon' && (await readOffer(tx, prize.offerId)).status !== 'live')
      throw new Refusal('offer_not_live');
    if (prize.kind === 'gift') await readReward(tx, prize.rewardId);
  }
  const chooseAt = before.startsAt > at ? before.startsAt : at;
  await settle(tx, change, { status: 'live', launchedAt: at, chooseAt }, 'challenge.launch');
}

/** Nobody is chosen, answers or is given anything until it goes on; what is bought counts all the same. */
export async function pauseChallenge(tx: Tx, change: ChallengeChange): Promise<void> {
  await hold(tx, change, ['live']);
  await settle(tx, change, { status: 'paused' }, 'challenge.pause');
}

export async function resumeChallenge(tx: Tx, change: ChallengeChange): Promise<void> {
  await hold(tx, change, ['paused']);
  await settle(tx, change, { status: 'live' }, 'challenge.resume');
}

/** For good: what is bought from now on counts no more, and what was reached is given. */
export async function endChallenge(tx: Tx, change: ChallengeChange): Promise<void> {
  await hold(tx, change, ['draft', 'live', 'paused']);
  await settle(tx, change, { status: 'ended', endedAt: change.at, chooseAt: null }, 'challenge.end');
}

async function hold(
  tx: Tx,
  { challengeId, version }: ChallengeChange,
  states: Challenge['status'][],
): Promise<Challenge> {
  const found = await lockChallenge(tx, challengeId);
  if (found.version !== version) throw new Refusal('challenge_changed');
  if (!states.includes(found.status)) throw new Refusal('challenge_state', { status: found.status });
  return found;
}

async function settle(
  tx: Tx,
  { challengeId, version, actor, at }: ChallengeChange,
  fields: Fields,
  action: string,
): Promise<void> {
  await tx
    .update(challenge)
    .set({ ...fields, version: version + 1 })
    .where(eq(challenge.challengeId, challengeId));
  await recordAudit(tx, { actor, action, subject: challengeId, at });
}
