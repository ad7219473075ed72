// Conditions over members in the reader's language, and the people that they choose.
import type { CountedSegment, SegmentShown } from '#src/contract/segments.ts';
import { listLastReceipts } from '#src/core/members/list-last-receipts.ts';
import { listMembers } from '#src/core/members/read-member.ts';
import { listOfferNames } from '#src/core/offers/list-offer-names.ts';
import type { Condition } from '#src/core/rules/condition.ts';
import { listSegmentNames, readSegment, type Segment } from '#src/core/segments/list-segments.ts';
import { conditionOf } from '#src/core/segments/read-audience.ts';
import { tellAudience } from '#src/core/segments/tell-audience.ts';
import { readStaffNames } from '#src/core/staff/read-staff-names.ts';
import type { Db } from '#src/db/client.ts';
import type { MemberId, SegmentId } from '#src/lib/id.ts';
import type { Language } from '#src/lib/language.ts';
import type { RuleDeps } from './rule-routes.ts';
import { shopTeller } from './tell-rule.ts';

/** What tells conditions over members in a language, with the names of everything that they may name. */
export async function audienceTeller(
  { database: { db }, known, stores }: RuleDeps,
  language: Language,
): Promise<(condition: Condition) => string> {
  const [offers, segments] = await Promise.all([
    listOfferNames(db),
    listSegmentNames(db, { archived: true }),
  ]);
  const { names, timeZone } = shopTeller(language, { known: await known(), stores: await stores.list() });
  const all = {
    ...names,
    offers: Object.fromEntries(offers.map(({ offerId, name }) => [offerId, name])),
    segments: Object.fromEntries(segments.map(({ segmentId, name }) => [segmentId, name])),
  };
  return (condition) => tellAudience(condition, { language, timeZone, names: all });
}

/** People by whom a condition is recognised. */
export async function tellSample(db: Db, memberIds: MemberId[]): Promise<CountedSegment['sample']> {
  const [members, receipts] = await Promise.all([
    listMembers(db, memberIds),
    listLastReceipts(db, memberIds),
  ]);
  return members.map(({ memberId, name, tierKey, registeredAt }) => ({
    memberId,
    name,
    tier: tierKey,
    registeredAt: registeredAt.toISOString(),
    lastReceiptAt: receipts.get(memberId)?.toISOString() ?? null,
  }));
}

/** Segments with their sentences. */
export async function tellSegments(
  deps: RuleDeps,
  rows: readonly Segment[],
  language: Language,
): Promise<SegmentShown[]> {
  const tell = await audienceTeller(deps, language);
  const actors = rows.map(({ createdBy }) => createdBy);
  const names = await readStaffNames(deps.database.db, actors);
  return rows.map((row) => {
    const where = conditionOf(row);
    return {
      segmentId: row.segmentId,
      name: row.name,
      kind: row.kind,
      where,
      sentence: where && tell(where),
      followed: row.followed,
      members: row.members,
      countedAt: row.countedAt?.toISOString() ?? null,
      createdBy: names.get(row.createdBy) ?? row.createdBy,
      createdAt: row.createdAt.toISOString(),
      changedAt: row.changedAt.toISOString(),
    };
  });
}

export async function tellOneSegment(
  deps: RuleDeps,
  segmentId: SegmentId,
  language: Language,
): Promise<SegmentShown> {
  const [shown] = await tellSegments(deps, [await readSegment(deps.database.db, segmentId)], language);
  if (!shown) throw new Error('one segment is told as one');
  return shown;
}
