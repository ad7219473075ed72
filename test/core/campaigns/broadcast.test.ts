// The same message to many in one call, and how fast and for what fee campaigns go.
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { createCampaign } from '#src/core/campaigns/create-campaign.ts';
import { expandAudience } from '#src/core/campaigns/expand-audience.ts';
import { launchCampaign } from '#src/core/campaigns/launch-campaign.ts';
import { pauseCampaign } from '#src/core/campaigns/pause-campaign.ts';
import { readCampaignProgress } from '#src/core/campaigns/read-campaign-progress.ts';
import { campaignSlots } from '#src/core/campaigns/sending/campaign-slots.ts';
import { leaseChunk } from '#src/core/campaigns/sending/lease-chunk.ts';
import { sendChunk } from '#src/core/campaigns/sending/send-campaign.ts';
import { settleReceipt } from '#src/core/deliveries/settle-receipt.ts';
import { gatherReceipts } from '#src/core/deliveries/settle-receipts.ts';
import { type Tx, transaction } from '#src/db/client.ts';
import { systemClock } from '#src/lib/clock.ts';
import type { CampaignId } from '#src/lib/id.ts';
import { aShop } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { forgetMembers, makeMembers } from '#test/support/many-members.ts';
import { type StubMessenger, stubMessenger } from '#test/support/stub-messenger.ts';

const database = useDatabase();
const at = new Date('2026-11-22T10:00:00Z');

beforeAll(() => aShop(database.db));
beforeEach(async () => {
  await forgetMembers(database.sql);
  await database.sql`update programme set viber_broadcast = true, telegram_paid_per_second = null`;
});

const write = <T>(work: (tx: Tx) => Promise<T>) => transaction(database.db, work);
const progress = (campaignId: CampaignId) => readCampaignProgress(database.db, campaignId);
const viber = () => stubMessenger({ name: 'viber', broadcastsTo: 7 });

async function launched(texts: Record<string, string>): Promise<CampaignId> {
  const campaignId = await write((tx) =>
    createCampaign(tx, { name: 'Осінь', texts, controlPercent: 0, createdBy: 'stf_1', at }),
  );
  await write((tx) => launchCampaign(tx, { campaignId, at }));
  while ((await write((tx) => expandAudience(tx, { at }))) !== null);
  return campaignId;
}

/** Sends until no run is free; returns how often it was said that the bot may not broadcast. */
async function run({ messenger }: StubMessenger, campaignId: CampaignId): Promise<number> {
  const { sql } = database;
  const lease = () => leaseChunk(sql, { messenger: messenger.name, workerNo: 1, at: systemClock.now() });
  let refused = 0;
  for (let chunk = await lease(); chunk; chunk = await lease())
    await sendChunk(
      {
        sql,
        messenger,
        clock: systemClock,
        stopping: new AbortController().signal,
        pause: (reason) => write((tx) => pauseCampaign(tx, { campaignId, reason })),
        onNoBroadcast: () => {
          refused++;
        },
      },
      chunk,
    );
  return refused;
}

it('goes to many in one call where all read the same, language by language', async () => {
  await makeMembers(database.sql, { count: 16, messenger: 'viber', externalId: (n) => `u${n}` });
  await makeMembers(database.sql, {
    count: 3,
    messenger: 'viber',
    externalId: (n) => `e${n}`,
    language: 'en',
  });
  const campaignId = await launched({ uk: 'Кава за пів ціни', en: 'Coffee for half its price' });
  await using stub = await viber();
  await run(stub, campaignId);
  expect(await progress(campaignId)).toMatchObject({ status: 'finished', sent: 19 });
  expect(stub.broadcasts.map((each) => each.length).toSorted((a, b) => a - b)).toEqual([2, 3, 7, 7]);
  expect(new Set(stub.received.map(({ externalId }) => externalId)).size).toBe(19);
  expect(new Set(stub.broadcasts.flatMap((each) => new Set(each.map((id) => id[0])).size))).toEqual(
    new Set([1]),
  );
  expect(stub.textsTo('e1')).toEqual(['Coffee for half its price']);
});

