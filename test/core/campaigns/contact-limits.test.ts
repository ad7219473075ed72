import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readCampaignProgress } from '#src/core/campaigns/read-campaign-progress.ts';
import { advanceChunk } from '#src/core/campaigns/sending/advance-chunk.ts';
import { adoptChunks, leaseChunk } from '#src/core/campaigns/sending/lease-chunk.ts';
import { type ContactPolicy, changeContactPolicy, FIRST_POLICY } from '#src/core/contacts/contact-policy.ts';
import { transaction } from '#src/db/client.ts';
import type { CampaignId } from '#src/lib/id.ts';
import { aRunningCampaign, sent, work } from '#test/support/a-broadcast.ts';
import { aShop } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { forgetMembers, makeMembers } from '#test/support/many-members.ts';

const database = useDatabase();
const NOON = new Date('2026-11-23T10:00:00Z');
const later = (hours: number) => new Date(NOON.getTime() + hours * 3_600_000);
const FREE: ContactPolicy = { ...FIRST_POLICY, perDay: null, perWeek: null, quietFrom: null, quietTo: null };

beforeAll(() => aShop(database.db));
beforeEach(() => forgetMembers(database.sql));

const allow = (policy: Partial<ContactPolicy>) =>
  transaction(database.db, (tx) => changeContactPolicy(tx, { ...FREE, ...policy, actor: 'stf_1', at: NOON }));
const launch = (terms: Partial<Parameters<typeof aRunningCampaign>[1]> = {}) =>
  aRunningCampaign(database, { at: NOON, ...terms });
const progress = (campaignId: CampaignId) => readCampaignProgress(database.db, campaignId);
const skipped = async (campaignId: CampaignId) => (await progress(campaignId)).skippedBy;

describe('the limits of the programme', () => {
  it('hold over all campaigns, for a day and for a week', async () => {
    await makeMembers(database.sql, { count: 12 });
    await allow({ perDay: 1, perWeek: 2 });
    const days = [0, 1, 25, 26, 50, 24 * 7 + 1];
    const outcomes: [number, Record<string, number>][] = [];
    for (const hours of days) {
      const at = later(hours);
      const campaignId = await launch({ at });
      await work(database, { at });
      const { sent: count, skippedBy } = await progress(campaignId);
      outcomes.push([count, skippedBy]);
    }
    expect(outcomes).toEqual([
      [12, {}],
      [0, { capped_day: 12 }],
      [12, {}],
      [0, { capped_day: 12 }],
      [0, { capped_week: 12 }],
      [12, {}],
    ]);
  });

  it('are never passed by campaigns that send at once', async () => {
    await makeMembers(database.sql, { count: 200 });
    await allow({ perDay: 2, perWeek: 3 });
    const campaigns = [await launch(), await launch(), await launch(), await launch()];
    const workers = campaigns.map((_, n) => work(database, { workerNo: n + 1, at: NOON, limit: 7 }));
    const all = (await Promise.all(workers)).flat();
    const counts = new Map<string, number>();
    for (const memberId of all) counts.set(memberId, (counts.get(memberId) ?? 0) + 1);
    expect([...counts.values()]).toEqual(Array.from({ length: 200 }, () => 2));
    const states = await Promise.all(campaigns.map(progress));
    expect(states.reduce((sum, state) => sum + state.sent, 0)).toBe(400);
    expect(states.reduce((sum, state) => sum + (state.skippedBy.capped_day ?? 0), 0)).toBe(400);
  });

  it('count what nobody knows the end of, and what is tried again once', async () => {
    await makeMembers(database.sql, { count: 4 });
    await allow({ perDay: 1 });
    const first = await launch();
    const lease = await leaseChunk(database.sql, { messenger: 'telegram', workerNo: 99, at: NOON });
    if (!lease) throw new Error('no run is free');
    const taken = await advanceChunk(database.sql, { lease, results: [], limit: 2, at: NOON });
    const again = taken.messages.slice(0, 1).map((message) => ({
      ...sent(message),
      status: 'queued' as const,
      externalMessageId: null,
      attempted: false,
    }));
    await advanceChunk(database.sql, { lease, results: again, limit: 0, at: NOON });
    // The worker is gone with one of the two under way.
    expect(await adoptChunks(database.sql, NOON)).toBe(1);
    await work(database, { at: NOON });
    expect(await progress(first)).toMatchObject({ status: 'finished', sent: 3, unknown: 1, skipped: 0 });
    const second = await launch();
    await work(database, { at: later(1) });
    expect(await skipped(second)).toEqual({ capped_day: 4 });
  });

  it('leave a place to a campaign that matters more and has not come yet', async () => {
    const members = await makeMembers(database.sql, { count: 6 });
    await allow({ perDay: 1 });
    const [first] = members;
    const high = await launch({ priority: 3 });
    await database.sql`update campaign set status = 'paused' where campaign_id = ${high}`;
    await database.sql`
      update campaign_delivery set status = 'failed' where campaign_id = ${high} and member_id = ${first?.memberId ?? ''}`;
    const low = await launch({ priority: 1 });
    await work(database, { at: NOON });
    expect(await progress(low)).toMatchObject({ sent: 1, skippedBy: { lower_priority: 5 } });
    await database.sql`update campaign set status = 'running' where campaign_id = ${high}`;
    await work(database, { at: NOON });
    expect(await progress(high)).toMatchObject({ status: 'finished', sent: 5 });
  });
});

