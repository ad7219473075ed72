import { beforeAll, describe, expect, test } from 'vitest';
import { blockCard } from '#src/core/cards/block-card.ts';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { postTransfer } from '#src/core/ledger/post-transfer.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { lockStandings } from '#src/core/members/lock-standings.ts';
import { listReceiptLines, listReceipts } from '#src/core/receipts/list-receipts.ts';
import { receiptDesk } from '#src/core/receipts/receipt-desk.ts';
import type { ReceiptInput } from '#src/core/receipts/receipt-input.ts';
import { Refusal } from '#src/core/refusal.ts';
import { connect, type Database, transaction } from '#src/db/client.ts';
import { fixedClock } from '#src/lib/clock.ts';
import { type AMember, aMember, aReceipt, aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { fresh } from '#test/support/fresh.ts';

const database = useDatabase();

beforeAll(() => aShop(database.db));

function aDesk({ sql, db }: Pick<Database, 'sql' | 'db'> = database) {
  return receiptDesk({ sql, ...fresh(db), clock: fixedClock(NOON) });
}

const accept = (input: ReceiptInput, member: AMember) =>
  aDesk().accept(input, { cardNumber: member.cardNumber });

describe('a receipt', () => {
  test('earns by the base rule and is stored with its lines and an event', async () => {
    const member = await aMember(database.db);
    const line = {
      sku: '1',
      name: 'Хліб',
      category: 'Хліб',
      quantityMilli: 2_000,
      priceMinor: 30_00,
      discountMinor: 1_00,
      amountMinor: 59_00,
    };
    const accepted = await accept(aReceipt({ amountMinor: 862_40n, lines: [line] }), member);
    expect(accepted).toMatchObject({
      outcome: 'accepted',
      memberId: member.memberId,
      earned: 43n,
      burnt: 0n,
      balance: 43n,
    });
    const [stored] = await listReceipts(database.db, member.memberId, { limit: 5 });
    expect(stored).toMatchObject({
      amountMinor: 862_40n,
      earned: 43n,
      balanceAfter: 43n,
      storeName: 'Хрещатик 12',
    });
    const { memberId } = member;
    const [stands] = await listReceiptLines(database.db, { memberId, receiptId: accepted.receiptId });
    expect(stands).toMatchObject({ lineNo: 1, name: 'Хліб', quantityMilli: 2_000n, discountMinor: 100n });
    const events = await database.sql`select kind, data from event where member_id = ${memberId}`;
    expect(events[0]).toMatchObject({
      kind: 'receipt.accepted',
      data: { earned: 43, burnt: 0, balance: 43 },
    });
  });

  test('earns on what is paid with money when points pay for a part', async () => {
    const member = await aMember(database.db, { balance: 60n });
    const accepted = await accept(aReceipt({ amountMinor: 200_00n, burn: 50n }), member);
    expect(accepted).toMatchObject({ earned: 7n, burnt: 50n, balance: 17n });
  });

  test('lifts the member to the next tier, which the next receipt feels', async () => {
    const member = await aMember(database.db);
    await accept(aReceipt({ amountMinor: 10_000_00n }), member);
    expect(await accept(aReceipt({ amountMinor: 100_00n }), member)).toMatchObject({ earned: 7n });
  });

  test('earns once when it comes 50 times at once over several desks', async () => {
    const member = await aMember(database.db);
    const second = connect(database.url, { max: 3, applicationName: 'second process' });
    const desks = [aDesk(), aDesk(), aDesk(second)];
    const input = aReceipt();
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, call) =>
        (desks[call % 3] ?? aDesk()).accept(input, { memberId: member.memberId }),
      ),
    );
    await second.close();
    expect(new Set(answers.map((answer) => answer?.receiptId)).size).toBe(1);
    expect(answers.filter((answer) => answer?.outcome === 'accepted')).toHaveLength(1);
    expect((await readBalance(database.db, member.memberId, NOON)).balance).toBe(5n);
  });

  test('is refused once a balance is spent, when 32 callers spend it through two processes, half of them at tills', async () => {
    const { memberId } = await aMember(database.db, { balance: 100n });
    const second = connect(database.url, { max: 3, applicationName: 'second process' });
    const tills = [aDesk(), aDesk(second)] as const;
    const spent = { memberId, amount: -10n, kind: 'adjust', account: 'adjusted' } as const;
    const answers = await Promise.allSettled(
      Array.from({ length: 32 }, async (_, caller) => {
        const [here, till] = caller % 2 === 0 ? [database.db, tills[0]] : [second.db, tills[1]];
        // Nothing of it is paid with money, so it earns nothing.
        if (caller < 16) return await till.accept(aReceipt({ amountMinor: 10_00n, burn: 10n }), { memberId });
        const transfer = { ...spent, key: `caller ${caller}`, occurredAt: NOON, recordedAt: NOON };
        return await transaction(here, (tx) => postTransfer(tx, transfer));
      }),
    );
    await second.close();
    const refused = answers.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
    expect(refused).toEqual(
      Array.from({ length: 22 }, () => new Refusal('insufficient_points', { available: 0 })),
    );
    expect(await readBalance(database.db, memberId, NOON)).toMatchObject({ balance: 0n, spendable: 0n });
    const [drawn] = await database.sql`
      select count(*)::int as times, sum(amount)::int as points from transfer where member_id = ${memberId} and amount < 0`;
    expect(drawn).toEqual({ times: 10, points: -100 });
  });

  test('is refused when its number stands for another receipt, also on another card', async () => {
    const [one, other] = [await aMember(database.db), await aMember(database.db)];
    const input = aReceipt();
    await accept(input, one);
    await expect(accept({ ...input, amountMinor: 1n }, one)).rejects.toMatchObject({
      code: 'receipt_differs',
    });
    await expect(accept(input, other)).rejects.toMatchObject({ code: 'receipt_differs' });
  });

  test('is refused with what is there when it burns too much, and its number stays free', async () => {
    const member = await aMember(database.db, { balance: 9n });
    const input = aReceipt({ burn: 10n });
    await expect(accept(input, member)).rejects.toEqual(new Refusal('insufficient_points', { available: 9 }));
    expect(await accept({ ...input, burn: 9n }, member)).toMatchObject({ outcome: 'accepted', burnt: 9n });
  });

  test('is refused for a blocked card, an unknown card, a sum that is none and a day to come', async () => {
    const member = await aMember(database.db);
    await transaction(database.db, (tx) =>
      blockCard(tx, { memberId: member.memberId, reason: 'member', at: NOON }),
    );
    await expect(accept(aReceipt(), member)).rejects.toMatchObject({ code: 'card_blocked' });
    const stranger = { ...member, cardNumber: '2900000000001' };
    await expect(accept(aReceipt(), stranger)).rejects.toMatchObject({ code: 'card_not_found' });
    const desk = aDesk();
    const memberKey = { memberId: member.memberId };
    expect(() => desk.accept(aReceipt({ amountMinor: 0n }), memberKey)).toThrow(
      new Refusal('amount_not_valid', { most: 100_000_000 }),
    );
    const tomorrow = new Date(NOON.getTime() + 86_400_000);
    expect(() => desk.accept(aReceipt({ occurredAt: tomorrow }), memberKey)).toThrow(
      new Refusal('receipt_in_future'),
    );
    const longAgo = new Date(NOON.getTime() - 32 * 86_400_000);
    expect(() => desk.accept(aReceipt({ occurredAt: longAgo }), memberKey)).toThrow(
      new Refusal('receipt_too_old', { days: 31 }),
    );
  });
});

