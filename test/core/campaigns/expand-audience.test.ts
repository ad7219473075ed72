import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCampaign } from '#src/core/campaigns/create-campaign.ts';
import { expandAudience } from '#src/core/campaigns/expand-audience.ts';
import { launchCampaign } from '#src/core/campaigns/launch-campaign.ts';
import { readCampaignProgress } from '#src/core/campaigns/read-campaign-progress.ts';
import { changeContactPolicy, FIRST_POLICY } from '#src/core/contacts/contact-policy.ts';
import { shareOf } from '#src/core/segments/share-of.ts';
import { type Tx, transaction } from '#src/db/client.ts';
import type { CampaignId, MemberId } from '#src/lib/id.ts';
import { aShop } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { forgetMembers, makeMembers } from '#test/support/many-members.ts';

const database = useDatabase();
const at = new Date('2026-11-22T10:00:00Z');

beforeAll(() => aShop(database.db));
beforeEach(async () => {
  await forgetMembers(database.sql);
  await database.sql`delete from contact_policy`;
});

const write = <T>(work: (tx: Tx) => Promise<T>) => transaction(database.db, work);
interface Terms {
  controlPercent?: number;
  variants?: { key: string; share: number }[];
  stretch?: number;
  /** That write it down at once. */
  writers?: number;
}
async function frozen({
  controlPercent = 0,
  variants,
  stretch = 100_000,
  writers = 1,
}: Terms = {}): Promise<CampaignId> {
  const campaignId = await write((tx) =>
    createCampaign(tx, { name: 'a', texts: { uk: 'a' }, controlPercent, createdBy: 'stf_1', at }),
  );
  if (variants)
    await database.sql`update campaign set variants = ${database.sql.json(variants)} where campaign_id = ${campaignId}`;
  await write((tx) => launchCampaign(tx, { campaignId, at }));
  const expandAll = async () => {
    while ((await write((tx) => expandAudience(tx, { at, stretch }))) !== null);
  };
  await Promise.all(Array.from({ length: writers }, expandAll));
  return campaignId;
}
const leaveAlone = (controlPercent: number, controlSalt = '1') =>
  write((tx) =>
    changeContactPolicy(tx, { ...FIRST_POLICY, controlPercent, controlSalt, actor: 'stf_1', at }),
  );
interface Row {
  seq: number;
  memberId: MemberId;
  identityId: string | null;
  messenger: string;
  status: string;
  reason: string | null;
  variant: number;
}
const rowsOf = (campaignId: CampaignId) => database.sql<Row[]>`
  select d.delivery_seq as seq, d.member_id as "memberId", d.identity_id as "identityId", i.messenger, d.status, d.reason, d.variant
  from campaign_delivery d join identity i on i.member_id = d.member_id
  where d.campaign_id = ${campaignId} order by d.delivery_seq`;