it('goes to each by themselves where a name is in it, or where the programme wants it so', async () => {
  await makeMembers(database.sql, { count: 3, messenger: 'viber', externalId: (n) => `u${n}` });
  await using stub = await viber();
  await run(stub, await launched({ uk: 'Вітаємо, {{name}}' }));
  await database.sql`update programme set viber_broadcast = false`;
  await run(stub, await launched({ uk: 'Вітаємо' }));
  expect(stub.broadcasts).toEqual([]);
  expect(stub.received).toHaveLength(6);
});

it('counts each receiver by what became of theirs, and settles each by the one token', async () => {
  const people = await makeMembers(database.sql, {
    count: 5,
    messenger: 'viber',
    externalId: (n) => `u${n}`,
  });
  const campaignId = await launched({ uk: 'Кава' });
  await using stub = await viber();
  stub.broadcastWith((ids) =>
    ids.map((id) =>
      id === 'u1'
        ? { outcome: 'unreachable', reason: 'status 6 Not subscribed' }
        : { outcome: 'sent', externalMessageId: '99' },
    ),
  );
  await run(stub, campaignId);
  expect(await progress(campaignId)).toMatchObject({ status: 'finished', sent: 4, failed: 1 });
  const [gone] = await database.sql`select reachable from identity where external_id = 'u1'`;
  expect(gone?.reachable).toBe(false);
  for (const { externalId } of people.slice(2))
    await write((tx) =>
      settleReceipt(tx, { messenger: 'viber', externalMessageId: '99', externalId, receipt: 'seen', at }),
    );
  expect(await progress(campaignId)).toMatchObject({ sent: 4, delivered: 3, seen: 3 });
});

it('never repeats a call without an answer: all of it is unknown, and one such call pauses nothing', async () => {
  await makeMembers(database.sql, { count: 21, messenger: 'viber', externalId: (n) => `u${n}` });
  const campaignId = await launched({ uk: 'Кава' });
  await using stub = await viber();
  stub.broadcastWith((ids) => {
    const lost = { outcome: 'unknown', reason: 'no answer' } as const;
    return stub.broadcasts.length === 1 ? ids.map(() => lost) : undefined;
  });
  await run(stub, campaignId);
  expect(await progress(campaignId)).toMatchObject({ status: 'finished', sent: 14, unknown: 7 });
  expect(stub.broadcasts).toHaveLength(3);
});

it('comes again when the whole call was too many', async () => {
  await makeMembers(database.sql, { count: 5, messenger: 'viber', externalId: (n) => `u${n}` });
  const campaignId = await launched({ uk: 'Кава' });
  await using stub = await viber();
  stub.broadcastWith((ids) => {
    const busy = { outcome: 'retry', delayMs: 20, wholeBot: true, reason: 'status 12' } as const;
    return stub.broadcasts.length === 1 ? ids.map(() => busy) : undefined;
  });
  await run(stub, campaignId);
  await expect
    .poll(async () => {
      await run(stub, campaignId);
      return (await progress(campaignId)).status;
    })
    .toBe('finished');
  expect(await progress(campaignId)).toMatchObject({ sent: 5 });
  expect(stub.received).toHaveLength(5);
});

