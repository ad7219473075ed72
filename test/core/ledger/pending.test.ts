import { beforeAll, describe, expect, test } from 'vitest';
import { activateByAction } from '#src/core/ledger/activate-by-action.ts';
import { activateLots } from '#src/core/ledger/activate-lots.ts';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { type NewLot, postTransfer } from '#src/core/ledger/post-transfer.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { transaction } from '#src/db/client.ts';
import type { MemberId, ReceiptId } from '#src/lib/id.ts';
import { aMember, aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
const days = (count: number) => new Date(NOON.getTime() + count * 86_400_000);
let made = 0;

beforeAll(() => aShop(database.db));

/** Points of a receipt that has earned them elsewhere; the books of receipts are not looked at here. */
function gain(memberId: MemberId, lots: NewLot[], { currency = 'points', receiptId }: Gain = {}) {
  const amount = lots.reduce((sum, each) => sum + each.amount, 0n);
  const key = `gain ${++made}`;
  return transaction(database.db, (tx) =>
    postTransfer(tx, {
      memberId,
      kind: 'adjust',
      currency,
      amount,
      account: 'adjusted',
      key,
      lots,
      ...(receiptId && { receiptId }),
      occurredAt: NOON,
      recordedAt: NOON,
    }),
  );
}
interface Gain {
  currency?: string;
  receiptId?: ReceiptId;
}

const activate = (at: Date) => transaction(database.db, (tx) => activateLots(tx, at, 1_000));
const told = async (memberId: MemberId) => {
  const rows = await database.sql<{ data: unknown }[]>`
    select data from event where member_id = ${memberId} and kind = 'points.activated' order by data->>'currency'`;
  return rows.map((each) => each.data);
};

describe('points that wait for their day', () => {
  test('are announced once, by member and currency, with the receipts that brought them', async () => {
    const { memberId } = await aMember(database.db, { balance: 5n });
    const lots = [{ amount: 20n, activeAt: days(3) }];
    await gain(memberId, lots, { receiptId: 'rcp_0000000000000000000a' });
    await gain(memberId, lots, { receiptId: 'rcp_0000000000000000000b' });
    await gain(memberId, [{ amount: 2n, activeAt: days(3) }], { currency: 'stickers' });
    await gain(memberId, [{ amount: 7n, activeAt: days(4) }]);
    await activate(days(2));
    expect(await told(memberId)).toEqual([]);
    await Promise.all([activate(days(3)), activate(days(3))]);
    const receiptIds = ['rcp_0000000000000000000a', 'rcp_0000000000000000000b'];
    expect(await told(memberId)).toEqual([
      { currency: 'points', amount: '40', receiptIds, balance: '52' },
      { currency: 'stickers', amount: '2', receiptIds: [], balance: '2' },
    ]);
    expect(await readBalance(database.db, memberId, days(3))).toMatchObject({ spendable: 45n });
  });

  test('can be spent at their moment, before any worker has come', async () => {
    const { memberId } = await aMember(database.db);
    await gain(memberId, [{ amount: 20n, activeAt: days(3) }]);
    expect((await readBalance(database.db, memberId, days(3))).spendable).toBe(20n);
  });

  test('are not announced when they were taken back before it', async () => {
    const { memberId } = await aMember(database.db);
    const { transferId } = await gain(memberId, [{ amount: 20n, activeAt: days(3) }]);
    await transaction(database.db, (tx) =>
      postTransfer(tx, {
        memberId,
        kind: 'reverse',
        amount: -20n,
        account: 'issued',
        key: 'back',
        lotIds: [`lot_${transferId.slice(4)}`],
        canOwe: true,
        occurredAt: days(1),
        recordedAt: days(1),
      }),
    );
    await activate(days(5));
    expect(await told(memberId)).toEqual([]);
    expect(await activate(days(5))).toBe(0);
  });
});

describe('points that wait for an action', () => {
  test('wait without a day, and live from the action on by the terms of their currency', async () => {
    const { memberId } = await aMember(database.db);
    await gain(memberId, [{ amount: 15n, waitsFor: 'survey' }]);
    await gain(memberId, [{ amount: 4n, waitsFor: 'review' }]);
    const before = await readBalance(database.db, memberId, days(400));
    expect(before.spendable).toBe(0n);
    expect(before.pending).toEqual([
      { amount: 4n, activeAt: null, waitsFor: 'review' },
      { amount: 15n, activeAt: null, waitsFor: 'survey' },
    ]);
    await activate(days(400));
    expect(await told(memberId)).toEqual([]);

    const act = () =>
      transaction(database.db, (tx) => activateByAction(tx, { memberId, action: 'survey', at: days(1) }));
    expect(await act()).toEqual([{ memberId, currency: 'points', amount: 15n, receiptIds: [] }]);
    expect(await act()).toEqual([]);
    const after = await readBalance(database.db, memberId, days(1));
    expect(after).toMatchObject({ spendable: 15n, pending: [{ amount: 4n }] });
    // A year by the clocks of Kyiv: 3 March is before summer time in both years.
    expect(after.nextExpiry).toEqual({ amount: 15n, expiresAt: new Date('2027-03-03T22:00:00Z') });
    expect(await told(memberId)).toHaveLength(1);
  });

  test('stay as they are when somebody does something else', async () => {
    const { memberId } = await aMember(database.db);
    await gain(memberId, [{ amount: 15n, waitsFor: 'survey' }]);
    const act = await transaction(database.db, (tx) =>
      activateByAction(tx, { memberId, action: 'other', at: NOON }),
    );
    expect(act).toEqual([]);
    expect((await readBalance(database.db, memberId, NOON)).spendable).toBe(0n);
  });
});

test('the books are right after all of it', async () => {
  expect((await auditLedger(database.db)).findings).toEqual([]);
});
