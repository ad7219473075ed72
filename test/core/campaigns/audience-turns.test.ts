// Two stretches of an audience under way at once: the second is judged while the first is written, and waits for it.
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { createCampaign } from '#src/core/campaigns/create-campaign.ts';
import { expandAudience } from '#src/core/campaigns/expand-audience.ts';
import { launchCampaign } from '#src/core/campaigns/launch-campaign.ts';
import { pauseCampaign, resumeCampaign, stopCampaign } from '#src/core/campaigns/pause-campaign.ts';
import { readCampaignProgress } from '#src/core/campaigns/read-campaign-progress.ts';
import { type Tx, transaction } from '#src/db/client.ts';
import type { CampaignId } from '#src/lib/id.ts';
import { aShop } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { forgetMembers, makeMembers } from '#test/support/many-members.ts';
import { until } from '#test/support/until.ts';

const database = useDatabase();
const at = new Date('2026-11-22T10:00:00Z');
const PEOPLE = 50;
const STRETCH = 20;

beforeAll(() => aShop(database.db));
beforeEach(async () => {
  await forgetMembers(database.sql);
  await database.sql`delete from contact_policy`;
  await makeMembers(database.sql, { count: PEOPLE });
});

const write = <T>(work: (tx: Tx) => Promise<T>) => transaction(database.db, work);
const expand = (tx: Tx) => expandAudience(tx, { at, stretch: STRETCH });
async function launched(launchedAt = at): Promise<CampaignId> {
  const campaignId = await write((tx) =>
    createCampaign(tx, { name: 'a', texts: { uk: 'a' }, controlPercent: 0, createdBy: 'stf_1', at }),
  );
  await write((tx) => launchCampaign(tx, { campaignId, at: launchedAt }));
  return campaignId;
}
async function expandAll(): Promise<void> {
  while ((await write(expand)) !== null);
}

/** Writes the next stretch and leaves its transaction open until `end`, which does something more in it. */
async function begin() {
  const written = Promise.withResolvers<number | null>();
  const ending = Promise.withResolvers<(tx: Tx) => Promise<void>>();
  const over = write(async (tx) => {
    written.resolve(await expand(tx));
    await (await ending.promise)(tx);
  });
  over.catch(written.reject);
  const rows = await written.promise;
  return {
    rows,
    async end(work: (tx: Tx) => Promise<void> = async () => {}) {
      ending.resolve(work);
      await over;
    },
  };
}
const crash = async () => {
  throw new Error('the worker dies');
};
/** Until one has judged its stretch and waits for the one before. */
const waiting = () =>
  until('one who waits', async () => {
    const found = await database.sql`
      select 1 from pg_stat_activity where datname = current_database() and wait_event = 'advisory'`;
    return found.length > 0;
  });

async function seqsOf(campaignId: CampaignId): Promise<number[]> {
  const rows = await database.sql<{ seq: number }[]>`
    select delivery_seq as seq from campaign_delivery where campaign_id = ${campaignId} order by delivery_seq`;
  return rows.map(({ seq }) => seq);
}
/** Everybody has one row, numbered without a gap, and is in one run. */
async function expectWhole(campaignId: CampaignId): Promise<void> {
  expect(await seqsOf(campaignId)).toEqual(Array.from({ length: PEOPLE }, (_, n) => n + 1));
  const runs = await database.sql<{ no: number; first: number; last: number }[]>`
    select chunk_no as no, first_seq as first, last_seq as last from campaign_chunk
    where campaign_id = ${campaignId} order by chunk_no`;
  expect(runs.map(({ no, first, last }) => [no, first, last])).toEqual([
    [1, 1, STRETCH],
    [2, STRETCH + 1, 2 * STRETCH],
    [3, 2 * STRETCH + 1, PEOPLE],
  ]);
  const { audience, status } = await readCampaignProgress(database.db, campaignId);
  expect([audience, status]).toEqual([PEOPLE, 'running']);
}