it('goes on one by one when the bot may not broadcast, says so, and tries again a day later', async () => {
  await makeMembers(database.sql, { count: 9, messenger: 'viber', externalId: (n) => `u${n}` });
  const campaignId = await launched({ uk: 'Кава' });
  await using stub = await viber();
  stub.broadcastWith(() => null);
  expect(await run(stub, campaignId)).toBe(1);
  expect(await progress(campaignId)).toMatchObject({ status: 'finished', sent: 9 });
  expect(stub.received).toHaveLength(9);
  const told = stub.broadcasts.length;
  await run(stub, await launched({ uk: 'Чай' }));
  expect(stub.broadcasts).toHaveLength(told);
  await database.sql`update pacer set no_broadcast_since = no_broadcast_since - interval '25 hours'`;
  stub.broadcastWith(() => undefined);
  await run(stub, await launched({ uk: 'Мед' }));
  expect(stub.broadcasts.length).toBeGreaterThan(told);
  expect(stub.received).toHaveLength(27);
});

it('pays Telegram its fee only where the programme has said so', async () => {
  await makeMembers(database.sql, { count: 2 });
  await using stub = await stubMessenger();
  await run(stub, await launched({ uk: 'Кава' }));
  await database.sql`update programme set telegram_paid_per_second = 1000`;
  await run(stub, await launched({ uk: 'Чай' }));
  expect(stub.received.map(({ paid }) => paid)).toEqual([false, false, true, true]);
});

it('leases no more of the pace than a run still needs, for what it does not use is lost', async () => {
  const { sql } = database;
  const slots = campaignSlots(
    sql,
    { bot: 'viber:1', perSecond: 0.01 },
    { stopping: new AbortController().signal },
  );
  await slots.ready(2, async () => {});
  expect(slots.left()).toBe(2);
  const [pacer] = await sql`
    select round(extract(epoch from next_at - clock_timestamp()) / 100)::integer as leased from pacer where bot = 'viber:1'`;
  expect(pacer?.leased).toBe(2);
});

it('settles receipts that come together as it does one by one, in any order and more than once', async () => {
  await makeMembers(database.sql, { count: 6, messenger: 'viber', externalId: (n) => `u${n}` });
  const campaignId = await launched({ uk: 'Кава' });
  await using stub = await viber();
  const lost = { outcome: 'unknown', reason: 'no answer' } as const;
  const got = { outcome: 'sent', externalMessageId: '77' } as const;
  stub.broadcastWith((ids) => ids.map((id) => (id === 'u5' ? lost : got)));
  await run(stub, campaignId);
  const receipts = gatherReceipts(database.db);
  const told = (externalId: string, receipt: 'delivered' | 'seen' | 'failed', externalMessageId = '77') =>
    receipts.settle({ messenger: 'viber', externalMessageId, externalId, receipt, at });
  await Promise.all([
    told('u0', 'seen'),
    told('u0', 'delivered'),
    told('u0', 'failed'),
    told('u1', 'failed'),
    told('u2', 'delivered'),
    told('u2', 'delivered'),
    told('u3', 'delivered', '78'),
    told('nobody', 'seen'),
    // Whose answer never came: the only one of theirs.
    told('u5', 'delivered', '79'),
  ]);
  const rows = await database.sql`
    select i.external_id as id, d.status, d.delivered_at is not null as delivered, d.seen_at is not null as seen
    from campaign_delivery d join identity i on i.identity_id = d.identity_id
    where d.campaign_id = ${campaignId} order by 1`;
  expect(rows.map(({ id, status, delivered, seen }) => [id, status, delivered, seen])).toEqual([
    ['u0', 'sent', true, true],
    ['u1', 'failed', false, false],
    ['u2', 'sent', true, false],
    ['u3', 'sent', false, false],
    ['u4', 'sent', false, false],
    ['u5', 'sent', true, false],
  ]);
});

it('says nothing to whom no line of it is for, and does not take that for a refusal of the messenger', async () => {
  await makeMembers(database.sql, { count: 25 });
  const campaignId = await launched({ uk: 'Чекаємо в магазині {{store}}' });
  await using stub = await stubMessenger();
  await run(stub, campaignId);
  expect(stub.received).toEqual([]);
  expect(await progress(campaignId)).toMatchObject({
    status: 'finished',
    sent: 0,
    skippedBy: { no_text: 25 },
  });
});
