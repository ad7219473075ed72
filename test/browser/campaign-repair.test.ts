// Something wrong was sent: the marketer changes the words on the page of the campaign and sees how far that is.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildConsole, CONSOLE_FOLDER } from '#src/console/build.ts';
import { contentOf } from '#src/core/campaigns/campaign-content.ts';
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

/** Sent to thirty people in Telegram and five in Viber an hour ago. */
async function aCampaign(): Promise<void> {
  const { sql } = shop.database;
  const telegram = await makeMembers(sql, { count: 30 });
  const viber = await makeMembers(sql, { count: 5, messenger: 'viber', externalId: (n) => `v${n}` });
  const at = new Date(Date.now() - 3_600_000);
  const content = contentOf({ uk: '{{name}}, кава за 1 гривню', en: '{{name}}, coffee for 1 hryvnia' });
  await sql`
    insert into campaign (campaign_id, name, status, content, created_by, created_at, launched_at, expanded_at, finished_at,
      control_percent, audience)
    values ('cmp_1', 'Кава тижня', 'finished', ${JSON.stringify(content)}::text::jsonb, 'test', ${at}, ${at}, ${at}, ${at}, 0, 35)`;
  const rows = [...telegram, ...viber].map(({ memberId, identityId }) => ({ memberId, identityId }));
  await sql`
    insert into campaign_delivery (campaign_id, delivery_seq, member_id, identity_id, status, settled_at, external_message_id)
    select 'cmp_1', n, m ->> 'memberId', m ->> 'identityId', 'sent', ${at}, n
    from jsonb_array_elements(${sql.json(rows)}) with ordinality as u(m, n)`;
}

it('changes the words of what was sent once their number is typed, and says how far that is', async () => {
  await aCampaign();
  const { page, context, complaints } = await openConsole(browser, shop, {
    as: 'marketer',
    at: 'campaigns/cmp_1',
  });
  await page.getByText('30 повідомлень, до 48 годин').waitFor({ timeout: 60_000 });
  await page.getByText('5 людей', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Змінити в Telegram' }).click();
  const form = page.getByRole('dialog', { name: 'Змінити в Telegram' });
  await form.getByLabel('Українська').fill('{{name}}, кава за 100 гривень');
  const change = form.getByRole('button', { name: 'Змінити' });
  expect(await change.isDisabled()).toBe(true);
  await form.getByLabel('Наберіть число 30').fill('30');
  // The bot's next slot is an hour away, so that nothing is changed before it is stopped.
  await shop.database
    .sql`insert into pacer (bot, next_at) values ('telegram:700000001', now() + interval '1 hour')`;
  await change.click();
  await page.getByText('Слова змінено: 0 з 30').waitFor();
  const [row] = await shop.database.sql`select content, kind, people from campaign_repair`;
  expect(row).toMatchObject({ kind: 'edit', people: 30 });
  expect(JSON.stringify(row?.content)).toContain('100 гривень');
  await page.getByRole('button', { name: 'Зупинити', exact: true }).click();
  await page.getByText(/зупинено/).waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});
