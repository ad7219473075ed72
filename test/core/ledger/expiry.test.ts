import { beforeAll, describe, expect, test } from 'vitest';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { postTransfer } from '#src/core/ledger/post-transfer.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { warnExpiring, warnExpiringOf } from '#src/core/ledger/warn-expiring.ts';
import { createCurrency } from '#src/core/stores/change-currency.ts';
import { currencyExpiry, expiryOf } from '#src/core/stores/currency-expiry.ts';
import { transaction } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { aMember, aShop, give } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
const KYIV = 'Europe/Kyiv';
/** Noon in Kyiv, in winter and in summer. */
const winter = (day: string) => new Date(`${day}T12:00:00+02:00`);
const summer = (day: string) => new Date(`${day}T12:00:00+03:00`);

beforeAll(async () => {
  await aShop(database.db);
  await transaction(database.db, (tx) =>
    createCurrency(tx, {
      currency: 'partner',
      kind: 'partner',
      names: { uk: { one: 'миля', few: 'милі', many: 'миль', other: 'милі' } },
      expiry: 'inactivity',
      expiryMonths: 3,
    }),
  );
});

const warn = (memberId: MemberId, at: Date) =>
  transaction(database.db, (tx) => warnExpiringOf(tx, [memberId], at));
/** Today's pass over everybody. */
async function pass(at: Date): Promise<void> {
  let seen = 0;
  do seen = await transaction(database.db, (tx) => warnExpiring(tx, at, 5));
  while (seen > 0);
}
const giveUntil = (memberId: MemberId, amount: bigint, expiresAt: Date, at: Date) =>
  transaction(database.db, (tx) => give(tx, { memberId, amount, expiresAt, at }));

async function warned(memberId: MemberId): Promise<unknown[]> {
  const rows = await database.sql<{ data: { amount: string; expiresOn: string; daysBefore: number } }[]>`
    select data from event where member_id = ${memberId} and kind = 'points.expiring'
    order by recorded_at, data->>'expiresOn'`;
  return rows.map(({ data }) => [data.amount, data.expiresOn, data.daysBefore]);
}

describe('warnings before points expire', () => {
  test('are given 30, 7 and 1 days before, once each, for all points of a day together', async () => {
    const { memberId } = await aMember(database.db);
    await giveUntil(memberId, 10n, winter('2026-03-20'), winter('2026-01-02'));
    await giveUntil(memberId, 5n, new Date('2026-03-20T20:00:00+02:00'), winter('2026-01-02'));
    await giveUntil(memberId, 9n, winter('2026-03-21'), winter('2026-01-02'));
    for (const day of ['02-17', '02-18', '02-18', '02-19', '03-13', '03-19', '03-20'])
      await warn(memberId, winter(`2026-${day}`));
    expect(await warned(memberId)).toEqual([
      ['15', '2026-03-20', 30],
      ['9', '2026-03-21', 30],
      ['15', '2026-03-20', 7],
      // The 21st is seven days away on the 14th; nobody came by before the 19th.
      ['15', '2026-03-20', 1],
      ['9', '2026-03-21', 2],
      ['9', '2026-03-21', 1],
    ]);
  });

  test('name the last day on which points are good: what ends at midnight is good the day before', async () => {
    const { memberId } = await aMember(database.db);
    await giveUntil(memberId, 10n, new Date('2027-01-01T00:00:00+02:00'), winter('2026-12-01'));
    await warn(memberId, winter('2026-12-30'));
    expect(await warned(memberId)).toEqual([['10', '2026-12-31', 1]]);
  });

  test('count days by the clocks of the programme, across the change to summer time', async () => {
    const { memberId } = await aMember(database.db);
    // 23:30 in Kyiv on 1 April is 20:30 in UTC; the clocks change on 29 March 2026.
    await giveUntil(memberId, 10n, new Date('2026-04-01T23:30:00+03:00'), winter('2026-01-01'));
    await warn(memberId, winter('2026-03-24'));
    expect(await warned(memberId)).toEqual([['10', '2026-04-01', 8]]);
    await warn(memberId, winter('2026-03-25'));
    await warn(memberId, summer('2026-03-31'));
    expect(await warned(memberId)).toEqual([
      ['10', '2026-04-01', 8],
      ['10', '2026-04-01', 7],
      ['10', '2026-04-01', 1],
    ]);
  });

  test('tell of points that came late at the nearest distance only', async () => {
    const { memberId } = await aMember(database.db);
    await giveUntil(memberId, 10n, winter('2026-12-06'), winter('2026-12-01'));
    await warn(memberId, winter('2026-12-01'));
    await warn(memberId, winter('2026-12-02'));
    expect(await warned(memberId)).toEqual([['10', '2026-12-06', 5]]);
  });

  test('are given once when two processes give them at once, and for no points that were spent', async () => {
    const { memberId } = await aMember(database.db);
    await giveUntil(memberId, 10n, winter('2026-10-30'), summer('2026-10-01'));
    const spent = await aMember(database.db);
    await giveUntil(spent.memberId, 10n, winter('2026-10-30'), summer('2026-10-01'));
    await post(spent.memberId, -10n, summer('2026-10-02'));
    await Promise.all([warn(memberId, summer('2026-10-23')), warn(memberId, summer('2026-10-23'))]);
    await warn(spent.memberId, summer('2026-10-23'));
    expect(await warned(memberId)).toHaveLength(1);
    expect(await warned(spent.memberId)).toEqual([]);
  });
});

