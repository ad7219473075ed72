// A first broadcast, as a marketer sends it, with people who change their minds and phones that cannot be reached.
import { beforeAll, describe, expect, it } from 'vitest';
import { type CampaignProgress, campaignPlanRoutes } from '#src/contract/campaign-plan.ts';
import { marketingRoutes } from '#src/contract/marketing.ts';
import { LAZY_TELEGRAM_BASE, lazyViberId } from '#src/simulator/lazy-people.ts';
import { makeMembers } from '#test/support/many-members.ts';
import {
  aPhoneOwner,
  joinsInTelegram,
  joinsInViber,
  outsideWorld,
  type PhoneOwner,
} from '#test/support/phone.ts';
import { useShop } from '#test/support/shop.ts';
import { type Caller, signIn } from '#test/support/till-client.ts';
import { until } from '#test/support/until.ts';

const shop = useShop();
const LAZY = 100;
const TEXT = '{{name}}, камамбер −30 % до неділі. У вас {{balance}}.';
let marketer: Caller;
let olena: PhoneOwner;
let taras: PhoneOwner;
let hanna: PhoneOwner;
let ivan: PhoneOwner;

beforeAll(async () => {
  marketer = await signIn(shop, 'marketer');
  [olena, taras, hanna, ivan] = await Promise.all([
    aPhoneOwner(shop, { name: 'Олена', language: 'uk' }),
    aPhoneOwner(shop, { name: 'Тарас', language: 'uk' }),
    aPhoneOwner(shop, { name: 'Ганна', language: 'uk' }),
    aPhoneOwner(shop, { name: 'Іван', language: 'uk' }),
  ]);
  await joinsInTelegram(olena, { name: 'Олена', offers: true });
  await joinsInViber(taras, { name: 'Тарас', offers: true });
  await joinsInTelegram(hanna, { name: 'Ганна', offers: true });
  await joinsInTelegram(ivan, { name: 'Іван', offers: false });
  const { sql } = shop.database;
  await makeMembers(sql, { count: LAZY, externalId: (n) => String(LAZY_TELEGRAM_BASE + n) });
  await makeMembers(sql, { count: LAZY, messenger: 'viber', externalId: lazyViberId });
});

async function aCampaign(name: string, text = TEXT): Promise<{ campaignId: string }> {
  const { campaignId } = await marketer.call(marketingRoutes.createCampaign, {
    body: { name, texts: { uk: text } },
  });
  await shop.database.sql`update campaign set control_percent = 0 where campaign_id = ${campaignId}`;
  return { campaignId };
}

const progressOf = (params: { campaignId: string }) =>
  marketer.call(campaignPlanRoutes.readProgress, { params });

const seen = async (params: { campaignId: string }) => {
  const { changedAt } = await marketer.call(marketingRoutes.readCampaign, { params });
  return { changedAt };
};

const settled = ({ sent, failed, unknown, skipped }: CampaignProgress) => sent + failed + unknown + skipped;

