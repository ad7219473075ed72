import { beforeAll, describe, expect, it } from 'vitest';
import { contentOf } from '#src/core/campaigns/campaign-content.ts';
import { createCampaign } from '#src/core/campaigns/create-campaign.ts';
import { expandAudience } from '#src/core/campaigns/expand-audience.ts';
import { launchCampaign } from '#src/core/campaigns/launch-campaign.ts';
import { chooseOffers } from '#src/core/campaigns/slots/choose-offers.ts';
import { rankOffers } from '#src/core/campaigns/slots/rank-offers.ts';
import { scoreOffer } from '#src/core/campaigns/slots/score-offer.ts';
import { transaction } from '#src/db/client.ts';
import { fixedClock } from '#src/lib/clock.ts';
import { type MemberId, newId, type OfferId } from '#src/lib/id.ts';
import { aMember, anIdentity, aShop, NOON, STORE } from '#test/support/a-shop.ts';
import { anOffer } from '#test/support/an-offer.ts';
import { couponShop, milk as milkLine } from '#test/support/coupon-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { fresh } from '#test/support/fresh.ts';

const database = useDatabase();
const shop = couponShop(database, fixedClock(NOON));
const DAY_MS = 86_400_000;
const GOODS = ['milk', 'coffee', 'fish', 'wine'] as const;
type Sort = (typeof GOODS)[number];
const offers = new Map<Sort | 'all' | 'elsewhere' | 'gold', OfferId>();

beforeAll(async () => {
  const { db } = database;
  await aShop(db);
  for (const category of GOODS) {
    const where = { field: 'line.category', is: 'is' as const, value: category };
    const effects = [{ kind: 'discountShare' as const, shareBp: 1_000, on: 'lines' as const, where }];
    offers.set(category, await anOffer(db, { title: category, effects }));
  }
  offers.set('all', await anOffer(db, { title: 'all' }));
  offers.set('elsewhere', await anOffer(db, { title: 'elsewhere', stores: [newId('str')] }));
  const audience = { field: 'member.tier', is: 'is', value: 'gold' };
  offers.set('gold', await anOffer(db, { title: 'gold', audience }));
});

/** A member who bought each of these so many days ago. */
async function buyer(bought: Partial<Record<Sort, number[]>>, cluster = ''): Promise<MemberId> {
  const { memberId } = await aMember(database.db, { marketingConsent: true });
  await database.sql`insert into member_stats (member_id, favourite_category) values (${memberId}, ${cluster || null})`;
  for (const [category, days] of Object.entries(bought))
    for (const day of days) {
      const at = new Date(NOON.getTime() - day * DAY_MS);
      const receiptId = newId('rcp', at.getTime());
      await database.sql`insert into receipt (member_id, receipt_id, store_id, external_id, number, amount_minor, earned,
          burnt, balance_after, accepted_by, occurred_at, recorded_at)
        values (${memberId}, ${receiptId}, ${STORE}, ${receiptId}, '1', 100, 0, 0, 0, 'test', ${at}, ${at})`;
      await database.sql`insert into receipt_line (member_id, receipt_id, line_no, sku, name, category, quantity_milli,
          price_minor, amount_minor)
        values (${memberId}, ${receiptId}, 1, ${category}, ${category}, ${`\t${category.toUpperCase()}\u00a0`}, 1000, 100, 100)`;
    }
  return memberId;
}

async function ranked(memberIds: MemberId[], count = 3): Promise<string[][]> {
  const { known, rules } = fresh(database.db);
  const slots = { pool: [...offers.values()], count };
  const asked = { slots, known: await known(), rules: await rules(), at: NOON };
  const found = await rankOffers(database.sql, memberIds, asked);
  const named = new Map([...offers].map(([name, offerId]) => [offerId, name]));
  return memberIds.map((memberId) => (found.get(memberId) ?? []).map((each) => named.get(each) ?? each));
}

