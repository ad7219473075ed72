// What a campaign has said wrongly is changed, taken back or corrected: once, counted, and by nobody who cannot be helped.
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { contentOf } from '#src/core/campaigns/campaign-content.ts';
import { campaignLinks } from '#src/core/campaigns/content/campaign-link.ts';
import { createCampaign } from '#src/core/campaigns/create-campaign.ts';
import { launchCampaign } from '#src/core/campaigns/launch-campaign.ts';
import { readCampaign } from '#src/core/campaigns/read-campaign.ts';
import { readCampaignProgress } from '#src/core/campaigns/read-campaign-progress.ts';
import { findRepair } from '#src/core/campaigns/repair/advance-repair.ts';
import { listRepairs } from '#src/core/campaigns/repair/list-repairs.ts';
import {
  countConcerned,
  type NewRepair,
  startRepair,
  stopRepair,
} from '#src/core/campaigns/repair/start-repair.ts';
import { startContactPolicy } from '#src/core/contacts/contact-policy.ts';
import { connect, type Tx, transaction } from '#src/db/client.ts';
import { systemClock } from '#src/lib/clock.ts';
import type { CampaignId } from '#src/lib/id.ts';
import { startWorkers } from '#src/workers/start-workers.ts';
import { aShop } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { forgetMembers, makeMembers } from '#test/support/many-members.ts';
import { type StubMessenger, stubMessenger } from '#test/support/stub-messenger.ts';
import { until } from '#test/support/until.ts';

const database = useDatabase();
const at = new Date();

beforeAll(() => aShop(database.db));
beforeEach(async () => {
  await database.sql`delete from campaign_repair_message`;
  await database.sql`delete from campaign_repair`;
  await forgetMembers(database.sql);
  await database.sql`delete from contact_policy`;
});

const write = <T>(work: (tx: Tx) => Promise<T>) => transaction(database.db, work);
const repair = (campaignId: CampaignId, more: Omit<NewRepair, 'campaignId' | 'createdBy' | 'at'>) =>
  write((tx) => startRepair(tx, { campaignId, createdBy: 'stf_1', at, ...more }));

/** With workers on both messengers until `done`. */
async function working(stubs: StubMessenger[], done: () => Promise<boolean>): Promise<void> {
  const pools = connect(database.url, { max: 4, applicationName: 'test workers' });
  const workers = startWorkers({
    database: pools,
    databaseUrl: database.url,
    clock: systemClock,
    log: { info: () => {}, warn: () => {}, error: () => {} },
    messengers: stubs.map(({ messenger }) => messenger),
    campaignLinks: campaignLinks({ publicUrl: 'https://shop.example', secretKey: 'a secret key of tests' }),
    readUpdate: { telegram: () => null, viber: () => null },
    converse: async () => [],
  });
  try {
    await until('the work to be done', done);
  } finally {
    await workers.stop();
    await pools.close();
  }
}

const isOver = (campaignId: CampaignId) => async () =>
  (await readCampaignProgress(database.db, campaignId)).status === 'finished';
const isRepaired = (campaignId: CampaignId) => async () =>
  (await listRepairs(database.db, campaignId)).every(({ status }) => status === 'finished');

/** Three in Telegram and two in Viber have got it. */
async function sent(stubs: StubMessenger[]): Promise<CampaignId> {
  await makeMembers(database.sql, { count: 3 });
  await makeMembers(database.sql, { count: 2, messenger: 'viber', externalId: (n) => `v${n}` });
  const campaignId = await write((tx) =>
    createCampaign(tx, {
      name: 'Ціна',
      texts: { uk: '{{name}}, кава за 1 гривню' },
      controlPercent: 0,
      createdBy: 'stf_1',
      at,
    }),
  );
  await write((tx) => launchCampaign(tx, { campaignId, at }));
  await working(stubs, isOver(campaignId));
  return campaignId;
}

it('changes the words of what was sent in Telegram, each with its reader’s own', async () => {
  await using telegram = await stubMessenger();
  await using viber = await stubMessenger({ name: 'viber' });
  const campaignId = await sent([telegram, viber]);
  const texts = { uk: '{{name}}, кава за 100 гривень' };
  await repair(campaignId, { kind: 'edit', texts });
  await expect(repair(campaignId, { kind: 'withdraw' })).rejects.toMatchObject({ code: 'repair_under_way' });
  await working([telegram, viber], isRepaired(campaignId));
  const edits = telegram.received.slice(3);
  expect(
    edits.map(({ externalId, editOf, prompt }) => [externalId, editOf, prompt.say, prompt.text]),
  ).toEqual(
    expect.arrayContaining(
      telegram.received
        .slice(0, 3)
        .map(({ externalId }, n) => [externalId, String(n + 1), 'edit', 'Олена, кава за 100 гривень']),
    ),
  );
  expect(viber.received).toHaveLength(2);
  expect(await listRepairs(database.db, campaignId)).toMatchObject([
    { kind: 'edit', people: 3, done: 3, waiting: 0, skipped: 0 },
  ]);
  expect((await readCampaign(database.db, campaignId)).content).toEqual(contentOf(texts));
});

