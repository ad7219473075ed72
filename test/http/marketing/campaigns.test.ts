import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { campaignMessageRoutes } from '#src/contract/campaign-message.ts';
import { campaignPlanRoutes } from '#src/contract/campaign-plan.ts';
import { marketingRoutes } from '#src/contract/marketing.ts';
import { aMember, anIdentity, aShop } from '#test/support/a-shop.ts';
import { type AnApp, anApp, aPerson, ask, type Person } from '#test/support/an-app.ts';
import { useDatabase } from '#test/support/database.ts';
import { makeMembers } from '#test/support/many-members.ts';

const database = useDatabase();
let server: AnApp;
let marketer: Person;

beforeAll(async () => {
  await aShop(database.db);
  server = await anApp(database, { keyboard: () => [[{ label: 'Картка', action: 'card' }]] });
  marketer = await aPerson(server, database, { role: 'marketer' });
});
afterAll(() => server.close());

const call = async (
  method: 'GET' | 'POST' | 'PATCH' | 'PUT',
  url: string,
  payload?: unknown,
  as: Person = marketer,
) => {
  const reply = await ask(server, method, url, { as, payload });
  return { status: reply.statusCode, body: reply.body === '' ? null : reply.json() };
};
/** The campaign as it is now: what somebody has seen who looks before they do something. */
const seen = async (url: string) => {
  const { changedAt } = marketingRoutes.readCampaign.reply.parse((await call('GET', url)).body);
  return { changedAt };
};
/** What the launch dialog says, too. */
const told = async (url: string) => {
  const { body } = await call('GET', `${url}/estimate`);
  return { ...(await seen(url)), expectedAudience: body.audience };
};

describe('a campaign', () => {
  const write = (texts: Record<string, string>) =>
    call('POST', '/api/marketing/campaigns', { name: 'Сир тижня', texts });

  it('when it is written, tested, launched, paused, resumed and stopped, then its state follows', async () => {
    const member = await aMember(database.db, { phone: '+380631234567', marketingConsent: true });
    await anIdentity(database.db, { memberId: member.memberId, messenger: 'viber' });
    const { status, body } = await write({ uk: '{{name}}, у вас {{balance}} <b>' });
    expect(status).toBe(201);
    const url = `/api/marketing/campaigns/${body.campaignId}`;
    const estimate = campaignPlanRoutes.estimateCampaign.reply.parse(
      (await call('GET', `${url}/estimate`)).body,
    );
    expect(estimate).toMatchObject({ audience: 1, reached: 1, byMessenger: { telegram: 0, viber: 1 } });
    const preview = marketingRoutes.previewCampaign.reply.parse((await call('GET', `${url}/preview`)).body);
    expect(preview.texts.map((each) => [each.language, each.fallback])).toEqual([
      ['uk', false],
      ['ru', true],
      ['en', true],
    ]);
    expect(preview.texts[0]?.text).toContain('&lt;b&gt;');
    expect((await call('POST', `${url}/test`, { phone: '063 123 45 67' })).body).toEqual({
      queued: true,
    });
    const [test] = await database.sql`select prompt from delivery where member_id = ${member.memberId}`;
    expect(test?.prompt.keyboard).toEqual([[{ label: 'Картка', action: 'card' }]]);
    expect((await call('POST', `${url}/test`, { phone: '063 123 45 68' })).body.error.code).toBe(
      'not_reachable_yourself',
    );
    await call('PATCH', url, { ...(await seen(url)), texts: { uk: 'Новий текст', en: 'A new text' } });
    const states: string[] = [];
    for (const act of ['launch', 'pause', 'resume', 'stop']) {
      const body = act === 'launch' ? await told(url) : undefined;
      states.push(
        campaignPlanRoutes.readProgress.reply.parse((await call('POST', `${url}/${act}`, body)).body).status,
      );
    }
    expect(states).toEqual(['expanding', 'paused', 'expanding', 'stopped']);
    expect((await call('POST', `${url}/launch`, await told(url))).body.error.code).toBe('campaign_state');
    expect((await call('PATCH', url, { ...(await seen(url)), name: 'x' })).body.error.code).toBe(
      'campaign_state',
    );
    const listed = marketingRoutes.listCampaigns.reply.parse(
      (await call('GET', '/api/marketing/campaigns')).body,
    );
    expect(listed.campaigns[0]).toMatchObject({ campaignId: body.campaignId, status: 'stopped' });
    expect(server.pokes()).toBeGreaterThan(4);
  });

  it('when an older screen saves or launches it, then the newer words stand and nothing is sent', async () => {
    const { memberId } = await aMember(database.db, { marketingConsent: true });
    await anIdentity(database.db, { memberId });
    const made = await write({ uk: 'Старе' });
    const url = `/api/marketing/campaigns/${made.body.campaignId}`;
    const { changedAt } = made.body;
    const first = await call('PATCH', url, { changedAt, texts: { uk: 'Нове' } });
    expect(first.status).toBe(200);
    const second = await call('PATCH', url, { changedAt, texts: { uk: 'Старе' } });
    expect([second.status, second.body.error.code]).toEqual([409, 'campaign_changed']);
    const launch = await call('POST', `${url}/launch`, { changedAt, expectedAudience: 1 });
    expect([launch.status, launch.body.error.code]).toEqual([409, 'campaign_changed']);
    expect((await call('GET', url)).body).toEqual(first.body);
    // One save after the other knows what it has answered, though the clock stands still.
    const next = await call('PATCH', url, { changedAt: first.body.changedAt, name: 'Сир' });
    expect(next.body).toMatchObject({ name: 'Сир', status: 'draft' });
  });

  it('when its audience has grown since the dialog was shown, then it stays a draft and the number is told', async () => {
    const { body } = await write({ uk: 'Сир' });
    const url = `/api/marketing/campaigns/${body.campaignId}`;
    const shown = await told(url);
    await makeMembers(database.sql, { count: 40 });
    const late = await call('POST', `${url}/launch`, shown);
    const now = shown.expectedAudience + 40;
    expect([late.status, late.body.error]).toMatchObject([
      409,
      { code: 'audience_changed', details: { now, expected: shown.expectedAudience } },
    ]);
    expect(late.body.error.message).toContain(`${now} people now, ${shown.expectedAudience} before`);
    expect((await call('POST', `${url}/launch`, await told(url))).body.status).toBe('expanding');
  });

  it('when it was taken back, changed and launched again, then nobody agrees to what they have not seen', async () => {
    const { memberId } = await aMember(database.db, { marketingConsent: true });
    await anIdentity(database.db, { memberId });
    await database.sql`insert into campaign_settings (approval_people) values (0)`;
    const second = await aPerson(server, database, { role: 'admin' });
    const { body } = await write({ uk: 'Скромна знижка' });
    const url = `/api/marketing/campaigns/${body.campaignId}`;
    const waiting = async () => {
      const { body: list } = await call('GET', '/api/marketing/campaign-approvals', undefined, second);
      const { campaigns } = campaignPlanRoutes.listWaitingCampaigns.reply.parse(list);
      return { changedAt: campaigns.find((each) => each.campaignId === body.campaignId)?.changedAt };
    };
    await call('POST', `${url}/launch`, await told(url));
    const shown = await waiting();
    const { expectedAudience } = await told(url);
    await call('POST', `${url}/take-back`);
    await call('PATCH', url, { ...(await seen(url)), texts: { uk: 'Усе за пів ціни' } });
    expect((await call('POST', `${url}/launch`, await told(url))).body.status).toBe('waiting');
    for (const word of ['agree', 'refuse']) {
      const body = word === 'agree' ? { ...shown, expectedAudience } : shown;
      const late = await call('POST', `${url}/${word}`, body, second);
      expect([late.status, late.body.error.code]).toEqual([409, 'campaign_changed']);
    }
    const agree = { ...(await waiting()), expectedAudience };
    expect((await call('POST', `${url}/agree`, agree, second)).body.status).toBe('expanding');
    await database.sql`delete from campaign_settings`;
  });

  it('when its audience has grown since the second person saw it, then it waits on and the number is told', async () => {
    await database.sql`insert into campaign_settings (approval_people) values (0)`;
    const second = await aPerson(server, database, { role: 'admin' });
    const { body } = await write({ uk: 'Сир для всіх' });
    const url = `/api/marketing/campaigns/${body.campaignId}`;
    expect((await call('POST', `${url}/launch`, await told(url))).body.status).toBe('waiting');
    const shown = await told(url);
    expect((await call('POST', `${url}/agree`, await seen(url), second)).status).toBe(400);
    await makeMembers(database.sql, { count: 60, externalId: (n) => `later${n}` });
    const late = await call('POST', `${url}/agree`, shown, second);
    const now = shown.expectedAudience + 60;
    expect([late.status, late.body.error]).toMatchObject([
      409,
      { code: 'audience_changed', details: { now, expected: shown.expectedAudience } },
    ]);
    expect((await call('GET', url)).body.status).toBe('waiting');
    const agreed = await call('POST', `${url}/agree`, await told(url), second);
    expect(agreed.body.status).toBe('expanding');
    await database.sql`delete from campaign_settings`;
  });

  it('when it has no text at all, then it is refused', async () => {
    expect((await write({ uk: '  ' })).body.error.code).toBe('text_missing');
    expect((await write({ uk: 'x'.repeat(3_501) })).status).toBe(400);
    expect((await call('GET', '/api/marketing/campaigns/cmp_none')).status).toBe(404);
  });
});