describe('what a member has asked for', () => {
  it('goes before the limits of the programme: how often, about what', async () => {
    const [olena, taras, ivan] = await makeMembers(database.sql, { count: 3 });
    await allow({ perWeek: 5 });
    await database.sql`
      insert into member_contact (member_id, per_week, topics, changed_at) values
        (${olena?.memberId ?? ''}, 1, null, ${NOON}), (${taras?.memberId ?? ''}, null, '{Кава}', ${NOON})`;
    const general = await launch();
    const coffee = await launch({ topics: ['Чай', 'Кава'] });
    expect(await work(database, { at: NOON, limit: 1 })).toEqual([
      olena?.memberId,
      ivan?.memberId,
      taras?.memberId,
      ivan?.memberId,
    ]);
    expect(await skipped(general)).toEqual({ contract: 1 });
    expect(await skipped(coffee)).toEqual({ contract: 1 });
  });

  it('holds their message until their hours, and skips it where those are never', async () => {
    const [morning, night] = await makeMembers(database.sql, { count: 3 });
    await allow({ quietFrom: '21:00', quietTo: '09:00' });
    await database.sql`
      insert into member_contact (member_id, hours_from, hours_to, changed_at) values
        (${morning?.memberId ?? ''}, '09:00', '11:00', ${NOON}), (${night?.memberId ?? ''}, '22:00', '23:30', ${NOON})`;
    const campaignId = await launch();
    // Noon in Kyiv is 10:00 in UTC.
    await work(database, { at: NOON });
    expect(await progress(campaignId)).toMatchObject({ sent: 1, queued: 1, skippedBy: { contract: 1 } });
    expect(await work(database, { at: new Date('2026-11-24T06:59:00Z') })).toEqual([]);
    expect(await work(database, { at: new Date('2026-11-24T07:00:00Z') })).toEqual([morning?.memberId]);
    expect(await progress(campaignId)).toMatchObject({ status: 'finished', sent: 2 });
  });
});

