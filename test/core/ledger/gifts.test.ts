import { beforeAll, describe, expect, test } from 'vitest';
import { acceptGift } from '#src/core/ledger/accept-gift.ts';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { expireLots } from '#src/core/ledger/expire-lots.ts';
import { type GiveGift, giveGift } from '#src/core/ledger/give-gift.ts';
import { mergeMembers } from '#src/core/ledger/merge-members.ts';
import { postTransfer } from '#src/core/ledger/post-transfer.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { listGifts } from '#src/core/ledger/read-gift.ts';
import { cancelGift, returnGifts } from '#src/core/ledger/return-gift.ts';
import { reverseGift } from '#src/core/ledger/reverse-gift.ts';
import { transaction } from '#src/db/client.ts';
import type { GiftId, MemberId } from '#src/lib/id.ts';
import { aMember, aShop, give as grant, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
const days = (count: number) => new Date(NOON.getTime() + count * 86_400_000);

beforeAll(() => aShop(database.db, { giftDayLimit: 100n, giftDays: 7 }));

const give = (memberId: MemberId, fields: Partial<GiveGift> = {}) =>
  transaction(database.db, (tx) =>
    giveGift(tx, { memberId, amount: 40n, toMemberId: null, at: NOON, ...fields }),
  );
const accept = (code: string, memberId: MemberId, at = days(1)) =>
  transaction(database.db, (tx) => acceptGift(tx, { code, memberId, at }));
const giveBack = (at: Date) => transaction(database.db, (tx) => returnGifts(tx, at, 100));
const balanceOf = async (memberId: MemberId) => (await readBalance(database.db, memberId, NOON)).balance;
const audited = async (giftId: string) => {
  const rows = await database.sql<{ actor: string; action: string }[]>`
    select actor, action from audit_log where subject = ${giftId} order by audit_id`;
  return rows.map(({ actor, action }) => [actor, action]);
};
const told = async (memberId: MemberId) => {
  const rows = await database.sql<{ kind: string }[]>`
    select kind from event where member_id = ${memberId} and kind like 'gift.%' order by recorded_at`;
  return rows.map((each) => each.kind);
};

describe('a gift', () => {
  test('goes from one to the other with the expiry that each point had', async () => {
    const giver = await aMember(database.db, { balance: 30n, expiresAt: days(20) });
    await transaction(database.db, (tx) =>
      grant(tx, { memberId: giver.memberId, amount: 50n, expiresAt: days(200) }),
    );
    const taker = await aMember(database.db);
    const { giftId, code, balance, expiresAt } = await give(giver.memberId, { note: 'З днем народження!' });
    expect({ balance, expiresAt }).toEqual({ balance: 40n, expiresAt: days(7) });
    expect(code).toMatch(/^[\w-]{16}$/);
    expect(await balanceOf(taker.memberId)).toBe(0n);

    expect(await accept(code, taker.memberId)).toMatchObject({ outcome: 'accepted', balance: 40n });
    expect(await accept(code, taker.memberId)).toMatchObject({ outcome: 'replayed', balance: 40n });
    const { nextExpiry } = await readBalance(database.db, taker.memberId, days(1));
    expect(nextExpiry).toEqual({ amount: 30n, expiresAt: days(20) });
    expect(await told(giver.memberId)).toEqual(['gift.accepted']);
    expect(await audited(giftId)).toEqual([
      [giver.memberId, 'gift.give'],
      [taker.memberId, 'gift.accept'],
    ]);
    expect(await listGifts(database.db, taker.memberId, 5)).toMatchObject([{ status: 'accepted' }]);
  });

  test('is told to the one it is meant for, and nobody else can take it', async () => {
    const { memberId } = await aMember(database.db, { balance: 90n });
    const { memberId: toMemberId } = await aMember(database.db);
    const { memberId: stranger } = await aMember(database.db);
    const { code } = await give(memberId, { toMemberId });
    expect(await told(toMemberId)).toEqual(['gift.given']);
    await expect(accept(code, stranger)).rejects.toMatchObject({ code: 'gift_not_found' });
    expect((await accept(code, toMemberId)).balance).toBe(40n);
  });

  test('is won by one of many who open its link at once', async () => {
    const giver = await aMember(database.db, { balance: 90n });
    const { code } = await give(giver.memberId);
    const takers = await Promise.all(Array.from({ length: 8 }, () => aMember(database.db)));
    const results = await Promise.allSettled(takers.map(({ memberId }) => accept(code, memberId)));
    expect(results.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
    const balances = await Promise.all(takers.map(({ memberId }) => balanceOf(memberId)));
    expect(balances.reduce((sum, each) => sum + each, 0n)).toBe(40n);
  });

  test('comes back by itself when nobody takes it, with its expiry, and cannot be taken any more', async () => {
    const giver = await aMember(database.db, { balance: 90n, expiresAt: days(30) });
    const { code } = await give(giver.memberId);
    await giveBack(days(6));
    expect(await balanceOf(giver.memberId)).toBe(50n);
    await Promise.all([giveBack(days(7)), giveBack(days(7))]);
    const after = await readBalance(database.db, giver.memberId, days(7));
    expect(after).toMatchObject({ balance: 90n, nextExpiry: { amount: 90n, expiresAt: days(30) } });
    expect(await told(giver.memberId)).toEqual(['gift.returned']);
    const late = accept(code, (await aMember(database.db)).memberId, days(7));
    await expect(late).rejects.toMatchObject({ code: 'gift_settled', details: { status: 'returned' } });
  });

  test('can be taken back by its giver until it is accepted, and by nobody else', async () => {
    const giver = await aMember(database.db, { balance: 90n });
    const other = await aMember(database.db);
    const { giftId, code } = await give(giver.memberId);
    const cancel = (memberId: MemberId) =>
      transaction(database.db, (tx) => cancelGift(tx, { giftId, memberId, at: days(1) }));
    await expect(cancel(other.memberId)).rejects.toMatchObject({ code: 'gift_not_found' });
    expect(await cancel(giver.memberId)).toMatchObject({ outcome: 'cancelled', balance: 90n });
    expect(await cancel(giver.memberId)).toMatchObject({ outcome: 'replayed' });
    await expect(accept(code, other.memberId)).rejects.toMatchObject({ code: 'gift_settled' });

    const next = await give(giver.memberId);
    await accept(next.code, other.memberId);
    const again = transaction(database.db, (tx) =>
      cancelGift(tx, { giftId: next.giftId, memberId: giver.memberId, at: days(1) }),
    );
    await expect(again).rejects.toMatchObject({ code: 'gift_settled', details: { status: 'accepted' } });
  });
});

describe('a gift is refused', () => {
  test('above what may be given in a day; what came back does not count', async () => {
    const { memberId } = await aMember(database.db, { balance: 500n });
    const { giftId } = await give(memberId, { amount: 70n });
    await expect(give(memberId, { amount: 31n })).rejects.toMatchObject({
      code: 'gift_day_limit',
      details: { left: 30 },
    });
    await transaction(database.db, (tx) => cancelGift(tx, { giftId, memberId, at: NOON }));
    await give(memberId, { amount: 100n });
    // Noon is 12:00 in Kyiv; twelve hours later it is another day there.
    await give(memberId, { amount: 100n, at: days(0.5) });
  });

  test('to oneself, by whatever way', async () => {
    const { memberId } = await aMember(database.db, { balance: 500n });
    await expect(give(memberId, { toMemberId: memberId })).rejects.toMatchObject({ code: 'gift_to_oneself' });
    const { code } = await give(memberId);
    await expect(accept(code, memberId)).rejects.toMatchObject({ code: 'gift_to_oneself' });
  });

  test('of points that are not there or not active, and while burning waits', async () => {
    const { memberId } = await aMember(database.db, { balance: 39n });
    await expect(give(memberId)).rejects.toMatchObject({ code: 'insufficient_points' });
    await database.sql`update member set burn_allowed_from = ${days(1)} where member_id = ${memberId}`;
    await expect(give(memberId, { amount: 1n })).rejects.toMatchObject({ code: 'burn_waits' });
  });

  test('of nothing, of an unknown currency, or under a link that nobody made', async () => {
    const { memberId } = await aMember(database.db, { balance: 39n });
    await expect(give(memberId, { amount: 0n })).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(give(memberId, { currency: 'none' })).rejects.toMatchObject({ code: 'currency_not_found' });
    await expect(accept('none', memberId)).rejects.toMatchObject({ code: 'gift_not_found' });
  });
});

test('the books are right after all of it', async () => {
  expect((await auditLedger(database.db)).findings).toEqual([]);
});

describe('a gift that staff reverse', () => {
  const reverse = (giftId: GiftId, at = days(2)) =>
    transaction(database.db, (tx) => reverseGift(tx, { giftId, actor: 'stf_anna', at }));
  async function accepted(amount = 40n) {
    const giver = await aMember(database.db, { balance: 30n, expiresAt: days(20) });
    await transaction(database.db, (tx) =>
      grant(tx, { memberId: giver.memberId, amount: 50n, expiresAt: days(200) }),
    );
    const taker = await aMember(database.db, { balance: 5n });
    const { giftId, code } = await give(giver.memberId, { amount });
    await accept(code, taker.memberId);
    return { giver: giver.memberId, taker: taker.memberId, giftId };
  }
  const spend = (memberId: MemberId, amount: bigint) =>
    transaction(database.db, (tx) =>
      postTransfer(tx, {
        memberId,
        kind: 'burn',
        amount: -amount,
        account: 'burnt',
        key: 'spent',
        occurredAt: days(1),
        recordedAt: days(1),
      }),
    );
  const booksAreRight = async () => expect((await auditLedger(database.db)).findings).toEqual([]);

  test('goes back to the giver with the expiry that each point had, once, and is in the audit', async () => {
    const { giver, taker, giftId } = await accepted();
    expect(await reverse(giftId)).toEqual({ outcome: 'reversed', amount: 40n });
    expect(await reverse(giftId)).toEqual({ outcome: 'replayed', amount: 0n });
    expect([await balanceOf(giver), await balanceOf(taker)]).toEqual([80n, 5n]);
    const { nextExpiry } = await readBalance(database.db, giver, days(2));
    expect(nextExpiry).toEqual({ amount: 30n, expiresAt: days(20) });
    expect((await audited(giftId)).at(-1)).toEqual(['stf_anna', 'gift.reverse']);
    await booksAreRight();
  });

  test('leaves a debt where the points are spent already, and the giver has them all the same', async () => {
    const { giver, taker, giftId } = await accepted();
    await spend(taker, 42n);
    await reverse(giftId);
    expect(await balanceOf(giver)).toBe(80n);
    expect(await readBalance(database.db, taker, days(2))).toMatchObject({ balance: 0n, debt: 37n });
    await booksAreRight();
  });

  test('does not take or give what has expired unused', async () => {
    const { giver, taker, giftId } = await accepted();
    await transaction(database.db, (tx) => expireLots(tx, days(21), 100));
    expect(await reverse(giftId, days(22))).toEqual({ outcome: 'reversed', amount: 10n });
    expect([await balanceOf(giver), await balanceOf(taker)]).toEqual([50n, 5n]);
    await booksAreRight();
  });

  test('follows the points when the one who took it has become part of another', async () => {
    const { giver, taker, giftId } = await accepted();
    const { memberId: into } = await aMember(database.db);
    await transaction(database.db, (tx) =>
      mergeMembers(tx, { from: taker, into, actor: 'stf_anna', at: days(1) }),
    );
    await reverse(giftId);
    expect([await balanceOf(giver), await balanceOf(into)]).toEqual([80n, 5n]);
    await booksAreRight();
  });

  test('is refused while it waits and when it came back', async () => {
    const { memberId } = await aMember(database.db, { balance: 50n });
    const { giftId } = await give(memberId);
    await expect(reverse(giftId)).rejects.toMatchObject({ code: 'gift_settled' });
  });
});
