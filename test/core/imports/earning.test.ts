import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { runImport } from '#src/core/imports/run-import.ts';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { transaction } from '#src/db/client.ts';
import { importTable } from '#src/db/schema/imports.ts';
import { type AMember, aMember, aShop, NOON, STORE } from '#test/support/a-shop.ts';
import { bring, inPieces } from '#test/support/an-import.ts';
import { useDatabase } from '#test/support/database.ts';

// Points live for three months here, and a day gives 12 of them at most.
const database = useDatabase();
beforeAll(() => aShop(database.db, {}, { expiry: 'rolling', expiryMonths: 3, capDay: 12n }));

const DAY_MS = 86_400_000;
const daysAgo = (days: number) => new Date(NOON.getTime() - days * DAY_MS).toISOString();
let receipts = 0;
const file = (rows: [AMember, day: string, amount: number][]) =>
  `store,receipt,date,card,sku,amount\n${rows
    .map(([{ cardNumber }, day, amount]) => `${STORE},E${++receipts},${day},${cardNumber},milk,${amount}`)
    .join('\n')}\n`;

const standing = async ({ memberId }: AMember) => {
  const [row] = await database.sql`
    select a.balance::int as balance, s.receipts, s.turnover_minor::int as turnover, (
        select array_agg(l.expires_at::text order by l.expires_at) from lot l where l.member_id = s.member_id) as expire,
      (select count(*)::int from event e where e.member_id = s.member_id) as events
    from standing s join account a on a.member_id = s.member_id where s.member_id = ${memberId}`;
  return { ...row };
};

describe('past receipts that earn', () => {
  it('when nobody asks for it, then they are history and give nothing', async () => {
    const member = await aMember(database.db);
    const done = await bring(database, 'receipts', file([[member, daysAgo(3), 100]]));
    expect(done.import).toMatchObject({ countNew: 1, points: 0, options: {} });
    expect(await standing(member)).toMatchObject({ balance: 0, receipts: 1, turnover: 100_00 });
  });

  it('when a dry run is asked, then it tells the points with the caps of each day, and nothing is there', async () => {
    const member = await aMember(database.db);
    const text = file([
      [member, daysAgo(2), 200],
      [member, daysAgo(1), 100],
      [member, daysAgo(2), 200],
    ]);
    const dry = await bring(database, 'receipts', text, { dry: true, earns: true });
    // Ten and two of one day, five of the other.
    expect(dry.import).toMatchObject({ status: 'checked', countNew: 3, points: 17 });
    expect(await standing(member)).toMatchObject({ balance: 0, receipts: 0 });

    const { import: done } = await bring(database, 'receipts', text, { earns: true });
    expect(done).toMatchObject({ status: 'done', countNew: 3, points: 17 });
    expect(await standing(member)).toMatchObject({
      balance: 17,
      receipts: 3,
      turnover: 500_00,
      // Nobody is told of purchases of long ago.
      events: 0,
    });
    expect((await auditLedger(database.db)).findings).toEqual([]);
  });

  it('when points would be over by now, then they are not given; what is not yet over ends by its own time', async () => {
    const member = await aMember(database.db);
    const text = file([
      [member, daysAgo(120), 200],
      [member, '2025-12-20T10:00:00Z', 200],
      // Nothing so old earns; it counts all the same.
      [member, daysAgo(500), 200],
    ]);
    const dry = await bring(database, 'receipts', text, { dry: true, earns: true });
    const { import: done } = await bring(database, 'receipts', text, { earns: true });
    expect([dry.import.points, done.points, done.countNew]).toEqual([10, 10, 3]);
    const after = await standing(member);
    expect(after).toMatchObject({ balance: 10, receipts: 3, turnover: 600_00, events: 0 });
    expect(after.expire).toHaveLength(1);
    expect(String(after.expire?.[0])).toMatch(/^2026-03-2/);
    expect((await auditLedger(database.db)).findings).toEqual([]);
  });

  it('when they come again, or were history before, then they earn nothing more', async () => {
    const member = await aMember(database.db);
    const first = file([[member, daysAgo(4), 100]]);
    await bring(database, 'receipts', first);
    const both = first + file([[member, daysAgo(5), 100]]).split('\n')[1];
    const brought = await bring(database, 'receipts', both, { earns: true });
    expect([brought.counts, brought.import.points]).toEqual([[1, 0, 1, 0, 0], 5]);
    const again = await bring(database, 'receipts', both, { earns: true });
    expect([again.counts, again.import.points]).toEqual([[0, 0, 2, 0, 0], 0]);
    expect(await standing(member)).toMatchObject({ balance: 5, receipts: 2 });
  });

  it('when its process dies after points were given, then who goes on gives none twice and counts all', async () => {
    const members = await Promise.all(Array.from({ length: 3 }, () => aMember(database.db)));
    const rows = Array.from({ length: 1_200 }, (_, n) => {
      const member = members[n % 3];
      if (!member) throw new Error('there are three');
      return [member, daysAgo(1 + (n % 80)), 20] as [AMember, string, number];
    });
    const text = file(rows);
    const bytes = Buffer.from(text);
    const { importId, attempt } = (await bring(database, 'receipts', text, { dry: true, earns: true }))
      .import;
    await transaction(database.db, (tx) =>
      tx
        .update(importTable)
        .set({ status: 'writing', points: 0, countNew: 0 })
        .where(eq(importTable.importId, importId)),
    );
    const run = (onProgress?: () => void) =>
      runImport(database, {
        importId,
        attempt,
        source: () => inPieces(bytes),
        now: () => NOON,
        ...(onProgress && { onProgress }),
      });
    let runs = 0;
    const dies = run(() => {
      if (++runs === 1) throw new Error('killed');
    });
    await expect(dies).rejects.toThrow('killed');
    // As if the points of the first run had been committed, and its place had not.
    await database.sql`update import set groups_done = 0, count_new = 0 where import_id = ${importId}`;
    expect(await run()).toMatchObject({ status: 'done', countNew: 1_200, countSame: 0, points: 1_200 });
    const balances = await Promise.all(members.map(standing));
    expect(balances.map(({ balance }) => balance)).toEqual([400, 400, 400]);
    expect((await auditLedger(database.db)).findings).toEqual([]);
  });
});
