// Tiers that time changes: a year or a month is over, staff have set something right, a grace period has run out.
// Nobody loses a tier in silence: first it is said, then there is time, then it is said again.
import { and, eq, inArray } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { member, standing, tierChange } from '#src/db/schema/members.ts';
import { addDaysIn } from '#src/lib/add-months.ts';
import type { MemberId } from '#src/lib/id.ts';
import { recordEvent } from '../events/record-event.ts';
import { listTiers, type Programme, readProgramme, type Tier } from '../stores/read-programme.ts';
import { lockStandings } from './lock-standings.ts';
import { takeDailyPass } from './take-daily-pass.ts';
import { isBeingCounted, type TierStanding, tierStanding } from './tier-standing.ts';

interface Terms {
  programme: Programme;
  tiers: Tier[];
}

/** Looks at the next members of today's pass, at most `limit`. Returns how many. */
export async function reviewTiers(tx: Tx, at: Date, limit: number): Promise<number> {
  const programme = await readProgramme(tx);
  const { timeZone } = programme;
  const memberIds = await takeDailyPass(tx, { pass: 'tiers', timeZone, at, limit });
  await reviewTiersOf(tx, memberIds, at);
  return memberIds.length;
}

/** Looks at the tiers of these members now and changes what is due; only those are locked. */
export async function reviewTiersOf(tx: Tx, memberIds: MemberId[], at: Date): Promise<void> {
  if (memberIds.length === 0) return;
  const terms = { programme: await readProgramme(tx), tiers: await listTiers(tx) };
  if (terms.tiers.length === 0) return;
  const seen = await read(tx, memberIds);
  const due = seen
    .filter((each) => verdict(each, terms, at).outcome !== 'stays')
    .map((each) => each.memberId);
  // Locked in the order that everybody keeps, standing before member, and looked at again.
  for (const memberId of due.toSorted()) {
    await lockStandings(tx, memberId);
    const [now] = await read(tx, [memberId]);
    if (now) await settle(tx, now, { terms, at });
  }
}

type Seen = Awaited<ReturnType<typeof read>>[number];

async function read(tx: Tx, memberIds: MemberId[]) {
  return await tx
    .select({
      memberId: member.memberId,
      tierKey: member.tierKey,
      months: standing.months,
      turnoverMinor: standing.turnoverMinor,
      lostAt: standing.tierLostAt,
      keptUntil: standing.tierKeptUntil,
    })
    .from(member)
    .innerJoin(standing, eq(standing.memberId, member.memberId))
    .where(and(inArray(member.memberId, memberIds), eq(member.status, 'active')));
}

type Verdict =
  | { outcome: 'stays' }
  /** The tier is reached again, or is never lost: no grace runs any more. */
  | { outcome: 'recovers' }
  | { outcome: 'at risk'; missing: bigint }
  | { outcome: 'changes'; to: string };

function verdict(seen: Seen, { programme, tiers }: Terms, at: Date): Verdict {
  const { tierKey, keptUntil } = seen;
  if (isBeingCounted({ programme, totalMinor: totalOf(seen, programme) })) return { outcome: 'stays' };
  const stands = standingOf(seen, { programme, tiers }, at);
  const place = (key: string) => tiers.findIndex((each) => each.tierKey === key);
  if (place(stands.reached) > place(tierKey)) return { outcome: 'changes', to: stands.reached };
  if (stands.reached === tierKey || programme.tierDowngrade === 'never')
    return seen.lostAt ? { outcome: 'recovers' } : { outcome: 'stays' };
  const isOver = keptUntil ? keptUntil <= at : programme.tierGraceDays === 0;
  if (!isOver)
    return keptUntil ? { outcome: 'stays' } : { outcome: 'at risk', missing: stands.keep?.missing ?? 0n };
  const oneDown = tiers[place(tierKey) - 1]?.tierKey ?? stands.reached;
  return { outcome: 'changes', to: programme.tierDowngrade === 'one_down' ? oneDown : stands.reached };
}

function standingOf(seen: Seen, { programme, tiers }: Terms, at: Date): TierStanding {
  return tierStanding({
    // Only the ledger's own functions write it.
    months: seen.months as Record<string, number>,
    totalMinor: totalOf(seen, programme),
    programme,
    tiers,
    tierKey: seen.tierKey,
    at,
  });
}

function totalOf({ turnoverMinor }: Seen, { tierBasis }: Programme): bigint | null {
  return tierBasis === 'spend' ? turnoverMinor : null;
}

async function settle(tx: Tx, seen: Seen, { terms, at }: { terms: Terms; at: Date }): Promise<void> {
  const { memberId, tierKey } = seen;
  const decided = verdict(seen, terms, at);
  switch (decided.outcome) {
    case 'stays':
      return;
    case 'recovers':
      await setGrace(tx, memberId, null);
      return;
    case 'at risk': {
      const { timeZone, tierGraceDays } = terms.programme;
      const keptUntil = addDaysIn(at, tierGraceDays, timeZone);
      await setGrace(tx, memberId, { lostAt: at, keptUntil });
      const missingMinor = decided.missing.toString();
      const data = { tierKey, missingMinor, keptUntil: keptUntil.toISOString() };
      await recordEvent(tx, { memberId, happened: { kind: 'tier.at_risk', data }, at });
      return;
    }
    case 'changes':
      await setGrace(tx, memberId, null);
      await changeTier(tx, { memberId, from: tierKey, to: decided.to, at });
  }
}

/** Gives another tier, notes it and says so. The caller has locked the member's standing. */
export async function changeTier(
  tx: Tx,
  { memberId, from, to, at }: { memberId: MemberId; from: string; to: string; at: Date },
): Promise<void> {
  await tx.update(member).set({ tierKey: to }).where(eq(member.memberId, memberId));
  await tx
    .insert(tierChange)
    .values({ memberId, changedAt: at, fromTier: from, toTier: to })
    .onConflictDoNothing();
  await recordEvent(tx, { memberId, happened: { kind: 'tier.changed', data: { from, to } }, at });
}

async function setGrace(
  tx: Tx,
  memberId: MemberId,
  grace: { lostAt: Date; keptUntil: Date } | null,
): Promise<void> {
  await tx
    .update(standing)
    .set({ tierLostAt: grace?.lostAt ?? null, tierKeptUntil: grace?.keptUntil ?? null })
    .where(eq(standing.memberId, memberId));
}
