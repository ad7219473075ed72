import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentOf } from '#src/core/campaigns/campaign-content.ts';
import { campaignLinks } from '#src/core/campaigns/content/campaign-link.ts';
import { compileContent, offerLine } from '#src/core/campaigns/content/compile-content.ts';
import { composeCampaignMessage } from '#src/core/campaigns/content/compose-campaign-message.ts';
import { createCampaign } from '#src/core/campaigns/create-campaign.ts';
import { expandAudience } from '#src/core/campaigns/expand-audience.ts';
import { launchCampaign } from '#src/core/campaigns/launch-campaign.ts';
import { transaction } from '#src/db/client.ts';
import { systemClock } from '#src/lib/clock.ts';
import { type CampaignId, newId, type OfferId } from '#src/lib/id.ts';
import { aPerson, registers } from '#test/bots/dialogue/person.ts';
import { aShop, NOON, STORE } from '#test/support/a-shop.ts';
import { type AnApp, SECRET_KEY as APP_SECRET_KEY, anApp, ask } from '#test/support/an-app.ts';
import { anOffer } from '#test/support/an-offer.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
const LINKS = campaignLinks({ publicUrl: 'https://shop.example', secretKey: 'a secret key of tests' });
const URL = 'https://www.example.com/cheese?from=a&to=b';
let server: AnApp;
let offerId: OfferId;
let slotId: OfferId;

beforeAll(async () => {
  await aShop(database.db);
  server = await anApp(database);
  offerId = await anOffer(database.db, { title: 'Сир' }, systemClock.now());
  slotId = await anOffer(database.db, { title: 'Кава' }, systemClock.now());
});
afterAll(() => server.close());

const content = () => ({
  ...contentOf({ uk: 'Вітаємо' }),
  buttons: [
    { kind: 'offer' as const, label: { uk: 'Беру сир' }, offerId },
    { kind: 'open' as const, label: { uk: 'На сайт' }, url: URL },
    { kind: 'section' as const, label: { uk: 'Бали' }, section: 'balance' as const },
    { kind: 'section' as const, label: { uk: 'Оцінити' }, section: 'rate' as const },
  ],
  slots: { pool: [slotId], count: 1, fallback: {} },
});

/** Written down, but not sent. */
async function launched(): Promise<CampaignId> {
  const at = systemClock.now();
  const draft = { name: 'a', content: content(), controlPercent: 0, createdBy: 'stf_1', at };
  const campaignId = await transaction(database.db, (tx) => createCampaign(tx, draft));
  await transaction(database.db, (tx) => launchCampaign(tx, { campaignId, at }));
  await transaction(database.db, (tx) => expandAudience(tx, { at }));
  await database.sql`update campaign_delivery set offers = ${[slotId]} where campaign_id = ${campaignId}`;
  return campaignId;
}

async function aReader(phone: string) {
  const person = aPerson(database.db);
  await registers(person, phone);
  const { memberId } = await person.identity();
  if (!memberId) throw new Error('registration made no member');
  await database.sql`update member set marketing_consent = true where member_id = ${memberId}`;
  return { person, memberId };
}