describe('a broadcast', () => {
  it('when it is written, then it can be counted, looked at and tried on the own phone before anybody gets it', async () => {
    const params = await aCampaign('Сир тижня');
    const estimate = await marketer.call(campaignPlanRoutes.estimateCampaign, { params });
    expect(estimate).toMatchObject({
      audience: 2 * LAZY + 3,
      byMessenger: { telegram: LAZY + 2, viber: LAZY + 1 },
      // One of them wants no offers.
      passedOver: { consent: 1, unreachable: 0 },
    });
    const { texts } = await marketer.call(marketingRoutes.previewCampaign, { params });
    expect(texts[0]).toMatchObject({ language: 'uk', buttons: ['Не надсилати пропозицій'] });
    await marketer.call(marketingRoutes.testCampaign, { params, body: { phone: ivan.person.phone } });
    expect((await ivan.telegram.sees('камамбер')).text).toBe(
      'Іван, камамбер −30 % до неділі. У вас 50\u00a0балів.',
    );
    const stranger = { phone: '+380671230001' };
    const refused = await marketer.refused(marketingRoutes.testCampaign, { params, body: stranger });
    expect(refused.code).toBe('not_reachable_yourself');
    expect(await progressOf(params)).toMatchObject({ status: 'draft', audience: 0, sent: 0 });
    expect(await olena.telegram.counts('камамбер')).toBe(0);
  });

  it('when it is launched, paused and resumed, then everybody who agrees gets it once and every number adds up', async () => {
    const outside = outsideWorld(shop);
    const blocked = String(LAZY_TELEGRAM_BASE + 7);
    await outside.fault({ on: 'telegram', kind: 'blocked', userId: blocked });
    await outside.fault({ on: 'viber', kind: 'accepted_no_answer', userId: lazyViberId(9), times: 1 });
    await outside.fault({ on: 'telegram', kind: 'too_many', times: 1, retryAfterSeconds: 1 });
    const params = await aCampaign('Сир тижня', 'Вітаємо, {{name}}! Камамбер −30 %.');
    const body = { ...(await seen(params)), expectedAudience: 2 * LAZY + 3 };
    const launches = await Promise.allSettled(
      [1, 2, 3].map(() => marketer.call(campaignPlanRoutes.launchCampaign, { params, body })),
    );
    expect(launches.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await until('the first to be sent', async () => (await progressOf(params)).sent >= 10);
    await marketer.call(campaignPlanRoutes.pauseCampaign, { params });
    const still = await until('what is in flight to land', async () => {
      const now = await progressOf(params);
      return now.sending === 0 ? now : null;
    });
    expect(still).toMatchObject({ status: 'paused', audience: 2 * LAZY + 3 });
    expect(still.queued).toBeGreaterThan(0);

    await olena.telegram.pressesMore('Налаштування');
    await olena.telegram.sees('Пропозиції: так');
    await olena.telegram.presses('Без пропозицій');
    await olena.telegram.sees('Більше ніяких пропозицій');
    await hanna.telegram.does({ act: 'block' });
    await until('the bot to know', async () => {
      const { byMessenger } = await marketer.call(campaignPlanRoutes.estimateCampaign, { params });
      return byMessenger.telegram === LAZY;
    });
    expect((await progressOf(params)).sent).toBe(still.sent);
    await marketer.call(campaignPlanRoutes.resumeCampaign, { params });
    await taras.viber.sees('Камамбер');
    const end = await until('the campaign to end', async () => {
      const now = await progressOf(params);
      return now.status === 'finished' ? now : null;
    });
    await outside.noFaults();
    expect(end).toMatchObject({
      audience: 2 * LAZY + 3,
      failed: 1,
      unknown: 1,
      skipped: 2,
      skippedBy: { consent: 1, unreachable: 1 },
      queued: 0,
      sending: 0,
    });
    expect(settled(end)).toBe(end.audience);
    const received = await Promise.all([outside.received('telegram'), outside.received('viber')]);
    expect(received.map((each) => each.length)).toEqual([LAZY - 1, LAZY]);
    expect(received.flat().every(([, count]) => count === 1)).toBe(true);
    expect(await Promise.all([olena, hanna, ivan].map((each) => each.telegram.counts('Камамбер')))).toEqual([
      0, 0, 0,
    ]);
    expect(await taras.viber.counts('Камамбер')).toBe(1);
    expect((await outside.stats()).repeated).toBe(0);
    const refused = await marketer.refused(campaignPlanRoutes.launchCampaign, { params, body });
    expect([refused.status, refused.code]).toEqual([409, 'campaign_state']);
  });

  it('when the button under it is pressed, then one tap ends the offers and the next broadcast leaves the person out', async () => {
    await taras.viber.presses('Не надсилати пропозицій');
    await taras.viber.sees('Більше ніяких пропозицій');
    expect(await taras.viber.keys()).toContain('💳 Картка');
    const params = await aCampaign('наступна');
    const { byMessenger } = await marketer.call(campaignPlanRoutes.estimateCampaign, { params });
    // The lazy one whom the messenger has told to be blocked is gone, too.
    expect(byMessenger).toEqual({ telegram: LAZY - 1, viber: LAZY });
  });
});
