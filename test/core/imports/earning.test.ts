import { beforeAll, describe, expect, it } from 'vitest';
import { readImport } from '#src/core/imports/read-import.ts';
import { runImport } from '#src/core/imports/run-import.ts';
import { beginWriting, writeImport } from '#src/core/imports/start-import.ts';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { Refusal } from '#src/core/refusal.ts';
import type { Effect } from '#src/core/rules/rule.ts';
import { transaction } from '#src/db/client.ts';
import { fixedClock } from '#src/lib/clock.ts';
import { type AMember, aMember, aShop, NOON, STORE } from '#test/support/a-shop.ts';
import { bring, inPieces } from '#test/support/an-import.ts';
import { anOffer } from '#test/support/an-offer.ts';
import { couponShop } from '#test/support/coupon-shop.ts';
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
    expect([dry.import.refused, done.refused]).toEqual([{ receipt_too_old: 1 }, { receipt_too_old: 1 }]);
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

  it('when the member holds a coupon that would work, then it is kept, as the dry run said', async () => {
    const { memberId, ...member } = await aMember(database.db);
    const shop = couponShop(database, fixedClock(new Date(daysAgo(3))));
    const effects: Effect[] = [{ kind: 'fixed', currency: 'points', points: 5 }];
    const offerId = await anOffer(database.db, { effects }, new Date(daysAgo(4)));
    await shop.take(memberId, offerId);
    const text = file([[{ memberId, ...member }, daysAgo(2), 100]]);
    const dry = await bring(database, 'receipts', text, { dry: true, earns: true });
    const done = await bring(database, 'receipts', text, { earns: true });
    expect([dry.import.points, done.import.points]).toEqual([5, 5]);
    expect((await shop.couponsOf(memberId)).map(({ status }) => status)).toEqual(['taken']);
  });

  it.each([
    ['goes on', false],
    ['begins to write anew', true],
  ])(
    'when its process dies between points and their commit and a till tells some too, then who %s gives none twice',
    async (_who, anew) => {
      const members = await Promise.all(Array.from({ length: 3 }, () => aMember(database.db)));
      const [first] = members;
      if (!first) throw new Error('there are three');
      const rows = Array.from({ length: 1_200 }, (_, n): [AMember, string, number] => [
        members[n % 3] ?? first,
        daysAgo(1 + (n % 80)),
        20,
      ]);
      const text = file([...rows, [first, daysAgo(500), 20]]);
      const bytes = Buffer.from(text);
      const { importId } = (await bring(database, 'receipts', text, { dry: true, earns: true })).import;
      await transaction(database.db, (tx) => writeImport(tx, { importId, actor: 'stf_1', at: NOON }));
      const run = async () => {
        const { attempt } = await readImport(database.db, importId);
        const source = () => inPieces(bytes);
        return await runImport(database, { importId, attempt, source, now: () => NOON });
      };
      // The second run of receipts has its points committed, and never its place.
      await database.sql.unsafe(`
      create function killed() returns trigger language plpgsql as $$ begin raise exception 'killed'; end $$;
      create trigger killed before update on import for each row when (new.groups_done > 500) execute function killed()`);
      await expect(run()).rejects.toMatchObject({ cause: { message: 'killed' } });
      await database.sql.unsafe('drop trigger killed on import; drop function killed');
      const sum = async () =>
        (await Promise.all(members.map(standing))).reduce((all, { balance }) => all + Number(balance), 0);
      expect(await sum()).toBe(999);
      expect(await readImport(database.db, importId)).toMatchObject({
        groupsDone: 500,
        points: 499,
        refused: { receipt_too_old: 1 },
      });

      // Of eleven days ago before it goes on, of two days ago while it does.
      const till = (n: number) => {
        const externalId = text.split('\n')[n + 1]?.split(',')[1] ?? '';
        const { memberId } = members[n % 3] ?? first;
        const occurredAt = new Date(daysAgo(1 + (n % 80)));
        const shop = couponShop(database, fixedClock(NOON));
        return shop.accept(memberId, { externalId, amountMinor: 20_00n, occurredAt });
      };
      expect(await till(1_130)).toMatchObject({ outcome: 'accepted', earned: 1n });
      if (anew) {
        const read = await readImport(database.db, importId);
        await transaction(database.db, (tx) => beginWriting(tx, read));
      }
      const [done, told] = await Promise.all([run(), till(1_121).catch((error: unknown) => error)]);
      const ofTill = told instanceof Refusal ? 1 : 2;
      expect(done).toMatchObject({
        status: 'done',
        countNew: 1_201 - ofTill,
        countSame: ofTill,
        countWrong: 0,
        points: 1_200 - ofTill,
        refused: { receipt_too_old: 1 },
      });
      expect(await sum()).toBe(1_200);
      expect((await auditLedger(database.db)).findings).toEqual([]);
    },
  );
});
