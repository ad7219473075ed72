// What a campaign has brought, as a marketer reads it: on its own page and beside all others.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildConsole, CONSOLE_FOLDER } from '#src/console/build.ts';
import { STORE } from '#test/support/a-shop.ts';
import { openBrowser } from '#test/support/browser.ts';
import { openConsole } from '#test/support/console.ts';
import { makeMembers } from '#test/support/many-members.ts';
import { useShop } from '#test/support/shop.ts';

let browser: Browser;
beforeAll(async () => {
  await buildConsole();
  browser = await openBrowser();
});
afterAll(() => browser.close());
const shop = useShop({ consoleDir: CONSOLE_FOLDER });

/** Of 400 people every fourth is left alone; of those a tenth buys for 100, of the others half. */
async function aCampaign(): Promise<void> {
  const { sql } = shop.database;
  const members = await makeMembers(sql, { count: 400 });
  const at = new Date(Date.now() - 20 * 86_400_000);
  const content = { blocks: [], pictureId: null, buttons: [], slots: null };
  await sql`
    insert into campaign (campaign_id, name, status, content, created_by, created_at, launched_at, expanded_at, control_percent,
      audience)
    values ('cmp_1', 'Сир тижня', 'finished', ${sql.json(content)}, 'test', ${at}, ${at}, ${at}, 25, 400)`;
  await sql`
    insert into campaign_delivery (campaign_id, delivery_seq, member_id, status)
    select 'cmp_1', n, m, case when n % 4 = 0 then 'control' else 'sent' end
    from unnest(${members.map(({ memberId }) => memberId)}::text[]) with ordinality as u(m, n)`;
  await sql`
    insert into receipt (member_id, receipt_id, store_id, external_id, number, amount_minor, earned, burnt, balance_after,
      accepted_by, occurred_at, recorded_at)
    select member_id, 'rcp_' || delivery_seq, ${STORE}, delivery_seq, '1', 10000, 0, 0, 0, 'test', ${at}, ${at}
    from campaign_delivery where case when status = 'control' then delivery_seq % 40 = 0 else delivery_seq % 2 = 1 end`;
}

it('begins with a plain sentence, counts anew when the margin changes, and leads to it from the league', async () => {
  await aCampaign();
  const { page, context, complaints } = await openConsole(browser, shop, {
    as: 'marketer',
    at: 'campaigns/results',
  });
  await page.getByText('Принесла', { exact: true }).waitFor({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Сир тижня' }).click();
  // Two thirds of 300 buy instead of a tenth: 17 000 beyond what would have come.
  await page.getByText(/Кампанія принесла 17.000.₴ понад те, що купили б і так/).waitFor();
  await page.getByRole('button', { name: 'Як рахуємо' }).click();
  const form = page.getByRole('dialog', { name: 'Як рахуємо результат' });
  await form.getByLabel('Ваша частка в продажах').fill('40');
  await form.getByLabel('Скільки коштувала кампанія').fill('1800');
  await form.getByRole('button', { name: 'Зберегти' }).click();
  const profit = page.locator('dl > div', { hasText: 'Прибуток' });
  await profit.getByText(/5.000.₴/).waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});
