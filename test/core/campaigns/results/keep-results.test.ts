import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { changeTerms, countAgain } from '#src/core/campaigns/results/change-terms.ts';
import { keepResults } from '#src/core/campaigns/results/keep-results.ts';
import { listResults, readResults } from '#src/core/campaigns/results/read-results.ts';
import { absorbMember } from '#src/core/members/absorb-member.ts';
import { transaction } from '#src/db/client.ts';
import type { CampaignId, MemberId } from '#src/lib/id.ts';
import { buys, countAll, returns } from '#test/core/analytics/some-receipts.ts';
import { aShop } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { makeMembers } from '#test/support/many-members.ts';

const database = useDatabase();
const LAUNCH = new Date('2027-03-10T08:00:00Z');
const DAY_MS = 86_400_000;
const later = (days: number) => new Date(LAUNCH.getTime() + days * DAY_MS);
const ID: CampaignId = 'cmp_1';
let members: MemberId[] = [];

beforeAll(() => aShop(database.db));
beforeEach(async () => {
  const { sql } = database;
  await sql.unsafe(`
    delete from campaign_result; delete from campaign_delivery; delete from campaign;
    update member set status = 'erased'; delete from member_stats`);
  members = (await makeMembers(sql, { count: 300, externalId: (n) => `${Math.random()}-${n}` })).map(
    (each) => each.memberId,
  );
  await sql`
    insert into campaign (campaign_id, name, status, content, created_by, created_at, launched_at, expanded_at, control_percent,
      variants)
    values (${ID}, 'Сир', 'finished', '{}', 'test', ${LAUNCH}, ${LAUNCH}, ${LAUNCH}, 33,
      '[{"key": "A", "share": 50}, {"key": "B", "share": 50}]')`;
  // The first hundred are left alone; the others have one variant or the other.
  for (const [n, memberId] of members.entries())
    await sql`
      insert into campaign_delivery (campaign_id, delivery_seq, member_id, identity_id, status, variant)
      values (${ID}, ${n}, ${memberId}, (select identity_id from identity where member_id = ${memberId}),
        ${n < 100 ? 'control' : 'sent'}, ${n % 2})`;
});

const bought = (places: number[], amountMinor: number, at = later(1)) =>
  Promise.all(
    places.map((place) => buys(database.db, { memberId: members[place] ?? 'mem_none', at, amountMinor })),
  );
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => from + n);
async function count(at: Date) {
  while (await keepResults(database, () => at));
  return await readResults(database.db, ID, at);
}

