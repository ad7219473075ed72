// The first save of something new over a slow network: whoever goes on typing meanwhile keeps what they typed, and the
// same editor goes on with what now has an address.
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { useConsole } from '#test/support/console.ts';
import { holdCalls } from '#test/support/hold-calls.ts';

const { shop, open } = useConsole({ as: 'admin' });

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

describe('when it is saved for the first time and typing goes on meanwhile, then the words stay', () => {
  const cases = [
    {
      what: 'a reward',
      at: 'rewards/edit/new',
      call: '/api/marketing/rewards',
      name: 'Назва: Українська',
      table: 'reward',
      fill: (page: Page) => page.getByLabel('Ціна').fill('100'),
    },
    {
      what: 'a challenge',
      at: 'challenges/new?template=threeVisits',
      call: '/api/marketing/challenges',
      name: 'Назва для працівників',
      table: 'challenge',
    },
    {
      what: 'a segment',
      at: 'segments/new',
      call: '/api/marketing/segments',
      name: 'Назва',
      table: 'segment',
    },
    {
      what: 'an offer',
      at: 'offers/new',
      call: '/api/marketing/offers',
      name: 'Назва для працівників',
      table: 'offer',
      fill: async (page: Page) => {
        await page.getByLabel('Заголовок: Українська').fill('Сир зі знижкою');
        await page.getByRole('textbox', { name: 'Відсоток' }).fill('10');
      },
    },
  ];
  it.each(cases)('of $what', async ({ at, call, name, fill, table }) => {
    const page = await open(at);
    const field = page.getByRole('textbox', { name, exact: true });
    await field.fill('Перша назва');
    await fill?.(page);
    const held = await holdCalls(page, 'POST', call);
    await button(page, 'Зберегти').click();
    await held.sent;
    await field.fill('Друга назва');
    await held.letGo();
    await page.waitForURL((url) => !url.pathname.endsWith('/new'));
    expect(await field.inputValue()).toBe('Друга назва');
    await button(page, 'Зберегти').click();
    const save = page.getByRole('button', { name: 'Зберегти', exact: true, disabled: true });
    await save.and(page.locator(':not([data-loading])')).waitFor();
    expect(await field.inputValue()).toBe('Друга назва');
    expect(await shop.database.sql`select 1 from ${shop.database.sql(table)}`).toHaveLength(1);
    await page.reload();
    await expect.poll(() => field.inputValue(), { timeout: 15_000 }).toBe('Друга назва');
  });
});

it('when a new offer is published without being saved before, then it is live and nobody else has changed it', async () => {
  const page = await open('offers/new');
  await page.getByLabel('Назва для працівників').fill('Сирний тиждень');
  await page.getByLabel('Заголовок: Українська').fill('Сир зі знижкою');
  await page.getByRole('textbox', { name: 'Відсоток' }).fill('10');
  const held = await holdCalls(page, 'POST', '/api/marketing/offers');
  await button(page, 'Опублікувати').click();
  await held.sent;
  await page.getByLabel('Заголовок: English').fill('Cheese for less');
  await held.letGo();
  await page.getByRole('main').getByText('Діє', { exact: true }).waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
  expect(await page.getByLabel('Заголовок: English').inputValue()).toBe('Cheese for less');
  expect(await button(page, 'Опублікувати зміни').isEnabled()).toBe(true);
});