describe('offers of a member', () => {
  it('when they buy some goods often, then these come first, and what people alike buy goes before the rest', async () => {
    const weekly = Array.from({ length: 12 }, (_, week) => 3 + week * 7);
    const milkman = await buyer({ milk: weekly }, 'milk');
    const coffeeLover = await buyer({ coffee: weekly }, 'coffee');
    for (let n = 0; n < 30; n++) await buyer({ milk: [4], fish: [4] }, 'milk');
    for (let n = 0; n < 30; n++) await buyer({ coffee: [4], wine: [4] }, 'coffee');
    const [milk, coffee] = await ranked([milkman, coffeeLover], 7);
    expect(milk?.slice(0, 1)).toEqual(['milk']);
    expect(coffee?.slice(0, 1)).toEqual(['coffee']);
    const isFirst = (all: string[] | undefined, first: Sort, second: Sort) =>
      (all?.indexOf(first) ?? -1) < (all?.indexOf(second) ?? -1);
    expect([isFirst(milk, 'fish', 'wine'), isFirst(coffee, 'wine', 'fish')]).toEqual([true, true]);
    expect(await ranked([milkman, coffeeLover], 7)).toEqual([milk, coffee]);
  });

  it('when something is not for them, of another store or used up, then they never get it', async () => {
    const memberId = await buyer({ milk: [3, 10, 17], coffee: [2] });
    const [before] = await ranked([memberId], 7);
    expect(before).not.toContain('elsewhere');
    expect(before).not.toContain('gold');
    expect(before?.[0]).toBe('milk');
    const milk = offers.get('milk');
    if (!milk) throw new Error('no offer');
    await shop.take(memberId, milk);
    await shop.accept(memberId, { lines: [milkLine(100)] });
    const [after] = await ranked([memberId], 7);
    expect(after?.toSorted()).toEqual(before?.filter((each) => each !== 'milk').toSorted());
  });

  it('when a run of a campaign is about to be sent, then its rows hold each reader’s own', async () => {
    await database.sql`update member set marketing_consent = false`;
    const memberId = await buyer({ fish: [5, 12, 19, 26] });
    await anIdentity(database.db, { memberId });
    const slots = { pool: [...offers.values()], count: 1, fallback: {} };
    const content = { ...contentOf({ uk: '{{offers}}' }), slots };
    const write = { name: 'a', content, controlPercent: 0, createdBy: 'stf_1', at: NOON };
    const campaignId = await transaction(database.db, (tx) => createCampaign(tx, write));
    await transaction(database.db, (tx) => launchCampaign(tx, { campaignId, at: NOON }));
    await transaction(database.db, (tx) => expandAudience(tx, { at: NOON }));
    const { known, rules } = fresh(database.db);
    const context = { known: await known(), rules: await rules(), at: NOON };
    await chooseOffers(database.sql, { campaignId, chunkNo: 1, content }, context);
    const rows = await database.sql`select offers from campaign_delivery where campaign_id = ${campaignId}`;
    expect(rows.map((row) => row.offers)).toEqual([[offers.get('fish')]]);
  });
});

describe('a score', () => {
  const habit = { days: 6, recent: 2, age: 14, gap: 14 };
  const score = (of: Partial<typeof habit>) =>
    scoreOffer({ hasGoods: true, habit: { ...habit, ...of }, recent: 12, taste: 0.1 });

  it('when something is due again, then it goes before what was bought just now, and before what they have stopped with', () => {
    expect(score({})).toBeGreaterThan(score({ age: 2 }));
    expect(score({ age: 60 })).toBeLessThan(score({ age: 2 }));
  });

  it('when somebody has never bought it, then people alike tell', () => {
    const unknown = (taste: number) => scoreOffer({ hasGoods: true, habit: undefined, recent: 12, taste });
    expect(unknown(0.6)).toBeGreaterThan(unknown(0.1));
    expect(unknown(0.6)).toBeLessThan(score({}));
  });
});
