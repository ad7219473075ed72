import { expect, test } from 'vitest';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { readToday } from '#src/core/reports/read-today.ts';
import { loadDemo } from '#src/demo/load-demo.ts';
import { testDatabase } from '#test/support/database.ts';

const at = new Date('2026-11-20T12:00:00Z');

async function load() {
  await using database = await testDatabase();
  const first = await loadDemo({ database, at, members: 30 });
  const again = await loadDemo({ database, at: new Date('2026-11-21T12:00:00Z'), members: 30 });
  const [counted] = await database.sql`
    select count(*)::integer as receipts, sum(amount_minor)::text as turnover, sum(burnt)::text as burnt,
      min(occurred_at) as first, max(occurred_at) as last, count(distinct member_id)::integer as members from receipt`;
  const [lines] = await database.sql`select count(*)::integer as count from receipt_line`;
  const { findings } = await auditLedger(database.db);
  const today = await readToday(database.db, at);
  const events = await database.sql`select 1 from event`;
  const rewards = await database.sql<{ bytes: number }[]>`
    select octet_length(p.bytes) as bytes from reward r join picture p using (picture_id)
    where r.status = 'on' and r.names ?& array['uk', 'ru', 'en']`;
  const partners = await database.sql`
    select p.name, count(*)::integer as moves from partner p join transfer_origin o using (partner_id) group by 1 order by 1`;
  const quests = await database.sql`
    select q.status, count(*)::integer as tasks from quest q join quest_task using (quest_id) group by 1`;
  return { quests, partners, rewards, first, again, counted, lines, findings, today, events: events.length };
}

test('the demo shop has a year of receipts with lines, right books, and makes no noise about the past', async () => {
  const shop = await load();
  expect(shop.first).toMatchObject({ loaded: true, members: 30 });
  expect(shop.again.loaded).toBe(false);
  expect(shop.findings).toEqual([]);
  expect(shop.events).toBe(0);
  expect(shop.partners).toMatchObject([{ name: 'АЗС «Дорога»' }, { name: 'Кав’ярня «За рогом»' }]);
  expect(shop.quests).toMatchObject([{ status: 'live', tasks: 100 }]);
  expect(shop.rewards).toHaveLength(8);
  for (const { bytes } of shop.rewards) expect(bytes).toBeLessThan(60_000);
  expect(shop.counted?.receipts).toBe(shop.first.receipts);
  expect(shop.lines?.count).toBeGreaterThan(shop.first.receipts * 2);
  expect(shop.counted?.burnt).not.toBe('0');
  expect(at.getTime() - shop.counted?.first.getTime()).toBeGreaterThan(330 * 86_400_000);
  expect(shop.today.receipts).toBeLessThan(shop.first.receipts / 20);
});

test('the demo shop is the same every time', async () => {
  const [one, two] = [await load(), await load()];
  expect(two.counted).toEqual(one.counted);
});
