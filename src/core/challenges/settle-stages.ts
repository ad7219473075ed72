// What reaching a stage and losing it come to: a privilege is promised as long as there is one, and what was promised or
// given is taken back. Giving and taking themselves are the matter of give-gains.ts, which may lock members' points.
import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { challengeGain } from '#src/db/schema/challenges.ts';
import type { MemberId } from '#src/lib/id.ts';
import type { Challenge } from './read-challenge.ts';
import type { MovedProgress } from './recount-progress.ts';
import { releasePrizes, reservePrizes } from './reserve-prizes.ts';
import { tellGains } from './tell-gains.ts';
import { writeGains } from './write-gains.ts';

export type Gain = typeof challengeGain.$inferSelect;
type Status = Gain['status'];

export interface Settle {
  challenge: Challenge;
  moved: readonly MovedProgress[];
  at: Date;
  timeZone: string;
}

/** What becomes of one gain. */
export interface GainChange {
  memberId: MemberId;
  periodNo: number;
  stageNo: number;
  was: Gain | undefined;
  to: Status;
}

/** The caller has locked whoever takes part. */
export async function settleStages(tx: Tx, settle: Settle): Promise<void> {
  const { challenge } = settle;
  const known = await lockGains(tx, settle);
  const changes = changesOf(settle, known);
  if (changes.length === 0) return;
  const lost = changes.filter(({ to }) => to === 'lost');
  await releasePrizes(tx, {
    challenge,
    stageNos: lost.filter(({ was }) => was?.status === 'waiting').map(({ stageNo }) => stageNo),
  });
  const wanted = changes.filter(({ to }) => to === 'waiting');
  const granted = new Set<GainChange>();
  for (const stage of challenge.stages) {
    const claims = wanted.filter(({ stageNo }) => stageNo === stage.stageNo);
    const room = await reservePrizes(tx, { challenge, stage, wanted: claims.length });
    for (const claim of claims.slice(0, room)) granted.add(claim);
  }
  const settled = changes
    .map((each) => (each.to === 'waiting' && !granted.has(each) ? { ...each, to: 'missed' as const } : each))
    .filter(({ to, was }) => to !== was?.status);
  if (settled.length === 0) return;
  await writeGains(tx, settle, settled);
  await tellGains(tx, settle, settled);
}

/** Those of all periods: how often a stage may be reached is told for all of them together. */
async function lockGains(tx: Tx, { challenge, moved }: Settle): Promise<Map<MemberId, Gain[]>> {
  const memberIds = [...new Set(moved.map(({ memberId }) => memberId))];
  const rows = await tx
    .select()
    .from(challengeGain)
    .where(
      and(eq(challengeGain.challengeId, challenge.challengeId), inArray(challengeGain.memberId, memberIds)),
    )
    .orderBy(asc(challengeGain.memberId), asc(challengeGain.periodNo), asc(challengeGain.stageNo))
    .for('update');
  return Map.groupBy(rows, ({ memberId }) => memberId);
}

const HELD: readonly Status[] = ['waiting', 'given', 'returning', 'kept'];

function changesOf({ challenge, moved }: Settle, known: Map<MemberId, Gain[]>): GainChange[] {
  const { stages, terms } = challenge;
  const times = terms.recurs?.times ?? Number.POSITIVE_INFINITY;
  const changes: GainChange[] = [];
  for (const { memberId, periodNo, stageAfter } of moved) {
    const own = known.get(memberId) ?? [];
    for (const { stageNo } of stages) {
      const was = own.find((each) => each.periodNo === periodNo && each.stageNo === stageNo);
      const to = stageNo <= stageAfter ? reachedFrom(was?.status) : lostFrom(was?.status);
      if (to === null) continue;
      const change = { memberId, periodNo, stageNo, was, to };
      const before = own.filter((each) => each.stageNo === stageNo && HELD.includes(each.status)).length;
      const planned = changes.filter((each) => each.memberId === memberId && each.stageNo === stageNo);
      const promised = planned.filter((each) => each.to === 'waiting').length;
      if (to !== 'waiting' || before + promised < times) changes.push(change);
    }
  }
  return changes;
}

function reachedFrom(status: Status | undefined): Status | null {
  switch (status) {
    case 'waiting':
    case 'given':
      return null;
    // It was to be taken back, or could not be: it is theirs again.
    case 'returning':
    case 'kept':
      return 'given';
    default:
      return 'waiting';
  }
}

function lostFrom(status: Status | undefined): Status | null {
  switch (status) {
    case 'waiting':
    case 'missed':
      return 'lost';
    case 'given':
      return 'returning';
    default:
      return null;
  }
}
