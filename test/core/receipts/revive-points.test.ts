// Points that expired by inactivity, and a purchase that was told only afterwards.
import { beforeAll, describe, expect, test } from 'vitest';
import { askAdjustment } from '#src/core/ledger/ask-adjustment.ts';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { reverseAdjustment } from '#src/core/ledger/decide-adjustment.ts';
import { expireInactive } from '#src/core/ledger/expire-lots.ts';
import { listTransfers } from '#src/core/ledger/list-transfers.ts';
import { postTransfer } from '#src/core/ledger/post-transfer.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { acceptReceiptIn } from '#src/core/receipts/accept-burn.ts';
import { acceptLate } from '#src/core/receipts/accept-late.ts';
import type { ReturnedWhat } from '#src/core/receipts/choose-return.ts';
import { receiptDesk } from '#src/core/receipts/receipt-desk.ts';
import type { ReceiptInput } from '#src/core/receipts/receipt-input.ts';
import { returnReceipt } from '#src/core/receipts/return-receipt.ts';
import { transaction } from '#src/db/client.ts';
import { explainTransfer } from '#src/http/admin/explain-transfer.ts';
import { fixedClock } from '#src/lib/clock.ts';
import type { MemberId } from '#src/lib/id.ts';
import { aMember, aReceipt, aShop, give, STORE } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { fresh } from '#test/support/fresh.ts';

const database = useDatabase();
const noon = (day: string) => new Date(`2026-${day}T12:00:00+03:00`);
const clock = fixedClock(noon('04-05'));

beforeAll(() => aShop(database.db, {}, { expiry: 'inactivity', expiryMonths: 3 }));

const deps = () => ({ sql: database.sql, ...fresh(database.db), clock });
const balance = async (memberId: MemberId) =>
  (await readBalance(database.db, memberId, clock.now())).spendable;

/** 40 points of 5 April: without a purchase they end on 5 July. */
async function someone(): Promise<MemberId> {
  const { memberId } = await aMember(database.db);
  await transaction(database.db, (tx) => give(tx, { memberId, amount: 40n, at: noon('04-05') }));
  return memberId;
}

async function expire(memberId: MemberId, day: string): Promise<void> {
  clock.set(noon(day));
  await transaction(database.db, (tx) => expireInactive(tx, [memberId], clock.now()));
}

/** A till that was cut off tells on `told` of purchases that earn 5 points each. */
async function bring(memberId: MemberId, told: string, ...receipts: ReceiptInput[]) {
  clock.set(noon(told));
  return await acceptLate(
    deps(),
    receipts.map((input) => ({ input, member: { memberId } })),
  );
}
const of = (day: string) => aReceipt({ occurredAt: noon(day) });

let returns = 0;
async function bringBack({ externalId }: ReceiptInput, what: ReturnedWhat = 'all'): Promise<void> {
  const at = clock.now();
  const known = await fresh(database.db).known();
  const named = { storeId: STORE, receiptExternalId: externalId, externalId: `back${++returns}`, what };
  await transaction(database.db, (tx) =>
    returnReceipt(tx, { ...named, acceptedBy: 'key', occurredAt: at, at, known }),
  );
}

const givenBack = async (memberId: MemberId) => {
  const rows = await database.sql<{ data: { amount: string; reason: string } }[]>`
    select data from event where member_id = ${memberId} and kind = 'points.adjusted'`;
  return rows.map(({ data }) => [data.amount, data.reason]);
};