describe('buttons of a message', () => {
  it('when they are counted, then they name the message and the place, and addresses are our own', () => {
    const campaignId: CampaignId = 'cmp_00000000000000000001';
    const lines = (title: string) => ({
      uk: offerLine(title, null, 'uk'),
      ru: offerLine(title, null, 'ru'),
      en: offerLine(title, null, 'en'),
    });
    const offers = new Map([[slotId, lines('Кава')]]);
    const known = { fallback: 'uk' as const, offers, stores: new Map() };
    const ready = compileContent(content(), known, { campaignId, links: LINKS });
    const reader = { name: 'Олена', language: 'uk' as const, balance: 0n, offers: [slotId], seq: 70_000 };
    const buttons = composeCampaignMessage(ready, reader).buttons?.flat() ?? [];
    expect(buttons.map((each) => ('action' in each ? each.action : 'url' in each ? 'url' : each))).toEqual([
      `campaign.press:${campaignId}.4`,
      `campaign.press:${campaignId}.0`,
      'url',
      `campaign.press:${campaignId}.2`,
      `campaign.press:${campaignId}.3`,
      'consent.off',
    ]);
    const url = buttons.flatMap((each) => ('url' in each ? [each.url] : []))[0] ?? '';
    expect(LINKS.read(url.slice('https://shop.example/c/'.length))).toEqual({
      campaignId,
      seq: 70_000,
      place: 1,
    });
  });

  it('when one is pressed, then it does what it stands for and is counted once a person, with how often', async () => {
    const { person, memberId } = await aReader('+380671110001');
    const campaignId = await launched();
    const taken = await person.presses(`campaign.press:${campaignId}.4`);
    expect(taken).toContain('Кава');
    const balance = await person.presses(`campaign.press:${campaignId}.2`);
    expect(balance).toContain('балів');
    await person.presses(`campaign.press:${campaignId}.2`);
    const clicks = await database.sql`
      select place, offer_id, times from campaign_click where member_id = ${memberId} order by place`;
    expect(clicks.map((each) => ({ ...each }))).toEqual([
      { place: 2, offer_id: null, times: 2 },
      { place: 4, offer_id: slotId, times: 1 },
    ]);
    const at = new Date(NOON.getTime() - 3_600_000);
    await database.sql`insert into receipt (member_id, receipt_id, store_id, external_id, number, amount_minor, earned,
        burnt, balance_after, accepted_by, occurred_at, recorded_at)
      values (${memberId}, ${newId('rcp')}, ${STORE}, 'x', '1', 100, 0, 0, 0, 'test', ${at}, ${at})`;
    expect(await person.presses(`campaign.press:${campaignId}.3`)).toContain('Оцініть покупку');
    const [row] = await database.sql`select clicked_at from campaign_delivery where member_id = ${memberId}`;
    expect(row?.clicked_at).toBeInstanceOf(Date);
    const [coupon] = await database.sql`select offer_id from coupon where member_id = ${memberId}`;
    expect(coupon?.offer_id).toBe(slotId);
  });

  it('when somebody presses what was never sent to them, then nothing happens and they are answered', async () => {
    const campaignId = await launched();
    const { person, memberId } = await aReader('+380671110002');
    const answer = await person.presses(`campaign.press:${campaignId}.0`);
    expect(answer).not.toBe('');
    expect(await database.sql`select 1 from campaign_click where member_id = ${memberId}`).toHaveLength(0);
    expect(await database.sql`select 1 from coupon where member_id = ${memberId}`).toHaveLength(0);
  });
});

describe('an address of a button', () => {
  it('when it is opened, then it leads where the campaign says, and is counted', async () => {
    const { memberId } = await aReader('+380671110003');
    const campaignId = await launched();
    const [row] = await database.sql`select delivery_seq as seq from campaign_delivery
      where campaign_id = ${campaignId} and member_id = ${memberId}`;
    const own = campaignLinks({ publicUrl: '', secretKey: APP_SECRET_KEY });
    const url = own.url({ campaignId, seq: row?.seq, place: 1 });
    const reply = await ask(server, 'GET', url);
    expect([reply.statusCode, reply.headers.location]).toEqual([302, URL]);
    const clicks = await database.sql`select place, times from campaign_click where member_id = ${memberId}`;
    expect(clicks.map((each) => ({ ...each }))).toEqual([{ place: 1, times: 1 }]);
    const wrong = [
      `${url.slice(0, -1)}_`,
      own.url({ campaignId, seq: row?.seq, place: 0 }),
      '/c/none',
      '/c/a-b-c-d',
    ];
    for (const each of wrong) expect((await ask(server, 'GET', each)).statusCode).toBe(404);
  });
});
