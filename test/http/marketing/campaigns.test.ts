import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { campaignMessageRoutes } from '#src/contract/campaign-message.ts';
import { campaignPlanRoutes } from '#src/contract/campaign-plan.ts';
import { marketingRoutes } from '#src/contract/marketing.ts';
import { aMember, anIdentity, aShop } from '#test/support/a-shop.ts';
import { type AnApp, anApp, aPerson, ask, type Person } from '#test/support/an-app.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
let server: AnApp;
let marketer: Person;

beforeAll(async () => {
  await aShop(database.db);
  server = await anApp(database, { keyboard: () => [[{ label: 'Картка', action: 'card' }]] });
  marketer = await aPerson(server, database, { role: 'marketer' });
});
afterAll(() => server.close());

const call = async (method: 'GET' | 'POST' | 'PATCH' | 'PUT', url: string, payload?: unknown) => {
  const reply = await ask(server, method, url, { as: marketer, payload });
  return { status: reply.statusCode, body: reply.body === '' ? null : reply.json() };
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
    await call('PATCH', url, { texts: { uk: 'Новий текст', en: 'A new text' } });
    const states: string[] = [];
    for (const act of ['launch', 'pause', 'resume', 'stop']) {
      states.push(
        campaignPlanRoutes.readProgress.reply.parse((await call('POST', `${url}/${act}`)).body).status,
      );
    }
    expect(states).toEqual(['expanding', 'paused', 'expanding', 'stopped']);
    expect((await call('POST', `${url}/launch`)).body.error.code).toBe('campaign_state');
    expect((await call('PATCH', url, { name: 'x' })).body.error.code).toBe('campaign_state');
    const listed = marketingRoutes.listCampaigns.reply.parse(
      (await call('GET', '/api/marketing/campaigns')).body,
    );
    expect(listed.campaigns[0]).toMatchObject({ campaignId: body.campaignId, status: 'stopped' });
    expect(server.pokes()).toBeGreaterThan(4);
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
    const wrong = await call('PUT', `${url}/matrix`, { csv: 'рівень;українська\nплатина;{{x}}' });
    expect(campaignMessageRoutes.uploadMatrix.reply.parse(wrong.body).problems.map(({ row }) => row)).toEqual(
      [2, 2],
    );
    const csv = 'рівень;українська;english\ngold;Золото, {{balance}};Gold\n;Усім;';
    expect((await call('PUT', `${url}/matrix`, { csv })).body).toEqual({
      taken: true,
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
