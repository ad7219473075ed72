import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { contentOf } from '#src/core/campaigns/campaign-content.ts';
import { changeCampaignSettings, FIRST_SETTINGS } from '#src/core/campaigns/campaign-settings.ts';
import { createCampaign } from '#src/core/campaigns/create-campaign.ts';
import { decideCampaign, listWaitingCampaigns } from '#src/core/campaigns/decide-campaign.ts';
import { expandAudience } from '#src/core/campaigns/expand-audience.ts';
import { launchCampaign, launchDue, takeBackCampaign } from '#src/core/campaigns/launch-campaign.ts';
import { listCalendar } from '#src/core/campaigns/list-calendar.ts';
import { readCampaign } from '#src/core/campaigns/read-campaign.ts';
import type { PlanSent } from '#src/core/campaigns/read-plan.ts';
import { type Tx, transaction } from '#src/db/client.ts';
import type { CampaignId } from '#src/lib/id.ts';
import { aShop } from '#test/support/a-shop.ts';
import { anOffer } from '#test/support/an-offer.ts';
import { useDatabase } from '#test/support/database.ts';
import { forgetMembers, makeMembers } from '#test/support/many-members.ts';

const database = useDatabase();
const at = new Date('2026-11-22T10:00:00Z');
const later = new Date('2026-11-23T07:00:00Z');

beforeAll(() => aShop(database.db));
beforeEach(async () => {
  await forgetMembers(database.sql);
  await database.sql`delete from campaign_settings`;
  await makeMembers(database.sql, { count: 5 });
});

const write = <T>(work: (tx: Tx) => Promise<T>) => transaction(database.db, work);
const draft = (plan: PlanSent & { content?: unknown } = {}) =>
  write((tx) =>
    createCampaign(tx, { name: 'Осінь', texts: { uk: 'Вітаємо' }, createdBy: 'stf_author', at, ...plan }),
  );
const launch = (campaignId: CampaignId, actor = 'stf_author') =>
  write((tx) => launchCampaign(tx, { campaignId, actor, at }));
const statusOf = async (campaignId: CampaignId) => (await readCampaign(database.db, campaignId)).status;
const secondPersonAbove = (approvalPeople: number) =>
  write((tx) => changeCampaignSettings(tx, { ...FIRST_SETTINGS, approvalPeople, actor: 'stf_admin', at }));

describe('a plan', () => {
  it.each<[PlanSent, string]>([
    [{ controlPercent: 51 }, 'controlPercent'],
    [{ variants: [{ key: 'A', share: 60 }] }, 'variants'],
    [{ variants: [{ key: 'B', share: 100 }] }, 'variants.0.key'],
    [
      {
        steps: [
          { channel: 'sms', afterHours: 1 },
          { channel: 'other', afterHours: 1 },
        ],
      },
      'steps.0.channel',
    ],
    [{ steps: [{ channel: 'other', afterHours: 0 }] }, 'steps.0.afterHours'],
    [{ stopOn: [] }, 'stopOn'],
    [{ smsTexts: { uk: 'а'.repeat(671) } }, 'smsTexts.uk'],
  ])('when it holds %j, then %s is refused', async (plan, field) => {
    await expect(draft(plan)).rejects.toMatchObject({ code: 'invalid_input', details: { field } });
  });

  it('when it is changed, then what was left out stays as it was', async () => {
    const variants = [
      { key: 'A', share: 30 },
      { key: 'B', share: 70 },
    ];
    const campaignId = await draft({ variants, smsTexts: { uk: ' Сир −30 % ', en: '' } });
    expect(await readCampaign(database.db, campaignId)).toMatchObject({
      variants,
      controlPercent: 10,
      sendMode: 'now',
      smsTexts: { uk: 'Сир −30 %' },
    });
  });
});