it('goes on with the numbers of the stretch before, however early the next was judged', async () => {
  const campaignId = await launched();
  const first = await begin();
  const second = write(expand);
  await waiting();
  expect(await seqsOf(campaignId)).toEqual([]);
  await first.end();
  expect([first.rows, await second]).toEqual([STRETCH, STRETCH]);
  expect(await seqsOf(campaignId)).toHaveLength(2 * STRETCH);
  await expandAll();
  await expectWhole(campaignId);
});

it('writes nothing of the next stretch when the one before has died, and both again later', async () => {
  const campaignId = await launched();
  const first = await begin();
  const second = write(expand);
  await waiting();
  await expect(first.end(crash)).rejects.toThrow('the worker dies');
  expect(await second).toBe(0);
  expect(await seqsOf(campaignId)).toEqual([]);
  await expandAll();
  await expectWhole(campaignId);
});

it('goes on after the death of the one that was ahead', async () => {
  const campaignId = await launched();
  const first = await begin();
  const second = begin();
  await waiting();
  await first.end();
  const third = write(expand);
  await waiting();
  await expect((await second).end(crash)).rejects.toThrow('the worker dies');
  expect(await third).toBe(0);
  expect(await seqsOf(campaignId)).toHaveLength(STRETCH);
  await expandAll();
  await expectWhole(campaignId);
});

it('writes nothing more of a campaign that was paused meanwhile, and the rest when it goes on', async () => {
  const campaignId = await launched();
  const first = await begin();
  const second = write(expand);
  await waiting();
  await first.end((tx) => pauseCampaign(tx, { campaignId }));
  expect(await second).toBe(0);
  expect(await seqsOf(campaignId)).toHaveLength(STRETCH);
  expect(await write(expand)).toBeNull();
  await write((tx) => resumeCampaign(tx, { campaignId }));
  await expandAll();
  await expectWhole(campaignId);
});

it('writes nothing more of a campaign that was stopped meanwhile', async () => {
  const campaignId = await launched();
  const first = await begin();
  const second = write(expand);
  await waiting();
  await first.end((tx) => stopCampaign(tx, { campaignId, at }));
  expect(await second).toBe(0);
  expect(await seqsOf(campaignId)).toHaveLength(STRETCH);
  const { audience, status } = await readCampaignProgress(database.db, campaignId);
  expect([audience, status]).toEqual([STRETCH, 'stopped']);
});

it('leaves a third one to the next campaign', async () => {
  const oldest = await launched();
  const next = await launched(new Date(at.getTime() + 1_000));
  const first = await begin();
  const second = write(expand);
  await waiting();
  expect(await write(expand)).toBe(STRETCH);
  expect([await seqsOf(oldest), await seqsOf(next)]).toEqual([
    [],
    Array.from({ length: STRETCH }, (_, n) => n + 1),
  ]);
  await first.end();
  await second;
  await expandAll();
  await expectWhole(oldest);
  await expectWhole(next);
});

it('lets a pause through while a stretch is judged', async () => {
  const campaignId = await launched();
  const first = await begin();
  const second = begin();
  await waiting();
  const paused = write((tx) => pauseCampaign(tx, { campaignId }));
  await first.end();
  await (await second).end();
  await paused;
  expect((await readCampaignProgress(database.db, campaignId)).status).toBe('paused');
  // The pause and the second stretch were asked for at once: either may have come first.
  expect([STRETCH, 2 * STRETCH]).toContain((await seqsOf(campaignId)).length);
  await write((tx) => resumeCampaign(tx, { campaignId }));
  await expandAll();
  await expectWhole(campaignId);
});

it('comes out the same when three write several campaigns at once', async () => {
  const campaigns = [await launched(), await launched(), await launched()];
  await Promise.all([expandAll(), expandAll(), expandAll()]);
  for (const campaignId of campaigns) await expectWhole(campaignId);
});
