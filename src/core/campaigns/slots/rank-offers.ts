// Each member's own best offers out of a pool. What somebody can use is judged as everywhere else: see core/showcase.
import type { Sql } from '#src/db/client.ts';
import type { MemberId, OfferId } from '#src/lib/id.ts';
import { offersOf } from '../../offers/known-offers.ts';
import { Refusal } from '../../refusal.ts';
import type { KnownRules } from '../../rules/known-rules.ts';
import { listShowcase } from '../../showcase/list-showcase.ts';
import type { OfferShown } from '../../showcase/offer-shown.ts';
import type { KnownProgramme } from '../../stores/known-programme.ts';
import type { OfferSlots } from '../campaign-content.ts';
import { goodsOf } from './offer-goods.ts';
import { type GoodsByOffer, type Habits, readHabits } from './read-habits.ts';
import { readTaste, type Taste } from './read-taste.ts';
import { scoreOffer } from './score-offer.ts';

export interface RankContext {
  known: KnownProgramme;
  rules: KnownRules;
  at: Date;
}

const KEPT_MS = 3_600_000;
/** By the slots that a process is filling now: a campaign's content is read once for a run, and few run at a time. */
const tastes = new Map<string, { taste: Promise<Taste>; readAt: number }>();
const MOST_KEPT = 20;

/** The best first, at most `slots.count` each; the same members, receipts and offers give the same order. */
export async function rankOffers(
  sql: Sql,
  memberIds: MemberId[],
  { slots, known, rules, at }: RankContext & { slots: Pick<OfferSlots, 'pool' | 'count'> },
): Promise<Map<MemberId, OfferId[]>> {
  const pool = new Set(slots.pool);
  const { newest } = offersOf(rules);
  const goods: GoodsByOffer = new Map(
    slots.pool.flatMap((offerId) => {
      const offer = newest.get(offerId);
      return offer ? [[offerId, goodsOf(offer.content)] as const] : [];
    }),
  );
  const [habits, taste] = await Promise.all([
    readHabits(sql, memberIds, { goods, at }),
    tasteFor(sql, { goods, at }),
  ]);
  const ranked = await Promise.all(
    [...habits].map(async ([memberId, of]) => {
      const { storeId, language } = of;
      const asked = { memberId, storeId, basket: null, language, at, known, rules };
      const usable = await usableOf(listShowcase(sql, asked));
      const fits = usable.filter(({ offerId }) => pool.has(offerId));
      return [memberId, best(fits, { of, goods, taste, count: slots.count })] as const;
    }),
  );
  return new Map(ranked);
}

/** None for somebody who has gone meanwhile. What works at another hour today can still be used. */
async function usableOf(listing: Promise<OfferShown[]>): Promise<OfferShown[]> {
  try {
    const shown = await listing;
    return shown.filter(({ why }) => why === null || why === 'hours');
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
}

interface Judging {
  of: Habits;
  goods: GoodsByOffer;
  taste: Taste;
  count: number;
}

function best(usable: OfferShown[], { of, goods, taste, count }: Judging): OfferId[] {
  const scored = new Map<OfferId, { score: number; worthMinor: number }>();
  for (const { offerId, worthMinor } of usable) {
    const score = scoreOffer({
      hasGoods: (goods.get(offerId)?.length ?? 0) > 0,
      habit: of.of[offerId],
      recent: of.recent,
      taste: taste.of(of.cluster, offerId),
    });
    scored.set(offerId, { score, worthMinor });
  }
  return [...scored]
    .sort(([a, x], [b, y]) => y.score - x.score || y.worthMinor - x.worthMinor || (a < b ? -1 : 1))
    .slice(0, count)
    .map(([offerId]) => offerId);
}

/** A failure is not remembered. */
function tasteFor(sql: Sql, { goods, at }: { goods: GoodsByOffer; at: Date }): Promise<Taste> {
  const key = JSON.stringify([...goods]);
  const kept = tastes.get(key);
  if (kept && Math.abs(at.getTime() - kept.readAt) < KEPT_MS) return kept.taste;
  const taste = readTaste(sql, { goods, at });
  if (tastes.size >= MOST_KEPT) tastes.clear();
  tastes.set(key, { taste, readAt: at.getTime() });
  taste.catch(() => tastes.delete(key));
  return taste;
}