describe('when points end', () => {
  const base = { expiry: 'rolling' as const, expiryMonths: 1, expiryMonthDay: '12-31' };
  const end = (change: object, from: string) => {
    const ends = expiryOf(currencyExpiry({ ...base, ...change }), new Date(from).getTime(), KYIV);
    return ends === null ? null : new Date(ends).toISOString();
  };

  test('a month is a month of the calendar, to the end of its day by the clocks there, also across summer time', () => {
    expect(end({}, '2026-01-31T10:00:00Z')).toBe('2026-02-28T22:00:00.000Z');
    // The clocks leap from 3:00 to 4:00 on 29 March.
    expect(end({}, '2026-03-10T10:00:00Z')).toBe('2026-04-10T21:00:00.000Z');
    // 1 March, half past one at night in Kyiv.
    expect(end({}, '2026-02-28T23:30:00Z')).toBe('2026-04-01T21:00:00.000Z');
  });

  test('a calendar end is the end of its day, this year or the next', () => {
    const calendar = { expiry: 'calendar', expiryMonths: 3 };
    expect(end(calendar, '2026-05-01T10:00:00Z')).toBe('2026-12-31T22:00:00.000Z');
    expect(end(calendar, '2026-11-01T10:00:00Z')).toBe('2027-12-31T22:00:00.000Z');
  });

  test('points without an end have none', () => {
    expect(end({ expiry: 'never' }, '2026-05-01T10:00:00Z')).toBeNull();
    expect(end({ expiry: 'inactivity' }, '2026-05-01T10:00:00Z')).toBeNull();
  });
});

describe('points that end when their member stays away', () => {
  test('are warned of and end months after the last receipt, and a receipt begins it anew', async () => {
    const { memberId } = await aMember(database.db);
    await post(memberId, 40n, winter('2026-01-05'), 'partner');
    const shops = (at: Date) =>
      database.sql`update standing set last_receipt_at = ${at} where member_id = ${memberId}`;
    await shops(winter('2026-01-31'));
    await pass(summer('2026-04-25'));
    expect(await warned(memberId)).toEqual([['40', '2026-04-30', 5]]);
    await shops(summer('2026-04-26'));
    await pass(summer('2026-04-30'));
    expect((await readBalance(database.db, memberId, summer('2026-04-30'), 'partner')).balance).toBe(40n);
    // 26 July at noon: three months by the clock.
    await pass(new Date('2026-07-26T11:59:00+03:00'));
    expect((await readBalance(database.db, memberId, summer('2026-07-26'), 'partner')).balance).toBe(40n);
    await pass(summer('2026-07-27'));
    expect((await readBalance(database.db, memberId, summer('2026-07-27'), 'partner')).balance).toBe(0n);
    const [expired] = await database.sql<{ data: unknown }[]>`
      select data from event where member_id = ${memberId} and kind = 'points.expired'`;
    expect(expired?.data).toMatchObject({ amount: '40', currency: 'partner' });
  });

  test('count from their own beginning when nothing was ever bought', async () => {
    const { memberId } = await aMember(database.db);
    await post(memberId, 8n, summer('2026-08-01'), 'partner');
    await pass(summer('2026-10-20'));
    expect((await readBalance(database.db, memberId, summer('2026-10-20'), 'partner')).balance).toBe(8n);
    await pass(winter('2026-11-02'));
    expect((await readBalance(database.db, memberId, winter('2026-11-02'), 'partner')).balance).toBe(0n);
  });
});

test('when everybody is looked at, then once a day and between ten and eight in the evening', async () => {
  const people = await Promise.all([1, 2, 3].map(() => aMember(database.db)));
  for (const { memberId } of people)
    await giveUntil(memberId, 10n, winter('2026-12-15'), winter('2026-12-01'));
  const counts = async () =>
    (await Promise.all(people.map(({ memberId }) => warned(memberId)))).map((each) => each.length);
  await pass(new Date('2026-12-10T09:59:00+02:00'));
  await pass(new Date('2026-12-10T20:00:00+02:00'));
  expect(await counts()).toEqual([0, 0, 0]);
  await pass(new Date('2026-12-10T10:00:00+02:00'));
  await Promise.all([pass(winter('2026-12-10')), pass(winter('2026-12-11'))]);
  expect(await counts()).toEqual([1, 1, 1]);
});

let posted = 0;
function post(memberId: MemberId, amount: bigint, at: Date, currency = 'points') {
  return transaction(database.db, (tx) =>
    postTransfer(tx, {
      memberId,
      kind: 'adjust',
      currency,
      amount,
      account: 'adjusted',
      key: `post ${++posted}`,
      occurredAt: at,
      recordedAt: at,
    }),
  );
}

test('the books are right after all of it', async () => {
  expect((await auditLedger(database.db)).findings).toEqual([]);
});