describe('quiet hours', () => {
  it('end when the clock of the place says so, also when it is put forward or back at night', async () => {
    const until = async (at: string) => {
      const [row] = await database.sql<{ until: Date | null }[]>`
        select quiet_until(${new Date(at)}, 'Europe/Kyiv', '21:00', '09:00') as until`;
      return row?.until?.toISOString() ?? null;
    };
    expect(await until('2027-03-26T18:59:00Z')).toBeNull();
    expect(await until('2027-03-26T19:00:00Z')).toBe('2027-03-27T07:00:00.000Z');
    expect(await until('2027-03-27T19:00:00Z')).toBe('2027-03-28T06:00:00.000Z');
    expect(await until('2027-03-28T05:59:00Z')).toBe('2027-03-28T06:00:00.000Z');
    expect(await until('2027-03-28T06:00:00Z')).toBeNull();
    expect(await until('2026-10-24T20:00:00Z')).toBe('2026-10-25T07:00:00.000Z');
  });

  it('hold the whole campaign while everybody sleeps, and let it go on in the morning', async () => {
    await makeMembers(database.sql, { count: 3 });
    await allow({ quietFrom: '21:00', quietTo: '09:00' });
    const evening = new Date('2027-03-27T18:59:00Z');
    const campaignId = await launch({ at: evening });
    const lease = await leaseChunk(database.sql, { messenger: 'telegram', workerNo: 1, at: evening });
    if (!lease) throw new Error('no run is free');
    const night = new Date('2027-03-27T19:00:00Z');
    expect(await advanceChunk(database.sql, { lease, results: [], limit: 5, at: night })).toEqual({
      leased: false,
      taken: 0,
      messages: [],
    });
    await database.sql`update campaign_chunk set worker_no = null`;
    expect(await work(database, { at: new Date('2027-03-28T05:59:00Z') })).toEqual([]);
    expect(await work(database, { at: new Date('2027-03-28T06:00:00Z') })).toHaveLength(3);
    expect(await progress(campaignId)).toMatchObject({ status: 'finished', sent: 3 });
  });

  it('are those of the store where a member bought last, and each is held by themselves', async () => {
    const [kyiv, lisbon] = await makeMembers(database.sql, { count: 2 });
    await allow({ quietFrom: '21:00', quietTo: '09:00' });
    await database.sql`
      insert into store (store_id, name, city, address, time_zone) values ('str_2', 'Baixa', 'Lisboa', '1', 'Europe/Lisbon')`;
    await database.sql`
      insert into receipt (member_id, receipt_id, store_id, external_id, number, amount_minor, earned, burnt, balance_after,
        accepted_by, occurred_at, recorded_at)
      values (${lisbon?.memberId ?? ''}, 'rcp_1', 'str_2', '1', '1', 100, 0, 0, 0, 'test', ${NOON}, ${NOON})`;
    const at = new Date('2026-11-23T19:30:00Z');
    const campaignId = await launch({ at });
    expect(await work(database, { at })).toEqual([lisbon?.memberId]);
    expect(await progress(campaignId)).toMatchObject({ status: 'running', sent: 1, queued: 1 });
    expect(await work(database, { at: new Date('2026-11-24T07:00:00Z') })).toEqual([kyiv?.memberId]);
    await database.sql`delete from receipt`;
    await database.sql`delete from store where store_id = 'str_2'`;
  });

  it('drop what would come after the campaign has ended, and say so', async () => {
    await makeMembers(database.sql, { count: 2 });
    await allow({ quietFrom: '21:00', quietTo: '09:00' });
    const evening = new Date('2026-11-23T19:30:00Z');
    const over = new Date('2026-11-24T06:00:00Z');
    const asleep = await launch({ at: evening, sendUntil: over });
    expect(await work(database, { at: evening })).toEqual([]);
    await work(database, { at: over });
    expect(await progress(asleep)).toMatchObject({ status: 'finished', skippedBy: { quiet_expired: 2 } });
    const late = await launch({ sendUntil: later(1) });
    await work(database, { at: later(2) });
    expect(await skipped(late)).toEqual({ too_late: 2 });
  });
});

it('every member of an audience has one end, whoever wants what', async () => {
  const wish = fc.record({
    consent: fc.boolean(),
    reachable: fc.boolean(),
    perWeek: fc.option(fc.integer({ min: 1, max: 2 })),
    coffeeOnly: fc.boolean(),
    early: fc.boolean(),
  });
  const world = fc.record({
    wishes: fc.array(wish, { minLength: 1, maxLength: 12 }),
    perDay: fc.option(fc.integer({ min: 1, max: 2 })),
    quiet: fc.boolean(),
    hours: fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 4 }),
    limit: fc.integer({ min: 1, max: 6 }),
  });
  await fc.assert(
    fc.asyncProperty(world, async ({ wishes, perDay, quiet, hours, limit }) => {
      await forgetMembers(database.sql);
      const members = await makeMembers(database.sql, { count: wishes.length });
      await allow({ perDay, perWeek: 2, ...(quiet && { quietFrom: '20:00', quietTo: '10:00' }) });
      const campaigns = [
        await launch({ topics: ['Кава'] }),
        await launch({ priority: 3, sendUntil: later(30) }),
      ];
      for (const [n, each] of wishes.entries()) {
        const memberId = members[n]?.memberId ?? '';
        await database.sql`update member set marketing_consent = ${each.consent} where member_id = ${memberId}`;
        await database.sql`update identity set reachable = ${each.reachable} where member_id = ${memberId}`;
        await database.sql`
          insert into member_contact (member_id, per_week, topics, hours_from, hours_to)
          values (${memberId}, ${each.perWeek}, ${each.coffeeOnly ? ['Кава'] : null}::text[],
            ${each.early ? '09:00' : null}::time, ${each.early ? '12:00' : null}::time)`;
      }
      for (const hour of [...hours.toSorted((a, b) => a - b), 24 * 7 - 2])
        await work(database, { at: later(hour), limit });
      for (const campaignId of campaigns) {
        const state = await progress(campaignId);
        const reasons = Object.values(state.skippedBy).reduce((sum, count) => sum + count, 0);
        expect([state.queued + state.sending, state.sent + state.skipped, reasons]).toEqual([
          0,
          wishes.length,
          state.skipped,
        ]);
      }
      const [most] = await database.sql<{ most: number }[]>`
        select coalesce(max(count), 0)::integer as most from (
          select count(*) from campaign_delivery where status = 'sent' group by member_id) as each_of_them`;
      expect(most?.most ?? 0).toBeLessThanOrEqual(2);
    }),
    { numRuns: 25 },
  );
});