describe('a purchase that is told late', () => {
  test('when its points have not expired yet, then it keeps them from its own day on', async () => {
    const memberId = await someone();
    // Past their day, and before anybody has looked.
    await bring(memberId, '07-06', of('06-10'));
    await expire(memberId, '09-09');
    expect(await balance(memberId)).toBe(45n);
    await expire(memberId, '09-11');
    expect(await balance(memberId)).toBe(0n);
  });

  test('when they expired although it was in time, then they come back once, and end from its day on', async () => {
    const memberId = await someone();
    await expire(memberId, '07-06');
    expect(await balance(memberId)).toBe(0n);
    const bought = of('06-10');
    await Promise.all([bring(memberId, '07-20', bought), bring(memberId, '07-20', bought)]);
    expect(await balance(memberId)).toBe(45n);
    await bring(memberId, '07-21', bought);
    expect(await balance(memberId)).toBe(45n);
    expect(await givenBack(memberId)).toEqual([['40', 'bought_in_time']]);
    await expire(memberId, '09-09');
    expect(await balance(memberId)).toBe(45n);
    await expire(memberId, '09-11');
    expect(await balance(memberId)).toBe(0n);
  });

  test('when the desk hears of it, or a transaction of something else, then they come back alike', async () => {
    const [one, other] = [await someone(), await someone()];
    await expire(one, '07-06');
    await expire(other, '07-06');
    await receiptDesk(deps()).accept(of('06-30'), { memberId: one });
    const { known, rules } = fresh(database.db);
    const asked = { receipt: of('06-30'), at: clock.now(), known: await known(), rules };
    await transaction(database.db, (tx) => acceptReceiptIn(tx, { ...asked, memberId: other }));
    expect([await balance(one), await balance(other)]).toEqual([45n, 45n]);
  });

  test('when it was too early or too late to keep them, then they stay expired', async () => {
    const [early, late] = [await someone(), await someone()];
    await expire(early, '07-20');
    await expire(late, '07-20');
    await bring(early, '07-21', of('04-10'));
    await bring(late, '07-21', of('07-20'));
    expect([await balance(early), await balance(late)]).toEqual([5n, 5n]);
    expect([await givenBack(early), await givenBack(late)]).toEqual([[], []]);
  });

  test('when they would have expired since, then they stay expired until a later purchase is told', async () => {
    const memberId = await someone();
    await expire(memberId, '07-06');
    await bring(memberId, '10-01', of('06-10'));
    expect(await givenBack(memberId)).toEqual([]);
    await bring(memberId, '10-02', of('08-30'));
    expect(await givenBack(memberId)).toEqual([['40', 'bought_in_time']]);
  });

  test('when a purchase of now comes after a gap, then it brings nothing back', async () => {
    const memberId = await someone();
    await expire(memberId, '07-06');
    await bring(memberId, '10-01', of('10-01'));
    await bring(memberId, '10-02', of('06-10'));
    expect(await givenBack(memberId)).toEqual([]);
  });

  test('when nobody is to be told, then nobody is', async () => {
    const memberId = await someone();
    await expire(memberId, '07-06');
    await acceptLate(deps(), [{ input: of('06-10'), member: { memberId } }], { quiet: true });
    expect([await balance(memberId), await givenBack(memberId)]).toEqual([45n, []]);
  });

  test('when the goods that earned such points come back, then they are taken back, and once', async () => {
    const memberId = await someone();
    const first = of('04-05');
    await bring(memberId, '04-05', first);
    await expire(memberId, '07-06');
    await bring(memberId, '07-20', of('06-10'));
    expect(await balance(memberId)).toBe(50n);
    await bringBack(first);
    expect(await balance(memberId)).toBe(45n);
  });

  test('when it comes back itself, then what it has saved expires again', async () => {
    const memberId = await someone();
    const bought = of('06-10');
    await expire(memberId, '07-06');
    await bring(memberId, '07-20', bought);
    await bringBack(bought);
    await expire(memberId, '07-21');
    expect(await balance(memberId)).toBe(0n);
  });

  test('when the goods came back while their points were expired, then those stay expired', async () => {
    const memberId = await someone();
    const [whole, part] = [of('04-05'), of('04-05')];
    await bring(memberId, '04-05', whole, part);
    await expire(memberId, '07-06');
    await bringBack(whole);
    await bring(memberId, '07-20', of('06-10'));
    // 40 that were given, 5 of the other receipt, 5 of the one that was told late.
    expect(await balance(memberId)).toBe(50n);
  });

  test('when an adjustment was reversed while its points were expired, then those stay expired', async () => {
    const { memberId } = await aMember(database.db);
    const asked = { memberId, amount: 30n, reason: 'apology', note: '', actor: 'stf_1' } as const;
    const { adjustmentId } = await transaction(database.db, (tx) =>
      askAdjustment(tx, { ...asked, at: noon('04-05') }),
    );
    await expire(memberId, '07-06');
    await transaction(database.db, (tx) =>
      reverseAdjustment(tx, { adjustmentId, actor: 'stf_1', at: clock.now() }),
    );
    await bring(memberId, '07-20', of('06-10'));
    expect(await balance(memberId)).toBe(5n);
  });

  test('when a part of the goods came back while their points were expired, then the rest comes back', async () => {
    const { memberId } = await aMember(database.db);
    const bought = aReceipt({ amountMinor: 200_00n, occurredAt: noon('04-05') });
    await bring(memberId, '04-05', bought);
    await expire(memberId, '07-06');
    await bringBack(bought, { amountMinor: 60_00 });
    await bring(memberId, '07-20', of('06-10'));
    // 7 of the 10, and 5 of the receipt that was told late.
    expect([await balance(memberId), await givenBack(memberId)]).toEqual([12n, [['7', 'bought_in_time']]]);
    await bring(memberId, '07-21', of('06-11'));
    expect(await balance(memberId)).toBe(17n);
    await bringBack(bought, { amountMinor: 40_00 });
    expect(await balance(memberId)).toBe(15n);
    await bringBack(bought);
    expect(await balance(memberId)).toBe(10n);
  });

  test('when a part of the goods came back before their points expired, then the rest comes back', async () => {
    const { memberId } = await aMember(database.db);
    const bought = aReceipt({ amountMinor: 200_00n, occurredAt: noon('04-05') });
    await bring(memberId, '04-05', bought);
    await bringBack(bought, { amountMinor: 60_00 });
    await expire(memberId, '07-06');
    await bringBack(bought, { amountMinor: 20_00 });
    await bring(memberId, '07-20', of('06-10'));
    expect(await balance(memberId)).toBe(11n);
    await bringBack(bought);
    expect(await balance(memberId)).toBe(5n);
  });

  test('when some of the points were spent before, then what came back is taken once', async () => {
    const { memberId } = await aMember(database.db);
    const bought = aReceipt({ amountMinor: 200_00n, occurredAt: noon('04-05') });
    await bring(memberId, '04-05', bought);
    const spent = { memberId, kind: 'burn', amount: -4n, account: 'burnt', key: 'spent' } as const;
    await transaction(database.db, (tx) =>
      postTransfer(tx, { ...spent, occurredAt: clock.now(), recordedAt: clock.now() }),
    );
    await expire(memberId, '07-06');
    await bringBack(bought, { amountMinor: 100_00 });
    await bring(memberId, '07-20', of('06-10'));
    // Of 10 one half was due: 4 were spent, and one is left.
    expect(await balance(memberId)).toBe(6n);
  });

  test('when points that had paid came back with their goods and expired, then they come back', async () => {
    const memberId = await someone();
    const paid = aReceipt({ burn: 20n, occurredAt: noon('04-06') });
    clock.set(noon('04-06'));
    const { known, rules } = fresh(database.db);
    const asked = { receipt: paid, at: clock.now(), known: await known(), rules };
    await transaction(database.db, (tx) => acceptReceiptIn(tx, { ...asked, memberId }));
    await bringBack(paid);
    await expire(memberId, '07-07');
    expect(await balance(memberId)).toBe(0n);
    await bring(memberId, '07-20', of('06-10'));
    expect(await balance(memberId)).toBe(45n);
  });

  test('then staff read why the points came back, and why some were taken again', async () => {
    const { memberId } = await aMember(database.db);
    const bought = aReceipt({ amountMinor: 200_00n, occurredAt: noon('04-05') });
    await bring(memberId, '04-05', bought);
    await expire(memberId, '07-06');
    await bringBack(bought, { amountMinor: 60_00 });
    await bring(memberId, '07-20', of('06-10'));
    const rows = await listTransfers(database.db, memberId, { limit: 10 });
    const told: [bigint, string | undefined][] = [];
    for (const transfer of rows.filter((each) => each.reverses !== null)) {
      const [why] = await explainTransfer(database.db, { transfer, language: 'en', at: clock.now() });
      told.push([transfer.amount, why]);
    }
    expect(told).toEqual([
      [-3n, 'When the points had expired, some of the goods came back: their points were taken back.'],
      [10n, 'The points came back: the purchase was in time, but it was told only after they had expired.'],
    ]);
  });
});

test('the books are right after all of it', async () => {
  expect((await auditLedger(database.db)).findings).toEqual([]);
});
