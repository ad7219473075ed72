import { beforeAll, beforeEach, expect, it } from 'vitest';
import { createCampaign } from '#src/core/campaigns/create-campaign.ts';
import { expandAudience } from '#src/core/campaigns/expand-audience.ts';
import { findCampaignWork } from '#src/core/campaigns/find-campaign-work.ts';
import { launchCampaign } from '#src/core/campaigns/launch-campaign.ts';
import { stopCampaign } from '#src/core/campaigns/pause-campaign.ts';
import { closeStoppedChunk } from '#src/core/campaigns/sending/lease-chunk.ts';
import { type Tx, transaction } from '#src/db/client.ts';
import { aShop } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { forgetMembers, makeMembers } from '#test/support/many-members.ts';

const database = useDatabase();
const at = new Date('2026-11-22T10:00:00Z');
const later = new Date('2026-11-23T10:00:00Z');
const NOTHING = { due: false, expanding: false, stopped: false, running: false };

beforeAll(() => aShop(database.db));
beforeEach(async () => {
  await forgetMembers(database.sql);
  await makeMembers(database.sql, { count: 3 });
});

const write = <T>(work: (tx: Tx) => Promise<T>) => transaction(database.db, work);
const look = (when = at) => findCampaignWork(database.sql, when);
const created = () =>
  write((tx) => createCampaign(tx, { name: 'a', texts: { uk: 'a' }, createdBy: 'stf_1', at }));

it('finds what a campaign needs from its launch until the last run of a stopped one is closed', async () => {
  expect(await look()).toEqual(NOTHING);
  const campaignId = await created();
  expect(await look()).toEqual(NOTHING);
  await write((tx) => launchCampaign(tx, { campaignId, at }));
  expect(await look()).toEqual({ ...NOTHING, expanding: true });
  while ((await write((tx) => expandAudience(tx, { at }))) !== null);
  expect(await look()).toEqual({ ...NOTHING, running: true });
  await write((tx) => stopCampaign(tx, { campaignId, at }));
  expect(await look()).toEqual({ ...NOTHING, stopped: true });
  while (await closeStoppedChunk(database.sql, at));
  expect(await look()).toEqual(NOTHING);
});

it('finds a planned campaign once its time has come', async () => {
  const campaignId = await created();
  await database.sql`
    update campaign set status = 'scheduled', send_from = ${later} where campaign_id = ${campaignId}`;
  expect(await look()).toEqual(NOTHING);
  expect(await look(later)).toEqual({ ...NOTHING, due: true });
});
