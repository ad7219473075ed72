// Receipts of a till that was cut off for so long that their points were over before they came.
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { announceEvents } from '#src/core/deliveries/announce-events.ts';
import type { MessagePrompt } from '#src/core/deliveries/prompt.ts';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { expireInactive, expireLots } from '#src/core/ledger/expire-lots.ts';
import { listTransfers } from '#src/core/ledger/list-transfers.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { acceptLate } from '#src/core/receipts/accept-late.ts';
import { readReceiptStory } from '#src/core/receipts/read-receipt-stories.ts';
import { transaction } from '#src/db/client.ts';
import { fixedClock } from '#src/lib/clock.ts';
import type { MemberId, ReceiptId } from '#src/lib/id.ts';
import { aMember, anIdentity, aReceipt, aShop, give, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { fresh } from '#test/support/fresh.ts';
import { publishRule } from '#test/support/publish-rule.ts';
import { until } from '#test/support/until.ts';

const database = useDatabase();
const clock = fixedClock(NOON);
const DAY_MS = 86_400_000;
const daysAgo = (days: number) => new Date(NOON.getTime() - days * DAY_MS);

beforeAll(async () => {
  await aShop(database.db, {}, { expiry: 'rolling', expiryMonths: 12 });
  const names = { uk: { one: 'зірка', few: 'зірки', many: 'зірок', other: 'зірки' } };
  await database.sql`insert into currency (currency, kind, names, expiry)
    values ('stars', 'partner', ${database.sql.json(names)}, 'never')`;
});
beforeEach(async () => {
  await database.sql.unsafe('delete from delivery; delete from event; delete from event_reader');
});

async function aReader(): Promise<MemberId> {
  const { memberId } = await aMember(database.db, { registeredAt: daysAgo(400) });
  await anIdentity(database.db, { memberId });
  return memberId;
}

async function brings(memberId: MemberId, ...days: number[]): Promise<void> {
  const told = days.map((each) => ({
    input: aReceipt({ occurredAt: daysAgo(each), number: '214' }),
    member: { memberId },
  }));
  const outcomes = await acceptLate({ sql: database.sql, ...fresh(database.db), clock }, told);
  expect(outcomes).toMatchObject(days.map(() => ({ outcome: 'accepted', earned: 5n })));
}

/** What is written before the points have run out and after, as it is a minute later. */
async function written(memberId: MemberId): Promise<string[]> {
  await announceAll();
  await transaction(database.db, (tx) => expireLots(tx, NOON, 100));
  await transaction(database.db, (tx) => expireInactive(tx, [memberId], NOON));
  await announceAll();
  const rows = await database.sql<{ prompt: MessagePrompt }[]>`
    select prompt from delivery where member_id = ${memberId} order by delivery_no`;
  return rows.map(({ prompt }) => prompt.text.replaceAll('\u00a0', ' '));
}

async function announceAll(): Promise<void> {
  await until('all events to be read', async () => {
    await transaction(database.db, (tx) => announceEvents(tx, { at: NOON, limit: 100 }));
    const [left] = await database.sql`
      select 1 from event e where not exists (select 1 from event_reader r
        where (e.recorded_in, e.event_no) <= (r.recorded_in, r.event_no)) limit 1`;
    return left === undefined;
  });
}

const booked = async (memberId: MemberId) =>
  (await listTransfers(database.db, memberId, { limit: 10 }))
    .map(({ kind, amount }) => `${kind} ${amount}`)
    .toSorted();
const balance = async (memberId: MemberId) => (await readBalance(database.db, memberId, NOON)).balance;

it('when nothing of its points is left, then nothing is said of their coming and going, and the books have both', async () => {
  const memberId = await aReader();
  await brings(memberId, 390, 389);
  expect(await written(memberId)).toEqual([]);
  expect(await booked(memberId)).toEqual(['earn 5', 'earn 5', 'expire -5', 'expire -5']);
  expect(await balance(memberId)).toBe(0n);
  expect(await auditLedger(database.db)).toMatchObject({ findings: [] });
});

it('when they still live, then they are told as ever', async () => {
  const memberId = await aReader();
  await brings(memberId, 300);
  expect(await written(memberId)).toEqual(['Чек 214 · Хрещатик 12 · 100,00 ₴\n+5 балів. На рахунку 5.']);
});

it('when other points run out in the same minute, then those alone are told, with what is left', async () => {
  const memberId = await aReader();
  await transaction(database.db, (tx) =>
    give(tx, { memberId, amount: 7n, at: daysAgo(100), expiresAt: daysAgo(0) }),
  );
  await brings(memberId, 390);
  expect(await written(memberId)).toEqual(['Минув термін: 7 балів. На рахунку 0.']);
});

it('when points end by inactivity, then it is the same', async () => {
  await database.sql`update currency set expiry = 'inactivity', expiry_months = 3 where currency = 'points'`;
  const memberId = await aReader();
  await brings(memberId, 390);
  expect(await written(memberId)).toEqual([]);
  expect(await booked(memberId)).toEqual(['earn 5', 'expire -5']);
  // What is bought later makes no gain of them.
  const [old] = await database.sql<{ receipt_id: ReceiptId }[]>`
    select receipt_id from receipt where member_id = ${memberId}`;
  await brings(memberId, 0);
  const story = await readReceiptStory(database.db, {
    memberId,
    receiptId: old?.receipt_id ?? ('' as ReceiptId),
  });
  expect([...story.lapsed]).toEqual([['points', 5n]]);
  // Kept alive by what was bought since.
  const other = await aReader();
  await brings(other, 120, 60);
  expect(await written(other)).toHaveLength(2);
  expect(await balance(other)).toBe(10n);
  await database.sql`update currency set expiry = 'rolling', expiry_months = 12 where currency = 'points'`;
});

it('when other points of it live, then one message tells them and that the rest was over', async () => {
  await publishRule(database, 'rul_00000000000000000002', {
    effects: [{ kind: 'fixed', currency: 'stars', points: 3 }],
  });
  const memberId = await aReader();
  await transaction(database.db, (tx) => give(tx, { memberId, amount: 7n }));
  await database.sql`delete from event`;
  await brings(memberId, 390);
  expect(await written(memberId)).toEqual([
    [
      'Чек 214 · Хрещатик 12 · 100,00 ₴',
      'На рахунку 7.',
      '+3 зірки, разом 3.',
      'Про цю покупку ми дізналися запізно, термін уже минув: 5 балів.',
    ].join('\n'),
  ]);
});
