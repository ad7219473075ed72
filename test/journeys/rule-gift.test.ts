// A gift for joining, from the rule to the hands: the chat brings a code once the number is proven, a till takes it once.
import { expect, it } from 'vitest';
import { tillRewardRoutes } from '#src/contract/rewards.ts';
import { ruleRoutes } from '#src/contract/rules.ts';
import { STORE } from '#test/support/a-shop.ts';
import { aPhoneOwner } from '#test/support/phone.ts';
import { useShop } from '#test/support/shop.ts';
import { atTheTill, signIn } from '#test/support/till-client.ts';

const shop = useShop();

it('when somebody joins and proves their number, then a gift of the rule is in the chat and handed over once', async () => {
  const office = await signIn(shop, 'marketer');
  const definition = {
    trigger: { on: 'registration' },
    effects: [{ kind: 'gift', name: { uk: 'Горнятко' } }],
  };
  const draft = await office.call(ruleRoutes.createRule, { body: { name: 'За знайомство', definition } });
  const { ruleId, changedAt } = draft;
  await office.call(ruleRoutes.publishRule, { params: { ruleId }, body: { changedAt } });
  const taras = await aPhoneOwner(shop, { name: 'Тарас', language: 'uk' });
  const { viber } = taras;
  await viber.opens();
  await viber.sees('Вітаємо');
  await viber.sharesPhone();
  await viber.sees('до вас звертатися');
  await viber.types('Тарас');
  await viber.sees('правила програми');
  await viber.presses('Погоджуюсь');
  await viber.sees('Ваша картка готова');
  expect(await viber.transcript()).not.toContain('Горнятко');
  await viber.presses('Підтвердити номер');
  await viber.sees('Код у SMS');
  await viber.types(await taras.readsCode());
  const gift = await viber.sees('Вам подарунок: «Горнятко»');
  await viber.presses('Показати код');
  await viber.sees('Покажіть код на касі');
  const [code = ''] = /[0-9A-Z]{3}-[0-9A-Z]{3}/.exec(gift.text) ?? [];
  const till = await atTheTill(shop);
  const found = await till.call(tillRewardRoutes.findOrder, { body: { storeId: STORE, code } });
  expect(found).toMatchObject({ rewardName: 'Горнятко', status: 'ready', price: 0 });
  const given = { params: { orderId: found.orderId }, body: { storeId: STORE, code } };
  await till.call(tillRewardRoutes.handOverOrder, given);
  await viber.sees('Видано: «Горнятко»');
  const later = await till.call(tillRewardRoutes.findOrder, { body: { storeId: STORE, code } });
  expect(later.status).toBe('handed_over');
});
