// Conditions over members in the reader's language, and the people that they choose.
import type { CountedSegment } from '#src/contract/segments.ts';
import { listLastReceipts } from '#src/core/members/list-last-receipts.ts';
import { listMembers } from '#src/core/members/read-member.ts';
import { listOfferNames } from '#src/core/offers/list-offer-names.ts';
import type { Condition } from '#src/core/rules/condition.ts';
import { listSegmentNames } from '#src/core/segments/list-segments.ts';
import { tellAudience } from '#src/core/segments/tell-audience.ts';
import type { Db } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
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