describe('receipts that come together', () => {
  test('get an outcome each, and a bad one does not harm its neighbours', async () => {
    const [rich, poor] = [await aMember(database.db, { balance: 50n }), await aMember(database.db)];
    const desk = aDesk();
    const answers = await Promise.allSettled([
      desk.accept(aReceipt({ amountMinor: 100_00n, burn: 20n }), rich),
      desk.accept(aReceipt({ burn: 1n }), poor),
      desk.accept(aReceipt(), { cardNumber: '2900000000001' }),
      desk.accept(aReceipt(), poor),
      desk.accept(aReceipt({ storeId: 'str_\u0000' as never }), poor),
    ]);
    expect(answers.map((answer) => answer.status)).toEqual([
      'fulfilled',
      'rejected',
      'rejected',
      'fulfilled',
      'rejected',
    ]);
    expect((await readBalance(database.db, rich.memberId, NOON)).balance).toBe(34n);
  });

  test('of one member come out as if they had come one after the other', async () => {
    const member = await aMember(database.db, { balance: 10n });
    const desk = aDesk();
    const key = { memberId: member.memberId };
    const answers = await Promise.all([
      desk.accept(aReceipt({ amountMinor: 200_00n }), key),
      desk.accept(aReceipt({ amountMinor: 200_00n, burn: 20n }), key),
      desk.accept(aReceipt({ amountMinor: 200_00n }), key),
    ]);
    expect(answers.map(({ balance }) => balance)).toEqual([20n, 9n, 19n]);
  });

  test('do not wait for one whose account somebody else holds, and that one is accepted once it is free', async () => {
    const [held, free] = [await aMember(database.db), await aMember(database.db)];
    const desk = aDesk();
    let release = () => {};
    const holding = new Promise<void>((resolve) => {
      release = resolve;
    });
    let locked = () => {};
    const isLocked = new Promise<void>((resolve) => {
      locked = resolve;
    });
    const holder = transaction(database.db, async (tx) => {
      await lockStandings(tx, held.memberId);
      locked();
      await holding;
    });
    await isLocked;
    const waiting = desk.accept(aReceipt(), held);
    const others = await Promise.all([desk.accept(aReceipt(), free), desk.accept(aReceipt(), free)]);
    expect(others.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted']);
    release();
    await holder;
    expect(await waiting).toMatchObject({ outcome: 'accepted', balance: 5n });
  });

  test('leave books that the audit finds right', async () => {
    expect((await auditLedger(database.db)).findings).toEqual([]);
  });
});

test('a desk whose database is away refuses at once and accepts the same receipt later', async () => {
  const member = await aMember(database.db);
  const broken = connect(database.url.replace(/:\d+\//, ':1/'), { connectTimeoutSeconds: 1 });
  const input = aReceipt();
  const key = { memberId: member.memberId };
  await expect(aDesk(broken).accept(input, key)).rejects.toThrow();
  await broken.close();
  expect(await aDesk().accept(input, key)).toMatchObject({ outcome: 'accepted' });
});