describe('a launch', () => {
  it('when it would be over before it begins, or has no end where it needs one, then it says so', async () => {
    const over = await draft({ sendFrom: later, sendUntil: later });
    await expect(launch(over)).rejects.toMatchObject({ code: 'campaign_over' });
    const endless = await draft({ sendMode: 'nextVisit' });
    await expect(launch(endless)).rejects.toMatchObject({ details: { field: 'sendUntil' } });
    const bySms = await draft({ steps: [{ channel: 'sms', afterHours: 24 }], smsTexts: { uk: 'Сир' } });
    const unheard = { campaignId: bySms, carriesSms: false, at };
    await expect(write((tx) => launchCampaign(tx, unheard))).rejects.toMatchObject({
      details: { field: 'steps.0.channel' },
    });
    const wordless = await draft({ steps: [{ channel: 'sms', afterHours: 24 }] });
    await expect(launch(wordless)).rejects.toMatchObject({ details: { field: 'smsTexts' } });
  });

  it('when a button offers what is over by then, then it says so before anybody is passed over for it', async () => {
    const offerId = await anOffer(database.db, { title: 'Сир' }, at);
    const buttons = [{ kind: 'offer', label: { uk: 'Беру' }, offerId }];
    const campaignId = await draft({ content: { ...contentOf({ uk: 'Сир' }), buttons } });
    await database.sql`update offer set status = 'ended' where offer_id = ${offerId}`;
    await expect(launch(campaignId)).rejects.toMatchObject({
      details: { field: 'content.buttons.0.offerId' },
    });
    await database.sql`update offer set status = 'live' where offer_id = ${offerId}`;
    expect(await launch(campaignId)).toMatchObject({ status: 'expanding' });
  });

  it('when it is for some members only, then it counts and reaches only them, and only whole conditions are kept', async () => {
    await makeMembers(database.sql, { count: 2, language: 'en', externalId: (n) => `en${n}` });
    const audienceWhere = { field: 'member.language', is: 'is', value: 'en' };
    await expect(draft({ audienceWhere: { field: 'member.nothing' } })).rejects.toMatchObject({
      code: 'rule_not_valid',
    });
    const campaignId = await draft({ audienceWhere, controlPercent: 0 });
    expect(await launch(campaignId)).toEqual({ status: 'expanding', audience: 2 });
    while ((await write((tx) => expandAudience(tx, { at }))) !== null);
    const rows = await database.sql`
      select m.language from campaign_delivery d join member m using (member_id)`;
    expect(rows.map(({ language }) => language)).toEqual(['en', 'en']);
  });

  it('when its time has not come, then it waits for it, once, and can be taken back', async () => {
    const campaignId = await draft({ sendFrom: later });
    expect(await launch(campaignId)).toEqual({ status: 'scheduled', audience: 5 });
    expect(await write((tx) => launchDue(tx, at))).toBe(false);
    await write((tx) => takeBackCampaign(tx, { campaignId }));
    expect(await statusOf(campaignId)).toBe('draft');
    await launch(campaignId);
    const both = await Promise.all([1, 2].map(() => write((tx) => launchDue(tx, later))));
    expect(both.filter(Boolean)).toHaveLength(1);
    expect(await readCampaign(database.db, campaignId)).toMatchObject({
      status: 'expanding',
      launchedAt: later,
    });
  });

  it('when several are due, then each begins in a transaction of its own, the first one first', async () => {
    const plans = [{ sendFrom: later }, { sendFrom: new Date(later.getTime() - 60_000) }];
    const [second = 'cmp_2', first = 'cmp_1'] = await Promise.all(plans.map((plan) => draft(plan)));
    await launch(second);
    await launch(first);
    const statuses = async () => [await statusOf(first), await statusOf(second)];
    expect(await write((tx) => launchDue(tx, later))).toBe(true);
    expect(await statuses()).toEqual(['expanding', 'scheduled']);
    expect(await write((tx) => launchDue(tx, later))).toBe(true);
    expect(await statuses()).toEqual(['expanding', 'expanding']);
    expect(await write((tx) => launchDue(tx, later))).toBe(false);
  });

  it('when nobody looked until it was over, then it is stopped and sends nothing', async () => {
    const campaignId = await draft({ sendFrom: later, sendUntil: new Date(later.getTime() + 3_600_000) });
    await launch(campaignId);
    await write((tx) => launchDue(tx, new Date('2026-11-25T10:00:00Z')));
    expect(await readCampaign(database.db, campaignId)).toMatchObject({
      status: 'stopped',
      pauseReason: 'too_late',
    });
  });

  it('when it is for more people than one may decide about, then somebody else has to agree', async () => {
    await secondPersonAbove(4);
    const campaignId = await draft();
    expect(await launch(campaignId, 'stf_second')).toEqual({ status: 'waiting', audience: 5 });
    expect(await listWaitingCampaigns(database.db)).toMatchObject([
      { campaignId, audience: 5, askedBy: 'stf_second', createdBy: 'stf_author' },
    ]);
    const decide = (actor: string, approve = true) =>
      write((tx) => decideCampaign(tx, { campaignId, approve, actor, at: later }));
    for (const own of ['stf_author', 'stf_second'])
      await expect(decide(own)).rejects.toMatchObject({ code: 'needs_another_person' });
    await decide('stf_third');
    expect(await statusOf(campaignId)).toBe('expanding');
    await expect(decide('stf_third')).rejects.toMatchObject({ code: 'campaign_state' });
    expect(await listWaitingCampaigns(database.db)).toEqual([]);
  });

  it('when its audience has grown over that until its time comes, then somebody else has to agree, once', async () => {
    await secondPersonAbove(5);
    const campaignId = await draft({ sendFrom: later });
    expect(await launch(campaignId)).toEqual({ status: 'scheduled', audience: 5 });
    await makeMembers(database.sql, { count: 1, externalId: () => 'one more' });
    await write((tx) => launchDue(tx, later));
    expect(await statusOf(campaignId)).toBe('waiting');
    expect(await listWaitingCampaigns(database.db)).toMatchObject([{ campaignId, audience: 6 }]);
    const agree = { campaignId, approve: true, actor: 'stf_other', at: later };
    await write((tx) => decideCampaign(tx, agree));
    expect(await statusOf(campaignId)).toBe('expanding');
  });

  it('when it has outgrown what somebody agreed to until its time comes, then it asks anew, and begins once they agree', async () => {
    await secondPersonAbove(4);
    const campaignId = await draft({ sendFrom: later });
    await launch(campaignId);
    const agree = (when: Date) =>
      write((tx) => decideCampaign(tx, { campaignId, approve: true, actor: 'stf_other', at: when }));
    await agree(at);
    expect(await statusOf(campaignId)).toBe('scheduled');
    await makeMembers(database.sql, { count: 6, externalId: (n) => `more${n}` });
    await write((tx) => launchDue(tx, later));
    expect(await statusOf(campaignId)).toBe('waiting');
    expect(await listWaitingCampaigns(database.db)).toMatchObject([
      { campaignId, audience: 11, agreedAudience: 5, askedBy: 'stf_author', askedAt: later },
    ]);
    expect(await write((tx) => launchDue(tx, later))).toBe(false);
    await agree(later);
    expect(await statusOf(campaignId)).toBe('expanding');
  });

  it.each([
    { told: 'a few have come', more: 5, above: 4 },
    { told: 'nobody need agree any more', more: 20, above: 100 },
  ])('when $told since somebody agreed, then it begins at its time', async ({ more, above }) => {
    await secondPersonAbove(4);
    const campaignId = await draft({ sendFrom: later });
    await launch(campaignId);
    await write((tx) => decideCampaign(tx, { campaignId, approve: true, actor: 'stf_other', at }));
    await makeMembers(database.sql, { count: more, externalId: (n) => `more${n}` });
    await secondPersonAbove(above);
    await write((tx) => launchDue(tx, later));
    expect(await statusOf(campaignId)).toBe('expanding');
  });

  it('when it is over before somebody agrees, then it says so, and can be sent back', async () => {
    await secondPersonAbove(4);
    const campaignId = await draft({ sendUntil: later });
    await launch(campaignId);
    const decide = { campaignId, actor: 'stf_other', at: later };
    await expect(write((tx) => decideCampaign(tx, { ...decide, approve: true }))).rejects.toMatchObject({
      code: 'campaign_over',
    });
    await write((tx) => decideCampaign(tx, { ...decide, approve: false }));
    expect(await statusOf(campaignId)).toBe('draft');
  });

  it.each([
    // A few who register meanwhile, and fewer than were there, are what was agreed to.
    { expectedAudience: 0, above: null, fits: true },
    { expectedAudience: 40, above: null, fits: true },
    // Out of five and out of fifty: more than a handful, and more than a tenth.
    { expectedAudience: 5, more: 6, above: null, fits: false },
    { expectedAudience: 50, more: 50, above: null, fits: true },
    { expectedAudience: 50, more: 51, above: null, fits: false },
    // What was to go at once would wait, and what was to wait would go at once.
    { expectedAudience: 4, above: 4, fits: false },
    { expectedAudience: 6, above: 5, fits: false },
  ])('when the dialog said %j, then it leaves only if that is still so', async (told) => {
    const { expectedAudience, above, fits, more = 0 } = told;
    if (more) await makeMembers(database.sql, { count: more, externalId: (n) => `more${n}` });
    if (above !== null) await secondPersonAbove(above);
    const campaignId = await draft();
    const leaving = write((tx) => launchCampaign(tx, { campaignId, expectedAudience, at }));
    if (fits) return expect(await leaving).toMatchObject({ status: 'expanding' });
    await expect(leaving).rejects.toMatchObject({
      code: 'audience_changed',
      details: { expected: expectedAudience, now: 5 + more },
    });
    expect(await statusOf(campaignId)).toBe('draft');
  });

  it.each([
    { expectedAudience: 5, more: 5, fits: true },
    { expectedAudience: 5, more: 6, fits: false },
    // Nobody else is asked after the second person, whatever the size is by now.
    { expectedAudience: 4, more: 0, fits: true },
    { expectedAudience: undefined, more: 20, fits: true },
  ])('when the second person saw %j, then it leaves only if that is still so', async (told) => {
    const { expectedAudience, more, fits } = told;
    await secondPersonAbove(4);
    const campaignId = await draft();
    expect(await launch(campaignId)).toEqual({ status: 'waiting', audience: 5 });
    if (more) await makeMembers(database.sql, { count: more, externalId: (n) => `more${n}` });
    const agree = { campaignId, expectedAudience, approve: true, actor: 'stf_other', at: later };
    const leaving = write((tx) => decideCampaign(tx, agree));
    if (fits) {
      await leaving;
      return expect(await statusOf(campaignId)).toBe('expanding');
    }
    const details = { expected: expectedAudience, now: 5 + more };
    await expect(leaving).rejects.toMatchObject({ code: 'audience_changed', details });
    expect(await statusOf(campaignId)).toBe('waiting');
    // Sent back to its author it need not be as it was seen.
    await write((tx) => decideCampaign(tx, { ...agree, approve: false }));
    expect(await statusOf(campaignId)).toBe('draft');
  });

  it('when there is nobody left by the time that the second person agrees, then it says so', async () => {
    await secondPersonAbove(4);
    const campaignId = await draft();
    await launch(campaignId);
    await database.sql`update member set marketing_consent = false`;
    const agree = { campaignId, expectedAudience: 5, approve: true, actor: 'stf_other', at: later };
    await expect(write((tx) => decideCampaign(tx, agree))).rejects.toMatchObject({
      code: 'nobody_to_write_to',
    });
  });

  it('when the second person refuses, then its author can change it; at the limit nobody is asked', async () => {
    await secondPersonAbove(4);
    const campaignId = await draft();
    await launch(campaignId);
    await write((tx) => decideCampaign(tx, { campaignId, approve: false, actor: 'stf_author', at: later }));
    expect(await statusOf(campaignId)).toBe('draft');
    await secondPersonAbove(5);
    expect(await launch(campaignId)).toMatchObject({ status: 'expanding' });
  });
});

describe('the calendar', () => {
  it('when a draft has a date or a campaign is on its way, then it stands there, and nothing else does', async () => {
    await database.sql`delete from campaign`;
    await draft();
    const dated = await draft({ sendFrom: later });
    const running = await draft();
    await launch(running);
    const days = (from: string, until: string) =>
      listCalendar(database.db, { from: new Date(from), until: new Date(until) });
    const month = await days('2026-11-01T00:00:00Z', '2026-12-01T00:00:00Z');
    expect(month.map(({ campaignId, status }) => [campaignId, status])).toEqual([
      [running, 'expanding'],
      [dated, 'draft'],
    ]);
    // Still on its way.
    const next = await days('2026-12-01T00:00:00Z', '2027-01-01T00:00:00Z');
    expect(next.map(({ campaignId }) => campaignId)).toEqual([running]);
  });
});