describe('what a campaign has brought', () => {
  it('is what its people buy beyond those who were left alone, message or not', async () => {
    await bought(range(0, 20), 100_00);
    await bought(range(100, 200), 110_00);
    // Before it began, and after its days: neither counts.
    await bought(range(200, 250), 900_00, new Date(LAUNCH.getTime() - 1));
    await bought(range(200, 250), 900_00, later(14));
    const results = await count(later(20));
    expect(results).toMatchObject({
      isOver: true,
      isFair: true,
      outcomes: expect.arrayContaining([{ outcome: 'control', reason: null, people: 100 }]),
    });
    const { target, control, verdict, seenIn, extraNet, extraBuyers } = results.uplift;
    expect(target).toMatchObject({ people: 200, sent: 200, buyers: 100, netMinor: 100 * 110_00 });
    expect(control).toMatchObject({ people: 100, sent: 0, buyers: 20, netMinor: 20 * 100_00 });
    // Half of them instead of a fifth, so 60 of 200 more; 55 a person instead of 20, so 7,000 in all.
    expect(extraBuyers?.value).toBeCloseTo(60, 6);
    expect(extraNet?.value).toBeCloseTo(7_000_00, 4);
    expect(extraNet?.low).toBeGreaterThan(0);
    expect({ verdict, seenIn }).toEqual({ verdict: 'brought', seenIn: 'money' });
    // A quarter of it is left when the goods are paid.
    expect(results.profit?.margin.value).toBeCloseTo(1_750_00, 4);
    expect(results.profit?.roi).toBeNull();
  });

  it('takes off what came back, and is counted once more when it is asked to', async () => {
    await bought(range(0, 20), 100_00);
    const [first, ...others] = await bought(range(100, 140), 100_00);
    await count(later(20));
    if (first) await returns(database.db, first, 100_00);
    for (const each of others.slice(0, 10)) await returns(database.db, each, 50_00);
    expect((await count(later(21))).uplift.target).toMatchObject({ buyers: 40, netMinor: 40 * 100_00 });
    const terms = { attributionDays: 10, marginPercent: 40, costMinor: 100_00, actor: 'test', at: later(21) };
    await transaction(database.db, (tx) => changeTerms(tx, { campaignId: ID, ...terms }));
    const results = await count(later(21));
    expect(results.uplift.target).toMatchObject({ buyers: 39, netMinor: 29 * 100_00 + 10 * 50_00 });
    expect(results).toMatchObject({ attributionDays: 10, marginPercent: 40 });
    // Sales of 17 a person instead of 20, of 200 people: 600 less, 40 % of it, and what it cost.
    expect(results.profit?.profit.value).toBeCloseTo(-240_00 - 100_00, 4);
    expect(results.profit?.roi).toBeCloseTo(-3.4, 6);
  });

  it('is counted first when it is through, after a minute, or once somebody asks', async () => {
    const counts = (seconds: number) =>
      keepResults(database, () => new Date(LAUNCH.getTime() + seconds * 1_000));
    await database.sql`update campaign set status = 'running'`;
    expect(await counts(59)).toBe(false);
    expect(await counts(60)).toBe(true);
    await database.sql`delete from campaign_result`;
    await transaction(database.db, (tx) => countAgain(tx, ID, LAUNCH));
    expect(await counts(1)).toBe(true);
    await database.sql`delete from campaign_result`;
    await database.sql`update campaign set status = 'finished'`;
    expect(await counts(1)).toBe(true);
  });

  it('goes on with whoever becomes part of another member', async () => {
    const [from, into] = [
      members[150],
      (await makeMembers(database.sql, { count: 1, externalId: () => `${Math.random()}` }))[0]?.memberId,
    ];
    if (!from || !into) throw new Error('nobody');
    await buys(database.db, { memberId: from, at: later(1), amountMinor: 10_00 });
    await transaction(database.db, (tx) => absorbMember(tx, { from, into, at: later(2) }));
    await buys(database.db, { memberId: into, at: later(3), amountMinor: 20_00 });
    expect((await count(later(20))).uplift.target).toMatchObject({
      people: 200,
      buyers: 1,
      receipts: 2,
      netMinor: 30_00,
    });
  });

  it('counts what two people buy who become one once, though both are in the audience', async () => {
    const [from, into] = [members[150], members[151]];
    if (!from || !into) throw new Error('nobody');
    await transaction(database.db, (tx) => absorbMember(tx, { from, into, at: later(1) }));
    await buys(database.db, { memberId: into, at: later(3), amountMinor: 20_00 });
    expect((await count(later(20))).uplift.target).toMatchObject({ buyers: 1, receipts: 1, netMinor: 20_00 });
  });

  it('is told by what people were before the launch', async () => {
    await bought(range(200, 300), 50_00, new Date(LAUNCH.getTime() - 5 * DAY_MS));
    await countAll(database, LAUNCH);
    await database.sql`
      update campaign_delivery d set cell = s.r * 100 + s.f * 10 + s.m from member_stats s where s.member_id = d.member_id`;
    // By now those who buy are in another cell; the campaign is not to count them there.
    await bought(range(100, 200), 500_00);
    await countAll(database, later(2));
    const { parts } = await count(later(20));
    expect(
      parts.cell.map(({ part, uplift: { target, control } }) => [part, target.people, control.people]),
    ).toEqual([
      ['000', 100, 100],
      ['311', 100, 0],
    ]);
    expect(parts.cell[0]?.uplift.target.buyers).toBe(100);
    expect(parts.language).toMatchObject([
      { part: 'uk', uplift: { target: { people: 200 }, control: { people: 100 } } },
    ]);
    expect(parts.messenger).toMatchObject([{ part: 'telegram' }]);
  });

  it('says which variant is better only when it is sure', async () => {
    const even = range(100, 300).filter((n) => n % 2 === 0);
    await bought(even.slice(0, 30), 10_00);
    await bought(
      even.slice(0, 25).map((n) => n + 1),
      10_00,
    );
    const { variants } = await count(later(20));
    expect(variants).toMatchObject({ keys: ['A', 'B'], verdict: 'same', best: 0, next: 1 });
    await bought(even.slice(30, 90), 10_00);
    await database.sql`update campaign_result set next_at = ${later(20)}`;
    expect((await count(later(21))).variants).toMatchObject({ verdict: 'better', best: 0 });
  });

  it('is too early to tell of, too small, or without anybody to compare with', async () => {
    await bought([...range(100, 110), ...range(0, 3)], 10_00);
    expect((await count(later(1.5))).uplift.verdict).toBe('tooEarly');
    await database.sql`delete from campaign_delivery where status = 'control' and delivery_seq >= 40`;
    const small = await count(later(20));
    expect(small).toMatchObject({ isFair: false, uplift: { verdict: 'controlSmall' } });
    await database.sql`delete from campaign_delivery where status = 'control'`;
    await database.sql`update campaign set control_percent = 0`;
    await database.sql`update campaign_result set next_at = ${later(20)}`;
    const none = await count(later(21));
    expect(none).toMatchObject({ isFair: true, uplift: { verdict: 'noControl', money: null }, profit: null });
  });

  it('stands beside all others in a league', async () => {
    await bought(range(100, 200), 110_00);
    await count(later(20));
    const one = await readResults(database.db, ID, later(20));
    const [row, ...others] = await listResults(database.db, { at: later(20) });
    expect(others).toEqual([]);
    expect(row).toMatchObject({ name: 'Сир', uplift: one.uplift, profit: one.profit });
  });

  it('is counted by one of two processes', async () => {
    const both = await Promise.all([
      keepResults(database, () => later(1)),
      keepResults(database, () => later(1)),
    ]);
    expect(both.filter(Boolean)).toHaveLength(1);
  });
});
