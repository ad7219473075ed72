// Gives the privileges whose time has come, and takes back those whose stage is gone. Of one challenge at a time: points
// are locked first, then what is to be given, then the challenge, as everybody does who takes more than one of them.
import { and, asc, eq, lte, or, sql } from 'drizzle-orm';
import { savepoint, type Tx } from '#src/db/client.ts';
import { challengeGain, challenge as challengeTable } from '#src/db/schema/challenges.ts';
import type { ChallengeId, MemberId } from '#src/lib/id.ts';
import { recordEvents } from '../events/record-event.ts';
import { lockStandings } from '../members/lock-standings.ts';
import { memberNow } from '../members/member-now.ts';
import { givePrize } from '../prizes/give-prize.ts';
import { takePrizeBack } from '../prizes/take-prize-back.ts';
import { Refusal } from '../refusal.ts';
import { type Challenge, readChallenge } from './read-challenge.ts';
import { releasePrizes } from './reserve-prizes.ts';
import type { Gain } from './settle-stages.ts';

/** In one transaction, which locks the points of everybody they concern. */
const GAINS_AT_ONCE = 50;

type Outcome = Pick<Gain, 'status' | 'givenAt' | 'givenAs' | 'takenAt' | 'note'> & { released: boolean };

/** Handles the next privileges of one challenge. Returns whether there may be more. */
export async function giveGains(tx: Tx, at: Date): Promise<boolean> {
  const challengeId = await findDue(tx, at);
  if (!challengeId) return false;
  const challenge = await readChallenge(tx, challengeId);
  const due = await holdDue(tx, challenge, at);
  const released: number[] = [];
  const told: Parameters<typeof recordEvents>[1] = [];
  for (const gain of due) {
    const { memberId, periodNo, stageNo } = gain;
    const outcome = await settle(tx, { challenge, gain, at });
    const { released: isFree, ...fields } = outcome;
    if (isFree) released.push(stageNo);
    await tx
      .update(challengeGain)
      .set(fields)
      .where(sql`${challengeGain.memberId} = ${memberId} and ${challengeGain.challengeId} = ${challengeId}
        and ${challengeGain.periodNo} = ${periodNo} and ${challengeGain.stageNo} = ${stageNo}`);
    if (outcome.status !== 'waiting' && outcome.status !== 'returning' && outcome.status !== 'lost') {
      const data = { challengeId, periodNo, stageNo };
      told.push({ memberId, happened: { kind: `challenge.${outcome.status}`, data } });
    }
  }
  await releasePrizes(tx, { challenge, stageNos: released });
  await recordEvents(tx, told, at);
  return due.length > 0;
}

const isDue = (at: Date) =>
  or(
    and(eq(challengeGain.status, 'waiting'), lte(challengeGain.readyAt, at)),
    eq(challengeGain.status, 'returning'),
  );

/** While a challenge is paused nothing of it is given; what has to be taken back is. */
async function findDue(tx: Tx, at: Date): Promise<ChallengeId | null> {
  const [row] = await tx
    .select({ challengeId: challengeGain.challengeId })
    .from(challengeGain)
    .innerJoin(challengeTable, eq(challengeTable.challengeId, challengeGain.challengeId))
    .where(
      and(isDue(at), sql`(${challengeTable.status} <> 'paused' or ${challengeGain.status} = 'returning')`),
    )
    .limit(1);
  return row?.challengeId ?? null;
}

/** Locks points first: so nobody waits in a circle. */
async function holdDue(tx: Tx, { challengeId, status }: Challenge, at: Date): Promise<Gain[]> {
  const due = status === 'paused' ? eq(challengeGain.status, 'returning') : isDue(at);
  const which = and(eq(challengeGain.challengeId, challengeId), due);
  const found = await tx
    .select({ memberId: challengeGain.memberId })
    .from(challengeGain)
    .where(which)
    .orderBy(asc(challengeGain.readyAt))
    .limit(GAINS_AT_ONCE);
  const memberIds = new Set<MemberId>();
  for (const { memberId } of found) memberIds.add(await memberNow(tx, memberId));
  await lockStandings(tx, ...memberIds);
  const asked = JSON.stringify(found.map(({ memberId }) => memberId));
  return await tx
    .select()
    .from(challengeGain)
    .where(and(which, sql`${challengeGain.memberId} in (select jsonb_array_elements_text(${asked}::jsonb))`))
    .orderBy(asc(challengeGain.memberId), asc(challengeGain.periodNo), asc(challengeGain.stageNo))
    .for('update', { skipLocked: true });
}

interface Settle {
  challenge: Challenge;
  gain: Gain;
  at: Date;
}

async function settle(tx: Tx, { challenge, gain, at }: Settle): Promise<Outcome> {
  const { memberId, periodNo, stageNo, turn, givenAs } = gain;
  const stage = challenge.stages.find((each) => each.stageNo === stageNo);
  const same = { givenAt: gain.givenAt, givenAs, takenAt: gain.takenAt, note: gain.note };
  if (!stage) return { ...same, status: 'missed', note: 'no_stage', released: false };
  const { challengeId: id, terms } = challenge;
  const given = {
    memberId,
    prize: stage.prize,
    key: `${id}:${memberId}:${periodNo}:${stageNo}:${turn}`,
    reason: { kind: 'challenge' as const, id, titles: terms.titles },
    at,
  };
  if (gain.status === 'returning') {
    if (givenAs === null) return { ...same, status: 'taken_back', takenAt: at, released: true };
    const taken = await takePrizeBack(tx, { ...given, givenAs, by: 'system' });
    return taken === 'taken'
      ? { ...same, status: 'taken_back', takenAt: at, released: true }
      : { ...same, status: 'kept', takenAt: at, released: false };
  }
  try {
    const became = await savepoint(tx, (inner) => givePrize(inner, given));
    return { status: 'given', givenAt: at, givenAs: became, takenAt: null, note: null, released: false };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // An offer that has ended, a member who has left: said in the console, and the place is free for others.
    return { ...same, status: 'missed', note: error.code, released: true };
  }
}
