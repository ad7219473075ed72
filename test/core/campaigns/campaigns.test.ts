import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { contentOf } from '#src/core/campaigns/campaign-content.ts';
import { compileContent } from '#src/core/campaigns/content/compile-content.ts';
import { previewCampaign } from '#src/core/campaigns/content/preview-campaign.ts';
import { createCampaign } from '#src/core/campaigns/create-campaign.ts';
import { countFitting } from '#src/core/campaigns/estimate-campaign.ts';
import { expandAudience } from '#src/core/campaigns/expand-audience.ts';
import { launchCampaign } from '#src/core/campaigns/launch-campaign.ts';
import { pauseCampaign, resumeCampaign, stopCampaign } from '#src/core/campaigns/pause-campaign.ts';
import { readCampaignProgress } from '#src/core/campaigns/read-campaign-progress.ts';
import { sendTest } from '#src/core/campaigns/send-test.ts';
import {
  adoptChunks,
  closeStoppedChunk,
  leaseChunk,
  releaseOwnChunks,
} from '#src/core/campaigns/sending/lease-chunk.ts';
import { sendChunk } from '#src/core/campaigns/sending/send-campaign.ts';
import { updateCampaign } from '#src/core/campaigns/update-campaign.ts';
import { type Tx, transaction } from '#src/db/client.ts';
import { systemClock } from '#src/lib/clock.ts';
import type { CampaignId } from '#src/lib/id.ts';
import { aShop } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { forgetMembers, makeMembers } from '#test/support/many-members.ts';
import { type StubMessenger, stubMessenger } from '#test/support/stub-messenger.ts';

const database = useDatabase();
const at = new Date('2026-11-22T10:00:00Z');
const WORKER = 1;
const KNOWN = { fallback: 'uk' as const, offers: new Map(), stores: new Map() };

beforeAll(() => aShop(database.db));
beforeEach(() => forgetMembers(database.sql));

const write = <T>(work: (tx: Tx) => Promise<T>) => transaction(database.db, work);
const draft = (texts: Record<string, string> = { uk: 'Вітаємо, {{name}}! У вас {{balance}}.' }) =>
  write((tx) => createCampaign(tx, { name: 'Осінь', texts, controlPercent: 0, createdBy: 'stf_1', at }));
const progress = (campaignId: CampaignId) => readCampaignProgress(database.db, campaignId);
async function launched(): Promise<CampaignId> {
  const campaignId = await draft();
  await write((tx) => launchCampaign(tx, { campaignId, at }));
  while ((await write((tx) => expandAudience(tx, { at, stretch: 7 }))) !== null);
  return campaignId;
}
const lease = () => leaseChunk(database.sql, { messenger: 'telegram', workerNo: WORKER, at: new Date() });
/** Sends until no run is free. */
async function run(stub: StubMessenger, campaignId: CampaignId, stopping = new AbortController().signal) {
  const { sql } = database;
  const { messenger } = stub;
  const pause = (reason: string) => write((tx) => pauseCampaign(tx, { campaignId, reason }));
  for (let chunk = await lease(); chunk; chunk = await lease()) {
    await sendChunk({ sql, messenger, clock: systemClock, stopping, pause }, chunk);
    if (stopping.aborted) return;
  }
}