describe('an audience', () => {
  it('is written once a member, in runs of one messenger, whatever the stretches are and however many write them', async () => {
    const stretches = fc.record({
      telegram: fc.integer({ min: 1, max: 30 }),
      viber: fc.integer({ min: 0, max: 30 }),
      silent: fc.integer({ min: 0, max: 20 }),
      controlPercent: fc.integer({ min: 0, max: 50 }),
      holdout: fc.integer({ min: 0, max: 20 }),
      stretch: fc.integer({ min: 1, max: 40 }),
      writers: fc.integer({ min: 1, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(stretches, async ({ telegram, viber, silent, holdout, ...terms }) => {
        await forgetMembers(database.sql);
        await leaveAlone(holdout);
        await makeMembers(database.sql, { count: telegram });
        await makeMembers(database.sql, { count: viber, messenger: 'viber', externalId: (n) => `v${n}` });
        await makeMembers(database.sql, { count: silent, consent: false, externalId: (n) => `s${n}` });
        const campaignId = await frozen(terms);
        const rows = await rowsOf(campaignId);
        expect(rows.map(({ seq }) => seq)).toEqual(Array.from({ length: telegram + viber }, (_, n) => n + 1));
        expect(new Set(rows.map(({ memberId }) => memberId)).size).toBe(telegram + viber);
        const { audience, queued, control, status } = await readCampaignProgress(database.db, campaignId);
        expect([audience, queued + control, status]).toEqual([telegram + viber, telegram + viber, 'running']);
        const runs = await database.sql<{ messenger: string; first: number; last: number }[]>`
          select messenger, first_seq as first, last_seq as last from campaign_chunk where campaign_id = ${campaignId}`;
        const inRuns = runs.flatMap(({ messenger, first, last }) =>
          rows.filter(({ seq }) => seq >= first && seq <= last).map((row) => ({ ...row, run: messenger })),
        );
        expect(inRuns.every((row) => row.messenger === row.run && row.status === 'queued')).toBe(true);
        expect(inRuns.length).toBe(queued);
      }),
      { numRuns: 25 },
    );
  });

  it('has a row that says so for whom there is no version, and no run for it', async () => {
    await makeMembers(database.sql, { count: 3 });
    await makeMembers(database.sql, { count: 2, language: 'en', externalId: (n) => `e${n}` });
    const when = { field: 'member.language', is: 'is', value: 'en' };
    const blocks = [{ versions: [{ when, texts: { en: 'Hello' } }] }];
    const campaignId = await write((tx) =>
      createCampaign(tx, { name: 'a', content: { blocks }, controlPercent: 0, createdBy: 'stf_1', at }),
    );
    await write((tx) => launchCampaign(tx, { campaignId, at }));
    while ((await write((tx) => expandAudience(tx, { at }))) !== null);
    expect(await readCampaignProgress(database.db, campaignId)).toMatchObject({
      audience: 5,
      queued: 2,
      skippedBy: { no_text: 3 },
    });
    const runs = await database.sql`
      select first_seq, last_seq from campaign_chunk where campaign_id = ${campaignId}`;
    expect(runs.map((each) => [each.first_seq, each.last_seq])).toEqual([[1, 2]]);
  });

  it('has runs of 1,200 at most', async () => {
    await makeMembers(database.sql, { count: 2_700 });
    const campaignId = await frozen();
    const runs = await database.sql`
      select first_seq, next_seq, last_seq from campaign_chunk where campaign_id = ${campaignId} order by chunk_no`;
    expect(runs.map((each) => [each.first_seq, each.next_seq, each.last_seq])).toEqual([
      [1, 1, 1_200],
      [1_201, 1_201, 2_400],
      [2_401, 2_401, 2_700],
    ]);
  });

  it('keeps in which RFM cell its people were', async () => {
    const [best, silent, unknown] = await makeMembers(database.sql, { count: 3 });
    await database.sql`
      insert into member_stats (member_id, due_on, r, f, m)
      values (${best?.memberId ?? ''}, '2027-01-01', 3, 3, 1), (${silent?.memberId ?? ''}, '2027-01-01', 0, 0, 0)`;
    const campaignId = await frozen({ stretch: 2 });
    const rows = await database.sql`
      select member_id, cell from campaign_delivery where campaign_id = ${campaignId}`;
    expect(Object.fromEntries(rows.map((row) => [row.member_id, row.cell]))).toEqual({
      [best?.memberId ?? '']: 331,
      [silent?.memberId ?? '']: 0,
      [unknown?.memberId ?? '']: null,
    });
  });

  it('leaves alone by chance whom the hash says, for this campaign and for the programme, without an address', async () => {
    await makeMembers(database.sql, { count: 3_000 });
    await leaveAlone(5, 'spring');
    const campaignId = await frozen({ controlPercent: 20 });
    const rows = await rowsOf(campaignId);
    const chosen = await database.sql<{ memberId: MemberId }[]>`
      select member_id as "memberId" from member where chance_of(member_id, ${`control:${campaignId}`}) < 2000`;
    const inCampaign = new Set(chosen.map(({ memberId }) => memberId));
    const reason = (memberId: MemberId) => {
      if (shareOf(memberId, 'programme:spring') < 500) return 'global';
      return inCampaign.has(memberId) ? 'campaign' : null;
    };
    for (const row of rows) {
      const why = reason(row.memberId);
      expect([row.reason, row.status, row.identityId === null]).toEqual([
        why,
        why ? 'control' : 'queued',
        why !== null,
      ]);
    }
    const { control, queued } = await readCampaignProgress(database.db, campaignId);
    expect(control + queued).toBe(3_000);
    // Six standard deviations about 24 %.
    expect(Math.abs(control - 720)).toBeLessThan(140);
  });

  it('keeps the control group of the programme that it began with, and the next campaign has the new one', async () => {
    await makeMembers(database.sql, { count: 600 });
    await leaveAlone(20, 'one');
    const campaignId = await write((tx) =>
      createCampaign(tx, { name: 'a', texts: { uk: 'a' }, controlPercent: 0, createdBy: 'stf_1', at }),
    );
    await write((tx) => launchCampaign(tx, { campaignId, at }));
    await write((tx) => expandAudience(tx, { at, stretch: 300 }));
    await leaveAlone(20, 'two');
    while ((await write((tx) => expandAudience(tx, { at, stretch: 300 }))) !== null);
    const alone = (rows: Row[]) =>
      rows.filter(({ status }) => status === 'control').map((row) => row.memberId);
    const expected = (rows: Row[], salt: string) =>
      rows.map((row) => row.memberId).filter((memberId) => shareOf(memberId, `programme:${salt}`) < 2_000);
    const first = await rowsOf(campaignId);
    expect(alone(first).sort()).toEqual(expected(first, 'one').sort());
    const second = await rowsOf(await frozen());
    expect(alone(second).sort()).toEqual(expected(second, 'two').sort());
  });

  it('is dealt out among the variants by their shares', async () => {
    await makeMembers(database.sql, { count: 4_000 });
    const variants = [
      { key: 'A', share: 50 },
      { key: 'B', share: 30 },
      { key: 'C', share: 20 },
    ];
    const rows = await rowsOf(await frozen({ controlPercent: 10, variants }));
    const sent = rows.filter(({ status }) => status === 'queued');
    const counts = [0, 1, 2].map((variant) => sent.filter((row) => row.variant === variant).length);
    const chiSquare = counts.reduce((sum, count, n) => {
      const expected = (sent.length * (variants[n]?.share ?? 0)) / 100;
      return sum + (count - expected) ** 2 / expected;
    }, 0);
    // Two degrees of freedom: once in 20,000 runs by chance.
    expect(chiSquare).toBeLessThan(20);
  });
});
