// Telling another system of what happens, as an admin sets it up and mends it.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { answers, aReceiver, type Receiver } from '#test/support/a-receiver.ts';
import { useConsole } from '#test/support/console.ts';

let receiver: Receiver;
beforeAll(async () => {
  receiver = await aReceiver(answers(500));
});
afterAll(() => receiver.close());
const { shop, open } = useConsole({ as: 'admin', viewport: { width: 1280, height: 860 } });

it('shows a secret once, says on Today what was given up, and sends it again from there', async () => {
  const page = await open('webhooks');
  await page.getByRole('button', { name: 'Новий вебхук' }).click();
  const form = page.getByRole('dialog', { name: 'Новий вебхук' });
  await form.getByLabel('Назва').fill('Облік');
  await form.getByLabel('Адреса').fill(receiver.url);
  await form.getByLabel('Чек проведено').check();
  await form.getByRole('button', { name: 'Створити' }).click();
  const shown = page.getByRole('dialog', { name: 'Секрет для підпису' });
  expect(await shown.locator('[data-secret]').textContent()).toMatch(/^whsec_/);
  await shown.getByRole('button', { name: 'Уже збережено' }).click();
  expect(await page.getByText('whsec_').count()).toBe(0);

  await page.getByRole('button', { name: 'Облік', exact: true }).click();
  const drawer = page.getByRole('dialog', { name: 'Облік' });
  await drawer.getByRole('button', { name: 'Надіслати пробу' }).click();
  await drawer.getByText('спробуємо ще раз').waitFor();
  // As after days of trying.
  await shop.database.sql`update webhook_delivery set attempts = 9, next_at = now()`;
  await drawer.getByText('не доставлено', { exact: false }).first().waitFor();

  receiver.behave(answers(204));
  await page.goto(`${shop.url}/console/today`);
  await page.getByText('1 повідомлення не доставлено').waitFor();
  await page.getByRole('link', { name: 'Облік' }).click();
  const again = page.getByRole('dialog', { name: 'Облік' });
  await again.getByRole('button', { name: 'Надіслати ще раз 1 повідомлення' }).click();
  await expect.poll(() => again.getByText('Тут поки порожньо').isVisible()).toBe(true);
  await again.getByText('Доставлені', { exact: true }).click();
  await again.getByText('доставлено', { exact: false }).first().waitFor();
  expect(receiver.heard.map(({ headers }) => headers['webhook-id']).length).toBeGreaterThan(2);
  expect(new Set(receiver.heard.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
});

it('shows what can be told: by plain names, with fields and an example', async () => {
  const page = await open('webhooks/events');
  await page.getByLabel('Знайти подію').fill('оцінено');
  await page.getByText('Покупку оцінено').click();
  await page.getByRole('cell', { name: 'data.rating' }).waitFor();
  await page.getByText('"receipt.rated"').waitFor();
  expect(await page.getByText('Новий учасник').count()).toBe(0);
});