describe('a draft', () => {
  it('is refused without a name or a text, or with one that is too long', async () => {
    await expect(draft({ uk: '  ' })).rejects.toMatchObject({ code: 'text_missing' });
    await expect(draft({ uk: 'а'.repeat(4_000) })).rejects.toMatchObject({ code: 'text_too_long' });
    const nameless = write((tx) =>
      createCampaign(tx, { name: ' ', texts: { uk: 'a' }, createdBy: 'stf_1', at }),
    );
    await expect(nameless).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('can be changed until it is launched', async () => {
    await makeMembers(database.sql, { count: 1 });
    const campaignId = await draft();
    await write((tx) => updateCampaign(tx, { campaignId, texts: { en: 'Hello' }, at }));
    await write((tx) => launchCampaign(tx, { campaignId, at }));
    const late = write((tx) => updateCampaign(tx, { campaignId, name: 'Інша', at }));
    await expect(late).rejects.toMatchObject({ code: 'campaign_state' });
  });

  it('shows each language its text, and nothing in a name or text acts as markup', () => {
    const content = contentOf({ uk: '<b>{{name}}</b> {{balance}}' });
    const preview = previewCampaign(compileContent(content, KNOWN));
    expect(preview.map(({ language, fallback }) => [language, fallback])).toEqual([
      ['uk', false],
      ['ru', true],
      ['en', true],
    ]);
    expect(preview[2]?.message.text).toBe('&lt;b&gt;Olena&lt;/b&gt; 1,283\u00a0points');
  });

  it('goes to one member as a test, and to nobody without a chat', async () => {
    const [member] = await makeMembers(database.sql, {
      count: 1,
      consent: false,
      name: '<i>Оля',
      balance: 5,
    });
    if (!member) throw new Error('no member');
    const campaignId = await draft();
    await write((tx) => sendTest(tx, { campaignId, memberId: member.memberId, at }));
    const [row] = await database.sql`select lane, prompt from delivery`;
    expect(row?.prompt.text).toBe('Вітаємо, &lt;i&gt;Оля! У вас 5\u00a0балів.');
    await database.sql`update identity set reachable = false`;
    const nobody = write((tx) => sendTest(tx, { campaignId, memberId: member.memberId, at }));
    await expect(nobody).rejects.toMatchObject({ code: 'not_reachable_yourself' });
  });
});

describe('a broadcast', () => {
  it('reaches every member who agreed and can be reached, each once', async () => {
    await makeMembers(database.sql, { count: 40 });
    await makeMembers(database.sql, { count: 5, consent: false, externalId: (n) => `no${n}` });
    await makeMembers(database.sql, { count: 3, messenger: 'viber', externalId: (n) => `v${n}` });
    expect(await countFitting(database.db, { audienceWhere: null }, at)).toBe(43);
    const campaignId = await launched();
    await using telegram = await stubMessenger();
    await run(telegram, campaignId);
    expect(telegram.received.map((each) => each.externalId).sort()).toEqual(
      Array.from({ length: 40 }, (_, n) => `p${n}`).sort(),
    );
    expect(await progress(campaignId)).toMatchObject({
      status: 'running',
      audience: 43,
      sent: 40,
      queued: 3,
    });
  });

  it('is over when all is sent, and says so', async () => {
    await makeMembers(database.sql, { count: 20 });
    const campaignId = await launched();
    await using stub = await stubMessenger();
    await run(stub, campaignId);
    expect(await progress(campaignId)).toMatchObject({ status: 'finished', sent: 20 });
  });

  it('holds an opt-out from the next handful on', async () => {
    await makeMembers(database.sql, { count: 30 });
    const campaignId = await launched();
    await using stub = await stubMessenger({ bulkPerSecond: 10 });
    const first = new AbortController();
    stub.answerWith(() => {
      if (stub.received.length === 2) first.abort();
      return undefined;
    });
    await run(stub, campaignId, first.signal);
    expect(stub.received.length).toBeLessThan(30);
    const before = stub.received.length;
    await database.sql`update member set marketing_consent = false`;
    await run(stub, campaignId);
    expect(stub.received.length).toBe(before);
    const { skippedBy, status, queued } = await progress(campaignId);
    expect([skippedBy.consent, status, queued]).toEqual([30 - before, 'finished', 0]);
  });

  it('stands still while it is paused, goes on after, and skips the rest when it is stopped', async () => {
    await makeMembers(database.sql, { count: 20 });
    const campaignId = await launched();
    await write((tx) => pauseCampaign(tx, { campaignId }));
    await using stub = await stubMessenger();
    await run(stub, campaignId);
    expect(stub.received).toEqual([]);
    await write((tx) => resumeCampaign(tx, { campaignId }));
    stub.answerWith(() => {
      throw new Error('not reached in this test');
    });
    await write((tx) => stopCampaign(tx, { campaignId, at }));
    while (await closeStoppedChunk(database.sql, at));
    expect(await progress(campaignId)).toMatchObject({
      status: 'stopped',
      skippedBy: { stopped: 20 },
      queued: 0,
    });
  });

  it('tries again what was surely not accepted, after the silence that was asked for', async () => {
    await makeMembers(database.sql, { count: 10 });
    const campaignId = await launched();
    await using stub = await stubMessenger();
    let refusals = 2;
    stub.answerWith(() =>
      refusals-- > 0 ? { outcome: 'retry', delayMs: 100, wholeBot: true, reason: '429' } : undefined,
    );
    await expect
      .poll(async () => {
        await run(stub, campaignId);
        return (await progress(campaignId)).status;
      })
      .toBe('finished');
    const counts = new Map<string, number>();
    for (const { externalId } of stub.received) counts.set(externalId, (counts.get(externalId) ?? 0) + 1);
    expect(await progress(campaignId)).toMatchObject({ sent: 10, failed: 0 });
    expect(stub.received.length).toBe(12);
    expect(counts.size).toBe(10);
  });

  it('pauses by itself when the bot is refused, and loses nobody', async () => {
    await makeMembers(database.sql, { count: 20 });
    const campaignId = await launched();
    await using stub = await stubMessenger();
    stub.answerWith(() => ({ outcome: 'botRefused', reason: '401' }));
    await expect
      .poll(async () => {
        await run(stub, campaignId);
        return (await progress(campaignId)).status;
      })
      .toBe('paused');
    expect(await progress(campaignId)).toMatchObject({ pauseReason: 'bot_refused', queued: 20 });
    stub.answerWith(() => undefined);
    await write((tx) => resumeCampaign(tx, { campaignId }));
    await run(stub, campaignId);
    expect(await progress(campaignId)).toMatchObject({ status: 'finished', sent: 20 });
  });

  it('marks who cannot be reached any more, and keeps what nobody can know apart', async () => {
    await makeMembers(database.sql, { count: 4 });
    const campaignId = await launched();
    await using stub = await stubMessenger();
    stub.answerWith(({ externalId }) => {
      if (externalId === 'p0') return { outcome: 'unreachable', reason: 'blocked' };
      if (externalId === 'p1') return { outcome: 'unknown', reason: 'reset' };
      if (externalId === 'p2') return { outcome: 'rejected', reason: 'too long' };
      return undefined;
    });
    await run(stub, campaignId);
    expect(await progress(campaignId)).toMatchObject({ status: 'finished', sent: 1, failed: 2, unknown: 1 });
    const [p0] = await database.sql`select reachable from identity where external_id = 'p0'`;
    expect(p0?.reachable).toBe(false);
  });

  it('is freed from a dead worker, whose handful becomes unknown and is not sent again', async () => {
    await makeMembers(database.sql, { count: 12 });
    const campaignId = await launched();
    const dead = await leaseChunk(database.sql, { messenger: 'telegram', workerNo: 99, at: new Date() });
    await database.sql`update campaign_chunk set flight = '{1,2,3,4,5}'`;
    expect(dead).not.toBeNull();
    expect(await adoptChunks(database.sql, at)).toBe(5);
    await using stub = await stubMessenger();
    await run(stub, campaignId);
    expect(stub.received.length).toBe(7);
    expect(await progress(campaignId)).toMatchObject({ status: 'finished', sent: 7, unknown: 5 });
  });

  it('gives back a run whose lease was taken without anybody knowing', async () => {
    await makeMembers(database.sql, { count: 2 });
    const campaignId = await launched();
    await lease();
    expect(await lease()).toBeNull();
    const held = { messenger: 'telegram', workerNo: WORKER, at } as const;
    expect(await releaseOwnChunks(database.sql, { ...held, workerNo: WORKER + 1 })).toBe(0);
    expect(await releaseOwnChunks(database.sql, held)).toBe(1);
    expect(await lease()).toMatchObject({ campaignId });
  });

  it('is not launched to nobody, nor twice', async () => {
    const campaignId = await draft();
    const launch = () => write((tx) => launchCampaign(tx, { campaignId, at }));
    await expect(launch()).rejects.toMatchObject({ code: 'nobody_to_write_to' });
    await makeMembers(database.sql, { count: 1 });
    const both = await Promise.allSettled([launch(), launch()]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});