describe('a campaign in versions', () => {
  it('when a sheet is brought, then its versions stand, are counted, and one member sees theirs', async () => {
    const { memberId } = await aMember(database.db, { marketingConsent: true, tierKey: 'gold', balance: 7n });
    const made = await call('POST', '/api/marketing/campaigns', { name: 'Рівні', texts: { uk: 'Сир' } });
    const url = `/api/marketing/campaigns/${made.body.campaignId}`;
    const wrong = await call('PUT', `${url}/matrix`, {
      ...(await seen(url)),
      csv: 'рівень;українська\nплатина;{{x}}',
    });
    expect(campaignMessageRoutes.uploadMatrix.reply.parse(wrong.body).problems.map(({ row }) => row)).toEqual(
      [2, 2],
    );
    const csv = 'рівень;українська;english\ngold;Золото, {{balance}};Gold\n;Усім;';
    const before = await seen(url);
    const taken = await call('PUT', `${url}/matrix`, { ...before, csv });
    const again = await call('PUT', `${url}/matrix`, { ...before, csv });
    expect([again.status, again.body.error.code]).toEqual([409, 'campaign_changed']);
    expect(taken.body).toEqual({
      taken: true,
      campaign: (await call('GET', url)).body,
      versions: 2,
      problems: [],
      unfilled: [{ row: 3, language: 'en' }],
    });
    const read = campaignMessageRoutes.readReaders.reply.parse((await call('GET', `${url}/readers`)).body);
    expect(read.blocks[0]?.readers[0]).toBe(1);
    expect(read.weights).toHaveLength(6);
    const shown = await call('GET', `${url}/preview/${memberId}`);
    expect(campaignMessageRoutes.previewForMember.reply.parse(shown.body).text).toBe('Золото, 7\u00a0балів');
    expect((await call('GET', `${url}/matrix`)).body.csv).toContain('Золото');
  });
});
