// An operator finds a member by the end of the phone, sees what they hold, and helps.
import { expect, it } from 'vitest';
import { orderReward } from '#src/core/rewards/order-reward.ts';
import { transaction } from '#src/db/client.ts';
import { fixedClock, systemClock } from '#src/lib/clock.ts';
import { aReward } from '#test/core/rewards/a-reward.ts';
import { aMember, anIdentity } from '#test/support/a-shop.ts';
import { anOffer } from '#test/support/an-offer.ts';
import { useConsole } from '#test/support/console.ts';
import { couponShop } from '#test/support/coupon-shop.ts';

const { shop, open } = useConsole({ as: 'marketer', viewport: { width: 1280, height: 860 } });

it('gives a coupon again, gives one back to the shop, hands one out, and calls an order off', async () => {
  const { db } = shop.database;
  const at = systemClock.now();
  const earlier = new Date(at.getTime() - 60_000);
  const { memberId } = await aMember(db, { name: 'Соломія Рут', phone: '+380671112233', balance: 500n });
  await anIdentity(db, { memberId, messenger: 'viber' });
  await anOffer(db, { title: 'Подарунок для своїх', reach: 'personal' }, earlier);
  const { take, accept } = couponShop(shop.database, fixedClock(at));
  await take(memberId, await anOffer(db, { title: 'Мінус десять' }, earlier));
  await accept(memberId);
  const { rewardId, version } = await aReward(db, { at });
  await transaction(db, (tx) =>
    orderReward(tx, { memberId, rewardId, version, storeId: null, key: 'tap-1', at }),
  );

  const page = await open('members');
  await page.getByLabel('Картка або телефон').fill('2233');
  await page.keyboard.press('Enter');
  const drawer = page.getByRole('dialog', { name: 'Соломія Р.' });
  await drawer.getByRole('tab', { name: 'Пропозиції' }).click();
  await drawer.getByText('Використано', { exact: true }).waitFor();
  const because = async (title: RegExp, reason: string, submit: string) => {
    const asked = page.getByRole('dialog', { name: title });
    await asked.getByLabel(reason).check();
    await asked.getByRole('button', { name: submit }).click();
    await asked.waitFor({ state: 'detached' });
  };
  await drawer.getByRole('button', { name: 'Дати ще раз' }).click();
  await because(/^Дати ще раз/, 'не спрацював на касі', 'Дати ще раз');
  await drawer.getByText('Діє', { exact: true }).waitFor();
  await drawer.getByRole('button', { name: 'Повернути магазину' }).click();
  await because(/^Забрати/, 'попросив учасник', 'Повернути магазину');
  await drawer.getByText('Повернуто магазину').waitFor();
  await drawer.getByRole('button', { name: 'Дати пропозицію' }).click();
  const giving = page.getByRole('dialog', { name: 'Дати пропозицію' });
  await giving.getByRole('combobox', { name: 'Яку пропозицію' }).click();
  await page.getByRole('option', { name: 'Подарунок для своїх' }).click();
  await giving.getByRole('button', { name: 'Дати', exact: true }).click();
  await drawer.getByText('Подарунок для своїх').waitFor();

  await drawer.getByRole('tab', { name: 'Винагороди' }).click();
  await drawer.getByRole('button', { name: 'Скасувати' }).click();
  await because(/^Скасувати/, 'наша помилка', 'Скасувати замовлення');
  await drawer.getByText('Скасовано магазином').waitFor();
  await drawer.getByRole('tab', { name: 'Про учасника' }).click();
  await drawer.getByText('У гаманець картку ще не додавали').waitFor();
  await drawer.getByRole('region', { name: 'Чати' }).getByText('Viber').waitFor();
  await drawer.getByRole('tab', { name: 'Бали' }).click();
  await expect.poll(() => drawer.getByText('500').first().isVisible()).toBe(true);
});