it('takes back what is young enough and reachable, and counts the others', async () => {
  await using telegram = await stubMessenger();
  await using viber = await stubMessenger({ name: 'viber' });
  const campaignId = await sent([telegram, viber]);
  await database.sql`update identity set reachable = false where external_id = 'p0'`;
  await database.sql`
    update campaign_delivery d set settled_at = settled_at - interval '3 days'
    from identity i where i.identity_id = d.identity_id and i.external_id = 'p1'`;
  expect(await countConcerned(database.db, campaignId, at)).toEqual({ edit: 3, withdraw: 2, correct: 2 });
  await repair(campaignId, { kind: 'withdraw' });
  await working([telegram, viber], isRepaired(campaignId));
  const taken = telegram.received.slice(3);
  expect(taken.map(({ externalId, prompt }) => [externalId, prompt.say])).toEqual([['p2', 'delete']]);
  expect(await listRepairs(database.db, campaignId)).toMatchObject([{ done: 1, skipped: 2, failed: 0 }]);
});

it('sends Viber a correction, also to those who perhaps got it, but to nobody who has taken consent back', async () => {
  await using telegram = await stubMessenger();
  await using viber = await stubMessenger({ name: 'viber' });
  const campaignId = await sent([telegram, viber]);
  await database.sql`
    update campaign_delivery d set status = 'unknown', external_message_id = null
    from identity i where i.identity_id = d.identity_id and i.external_id = 'v0'`;
  await database.sql`
    update member m set marketing_consent = false
    from identity i where i.member_id = m.member_id and i.external_id = 'v1'`;
  await repair(campaignId, { kind: 'correct', texts: { uk: 'Ми помилилися в ціні, {{name}}' } });
  await working([telegram, viber], isRepaired(campaignId));
  expect(viber.textsTo('v0')).toEqual(['Олена, кава за 1 гривню', 'Ми помилилися в ціні, Олена']);
  expect(viber.textsTo('v1')).toHaveLength(1);
  expect(await listRepairs(database.db, campaignId)).toMatchObject([
    { kind: 'correct', done: 1, skipped: 1 },
  ]);
});

it('is refused while the campaign runs, for other blocks, and where there is nothing to repair', async () => {
  await using telegram = await stubMessenger();
  await using viber = await stubMessenger({ name: 'viber' });
  const campaignId = await sent([telegram, viber]);
  const content = { ...contentOf({ uk: 'Кава' }) };
  const more = { ...content, blocks: [...content.blocks, ...content.blocks] };
  await expect(repair(campaignId, { kind: 'edit', content: more })).rejects.toMatchObject({
    code: 'invalid_input',
  });
  await expect(repair(campaignId, { kind: 'edit', texts: {} })).rejects.toMatchObject({
    code: 'text_missing',
  });
  await database.sql`update campaign set status = 'running' where campaign_id = ${campaignId}`;
  await expect(repair(campaignId, { kind: 'withdraw' })).rejects.toMatchObject({ code: 'campaign_state' });
  await database.sql`update campaign set status = 'finished' where campaign_id = ${campaignId}`;
  await database.sql`update campaign_delivery set settled_at = settled_at - interval '3 days'`;
  await expect(repair(campaignId, { kind: 'withdraw' })).rejects.toMatchObject({ code: 'nobody_to_repair' });
});

it('does what its own buttons say: a correction is no part of what it corrects', async () => {
  await using telegram = await stubMessenger();
  await using viber = await stubMessenger({ name: 'viber' });
  const campaignId = await sent([telegram, viber]);
  const buttons = [{ kind: 'section', label: { uk: 'Мої бали' }, section: 'balance' }];
  await repair(campaignId, { kind: 'correct', content: { ...contentOf({ uk: 'Вибачте' }), buttons } });
  await working([telegram, viber], isRepaired(campaignId));
  const [, , correction] = viber.received;
  const actions = (correction?.prompt.say === 'message' ? (correction.prompt.buttons ?? []) : [])
    .flat()
    .flatMap((button) => ('action' in button ? [button.action] : []));
  expect(actions).toEqual(['balance', 'consent.off']);
});

it('corrects nothing while everybody sleeps, and changes what makes no sound', async () => {
  await using telegram = await stubMessenger();
  await using viber = await stubMessenger({ name: 'viber' });
  const campaignId = await sent([telegram, viber]);
  await write((tx) => startContactPolicy(tx));
  const found = async (name: 'telegram' | 'viber', when: string) =>
    (await findRepair(database.db, { name }, new Date(when)))?.kind ?? null;
  const repairId = await repair(campaignId, { kind: 'correct', texts: { uk: 'Вибачте' } });
  expect(await found('viber', '2026-11-23T01:00:00Z')).toBeNull();
  expect(await found('viber', '2026-11-23T10:00:00Z')).toBe('correct');
  await write((tx) => stopRepair(tx, { campaignId, repairId, at }));
  await repair(campaignId, { kind: 'edit', texts: { uk: '{{name}}, кава за 100 гривень' } });
  expect(await found('telegram', '2026-11-23T01:00:00Z')).toBe('edit');
});

it('goes no further once it is stopped', async () => {
  await using telegram = await stubMessenger();
  await using viber = await stubMessenger({ name: 'viber' });
  const campaignId = await sent([telegram, viber]);
  const repairId = await repair(campaignId, { kind: 'withdraw' });
  await write((tx) => stopRepair(tx, { campaignId, repairId, at }));
  await repair(campaignId, { kind: 'correct', texts: { uk: 'Вибачте' } });
  await working([telegram, viber], async () => viber.received.length === 4);
  expect(telegram.received).toHaveLength(3);
  expect(await listRepairs(database.db, campaignId)).toContainEqual(
    expect.objectContaining({ kind: 'withdraw', status: 'stopped', done: 0, waiting: 0 }),
  );
});
