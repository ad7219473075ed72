// What a claim must not mistake: no offers for offers that are over, no limits for a limit, a late answer for a message to send.
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { readCampaignProgress } from '#src/core/campaigns/read-campaign-progress.ts';
import { advanceChunk } from '#src/core/campaigns/sending/advance-chunk.ts';
import { adoptChunks, leaseChunk, releaseChunk } from '#src/core/campaigns/sending/lease-chunk.ts';
import { aRunningCampaign, sent, work } from '#test/support/a-broadcast.ts';
import { aShop } from '#test/support/a-shop.ts';
import { anOffer } from '#test/support/an-offer.ts';
import { useDatabase } from '#test/support/database.ts';
import { forgetMembers, makeMembers } from '#test/support/many-members.ts';

const database = useDatabase();
const NOON = new Date('2026-11-23T10:00:00Z');

beforeAll(() => aShop(database.db));
beforeEach(async () => {
  await forgetMembers(database.sql);
  await database.sql`delete from contact_policy`;
});

it('whoever has no offer of their own gets the message, and whose offers are over does not', async () => {
  const [none, open, over] = await makeMembers(database.sql, { count: 3 });
  const offerId = await anOffer(database.db, { title: 'Сир' }, NOON);
  const ended = await anOffer(database.db, { title: 'Кава' }, NOON);
  await database.sql`update offer set status = 'ended' where offer_id = ${ended}`;
  const campaignId = await aRunningCampaign(database, { at: NOON });
  for (const [member, offers] of [
    [none, []],
    [open, [ended, offerId]],
    [over, [ended]],
  ] as const)
    await database.sql`
      update campaign_delivery set offers = ${[...offers]}::text[] where member_id = ${member?.memberId ?? ''}`;
  const members = await work(database, { at: NOON });
  expect(new Set(members)).toEqual(new Set([none?.memberId, open?.memberId]));
  expect((await readCampaignProgress(database.db, campaignId)).skippedBy).toEqual({ offer_over: 1 });
});

it('without limits no campaign waits for one that matters more', async () => {
  await makeMembers(database.sql, { count: 3 });
  const high = await aRunningCampaign(database, { priority: 3, at: NOON });
  await database.sql`update campaign set status = 'paused' where campaign_id = ${high}`;
  const low = await aRunningCampaign(database, { priority: 1, at: NOON });
  await work(database, { at: NOON });
  expect(await readCampaignProgress(database.db, low)).toMatchObject({ sent: 3, skipped: 0 });
});

it('when a worker comes back that was taken for dead, then what it puts back waits for nobody', async () => {
  await makeMembers(database.sql, { count: 2 });
  const campaignId = await aRunningCampaign(database, { at: NOON });
  const lease = await leaseChunk(database.sql, { messenger: 'telegram', workerNo: 99, at: NOON });
  if (!lease) throw new Error('no run is free');
  const { messages } = await advanceChunk(database.sql, { lease, results: [], limit: 1, at: NOON });
  await adoptChunks(database.sql, NOON);
  await work(database, { at: NOON });
  const results = messages.map((each) => ({
    ...sent(each),
    status: 'queued' as const,
    externalMessageId: null,
  }));
  await advanceChunk(database.sql, { lease, results, limit: 0, at: NOON });
  expect(await readCampaignProgress(database.db, campaignId)).toMatchObject({
    status: 'finished',
    queued: 0,
    unknown: 1,
    sent: 1,
  });
});

it('what came back to the queue waits for its reader’s own hours like any other', async () => {
  const [early] = await makeMembers(database.sql, { count: 1 });
  await database.sql`
    insert into member_contact (member_id, hours_from, hours_to) values (${early?.memberId ?? ''}, '09:00', '12:00')`;
  // Ten in the morning in Kyiv, then two in the afternoon, then the next morning.
  const at = new Date('2026-11-23T08:00:00Z');
  await aRunningCampaign(database, { at });
  const lease = await leaseChunk(database.sql, { messenger: 'telegram', workerNo: 1, at });
  if (!lease) throw new Error('no run is free');
  const { messages } = await advanceChunk(database.sql, { lease, results: [], limit: 1, at });
  const results = messages.map((each) => ({
    ...sent(each),
    status: 'queued' as const,
    externalMessageId: null,
  }));
  await advanceChunk(database.sql, { lease, results, limit: 0, at });
  await releaseChunk(database.sql, { ...lease, at });
  expect(await work(database, { at: new Date('2026-11-23T12:00:00Z') })).toEqual([]);
  expect(await work(database, { at: new Date('2026-11-24T08:00:00Z') })).toEqual([early?.memberId]);
});
