import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { type CaptureHold, captureHold } from '#src/core/ledger/capture-hold.ts';
import { expireLots } from '#src/core/ledger/expire-lots.ts';
import { type OpenHold, openHold } from '#src/core/ledger/open-hold.ts';
import { lotOf, postTransfer, type TransferInput } from '#src/core/ledger/post-transfer.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { readDebt } from '#src/core/ledger/read-debt.ts';
import { readHold } from '#src/core/ledger/read-hold.ts';
import { expireHolds, voidHold } from '#src/core/ledger/void-hold.ts';
import { transaction } from '#src/db/client.ts';
import type { HoldId, MemberId } from '#src/lib/id.ts';
import { aMember, aShop, give, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
const minutes = (count: number) => new Date(NOON.getTime() + count * 60_000);

beforeAll(() => aShop(database.db));

const open = (memberId: MemberId, fields: Partial<OpenHold> = {}) =>
  transaction(database.db, (tx) =>
    openHold(tx, { memberId, key: 'k', amount: 30n, minutes: 10, askedBy: 'key_1', at: NOON, ...fields }),
  );
const capture = (holdId: HoldId, fields: Partial<CaptureHold> = {}) =>
  transaction(database.db, (tx) => captureHold(tx, { holdId, at: minutes(1), ...fields } as CaptureHold));
const cancel = (holdId: HoldId, at = minutes(1)) =>
  transaction(database.db, (tx) => voidHold(tx, { holdId, at }));
let posted = 0;
const post = (
  memberId: MemberId,
  fields: Pick<TransferInput, 'kind' | 'amount' | 'account'> & Partial<TransferInput>,
) =>
  transaction(database.db, (tx) =>
    postTransfer(tx, { memberId, key: `post ${++posted}`, occurredAt: NOON, recordedAt: NOON, ...fields }),
  );
const balanceOf = (memberId: MemberId, at = NOON) => readBalance(database.db, memberId, at);

describe('points that are held', () => {
  test('cannot be spent or held twice, and still belong to the member', async () => {
    const { memberId } = await aMember(database.db, { balance: 100n });
    const held = await open(memberId);
    expect(held).toMatchObject({ outcome: 'opened', amount: 30n, expiresAt: minutes(10) });
    expect(await balanceOf(memberId)).toMatchObject({ balance: 100n, spendable: 70n, held: 30n });
    await expect(open(memberId, { key: 'other', amount: 71n })).rejects.toMatchObject({
      code: 'insufficient_points',
      details: { available: 70 },
    });
  });

  test('are held once for a key, and a key stands for one hold', async () => {
    const { memberId } = await aMember(database.db, { balance: 100n });
    const first = await open(memberId);
    const later = await open(memberId, { at: minutes(2) });
    expect(later).toEqual({ ...first, outcome: 'replayed' });
    await expect(open(memberId, { amount: 31n })).rejects.toMatchObject({ code: 'key_reused' });
    expect((await balanceOf(memberId)).held).toBe(30n);
  });

  test('are held at most once each when 20 callers want them at once', async () => {
    const { memberId } = await aMember(database.db, { balance: 100n });
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, caller) => open(memberId, { key: `c${caller}`, amount: 10n })),
    );
    expect(
      results
        .map((each) => (each.status === 'rejected' ? each.reason.code : 'held'))
        .map(String)
        .toSorted(),
    ).toEqual([...Array(10).fill('held'), ...Array(10).fill('insufficient_points')]);
    expect(await balanceOf(memberId)).toMatchObject({ balance: 100n, spendable: 0n, held: 100n });
  });

  test('are not held while burning waits, nor for longer than a day', async () => {
    const { memberId } = await aMember(database.db, { balance: 100n });
    await expect(open(memberId, { minutes: 1_441 })).rejects.toMatchObject({ code: 'invalid_input' });
    await database.sql`update member set burn_allowed_from = ${minutes(90)} where member_id = ${memberId}`;
    await expect(open(memberId)).rejects.toMatchObject({ code: 'burn_waits', details: { hours: 2 } });
  });
});

describe('a capture', () => {
  test('burns a part, those first that expire first, and lets go of the rest', async () => {
    const { memberId } = await aMember(database.db, { balance: 20n });
    const [soon, late] = [minutes(60), minutes(600)];
    await transaction(database.db, (tx) => give(tx, { memberId, amount: 15n, expiresAt: soon }));
    await transaction(database.db, (tx) => give(tx, { memberId, amount: 25n, expiresAt: late }));
    const { holdId } = await open(memberId);
    const captured = await capture(holdId, { amount: 18n });
    expect(captured).toMatchObject({ outcome: 'captured', captured: 18n, released: 12n, balance: 42n });
    expect(await balanceOf(memberId)).toMatchObject({
      spendable: 42n,
      held: 0n,
      nextExpiry: { amount: 22n, expiresAt: late },
    });
    expect(await readHold(database.db, { holdId })).toMatchObject({ status: 'captured', captured: 18n });
  });

  test('is harmless when it is sent again, and refused with another amount', async () => {
    const { memberId } = await aMember(database.db, { balance: 100n });
    const { holdId } = await open(memberId);
    const results = await Promise.all([capture(holdId), capture(holdId), capture(holdId)]);
    expect(new Set(results.map((each) => each.transferId)).size).toBe(1);
    expect(results.map((each) => each.outcome).toSorted()).toEqual(['captured', 'replayed', 'replayed']);
    expect((await balanceOf(memberId)).balance).toBe(70n);
    await expect(capture(holdId, { amount: 29n })).rejects.toMatchObject({ code: 'key_reused' });
  });

  test('finds the hold by its key, and none that never was', async () => {
    const { memberId } = await aMember(database.db, { balance: 100n });
    await open(memberId);
    const byKey = (holdKey: string) =>
      transaction(database.db, (tx) => captureHold(tx, { memberId, holdKey, at: NOON }));
    await expect(byKey('another')).rejects.toMatchObject({ code: 'hold_not_found' });
    expect((await byKey('k')).captured).toBe(30n);
  });

  test('takes no more than is held', async () => {
    const { memberId } = await aMember(database.db, { balance: 100n });
    const { holdId } = await open(memberId);
    await expect(capture(holdId, { amount: 31n })).rejects.toMatchObject({ code: 'insufficient_points' });
  });

  test('is refused once the hold was let go or its time is up', async () => {
    const { memberId } = await aMember(database.db, { balance: 100n });
    const voided = await open(memberId);
    await cancel(voided.holdId);
    await expect(capture(voided.holdId)).rejects.toMatchObject({
      code: 'hold_settled',
      details: { status: 'voided' },
    });
    const late = await open(memberId, { key: 'late' });
    await expect(capture(late.holdId, { at: minutes(10) })).rejects.toMatchObject({
      code: 'hold_settled',
      details: { status: 'expired' },
    });
  });
});

describe('a hold that ends', () => {
  test('lets go of its points when it is voided, however often, but not once it is captured', async () => {
    const { memberId } = await aMember(database.db, { balance: 100n });
    const { holdId } = await open(memberId);
    await cancel(holdId);
    await cancel(holdId);
    expect(await balanceOf(memberId)).toMatchObject({ spendable: 100n, held: 0n });
    const { holdId: spent } = await open(memberId, { key: 'spent' });
    await capture(spent);
    await expect(cancel(spent)).rejects.toMatchObject({ code: 'hold_settled' });
  });

  test('releases itself when its minutes are over, once, and not before', async () => {
    const { memberId } = await aMember(database.db, { balance: 100n });
    const { holdId } = await open(memberId);
    const expire = (at: Date) => transaction(database.db, (tx) => expireHolds(tx, at, 100));
    await expire(minutes(9));
    expect((await balanceOf(memberId)).held).toBe(30n);
    await Promise.all([expire(minutes(10)), expire(minutes(10))]);
    expect(await balanceOf(memberId)).toMatchObject({ spendable: 100n, held: 0n });
    expect(await readHold(database.db, { holdId })).toMatchObject({ status: 'expired' });
  });

  test('needs no worker to make room for the next one', async () => {
    const { memberId } = await aMember(database.db, { balance: 30n });
    await open(memberId);
    const next = await open(memberId, { key: 'next', at: minutes(11) });
    expect(next.outcome).toBe('opened');
  });
});

test('when a lot expires while part of it is held, then the rest expires and the held part can still be captured', async () => {
  const { memberId } = await aMember(database.db, { balance: 50n, expiresAt: minutes(5) });
  const { holdId } = await open(memberId);
  const other = await open(memberId, { key: 'let go', amount: 5n });
  const expire = (at: Date) => transaction(database.db, (tx) => expireLots(tx, at, 100));
  await expire(minutes(5));
  expect(await balanceOf(memberId, minutes(5))).toMatchObject({ balance: 35n, spendable: 0n, held: 35n });
  await capture(holdId, { at: minutes(6) });
  await cancel(other.holdId);
  await expire(minutes(7));
  expect((await balanceOf(memberId, minutes(7))).balance).toBe(0n);
});

describe('a debt beside held points', () => {
  /** A lot of 100 of which `held` are kept, and 60 taken back of it: what is not free is owed. */
  async function owing(held: bigint) {
    const { memberId } = await aMember(database.db);
    const lots = [{ amount: 100n, expiresAt: minutes(60) }];
    const { transferId } = await post(memberId, { kind: 'earn', amount: 100n, account: 'issued', lots });
    const { holdId } = await open(memberId, { amount: held });
    const lotIds = [lotOf(transferId)];
    await post(memberId, { kind: 'reverse', amount: -60n, account: 'issued', lotIds, canOwe: true });
    return { memberId, holdId };
  }
  const expire = () => transaction(database.db, (tx) => expireLots(tx, minutes(60), 100));

  test('is paid by what a voided hold lets go, so that nothing of it is charged again when the lot expires', async () => {
    const { memberId, holdId } = await owing(100n);
    expect(await balanceOf(memberId)).toMatchObject({ balance: 40n, debt: 60n, spendable: 0n });
    await cancel(holdId);
    await cancel(holdId);
    expect(await balanceOf(memberId)).toMatchObject({ balance: 40n, debt: 0n, spendable: 40n });
    await expire();
    expect(await balanceOf(memberId)).toMatchObject({ balance: 0n, debt: 0n });
  });

  test('is paid out of the very lot that the return has drawn from already', async () => {
    const { memberId, holdId } = await owing(70n);
    expect(await balanceOf(memberId)).toMatchObject({ balance: 40n, debt: 30n });
    await transaction(database.db, (tx) => expireHolds(tx, minutes(10), 100));
    expect(await readHold(database.db, { holdId })).toMatchObject({ status: 'expired' });
    expect(await balanceOf(memberId)).toMatchObject({ balance: 40n, debt: 0n, spendable: 40n });
  });

  test('is paid by what a capture leaves, as far as it goes, and the rest stays owed', async () => {
    const { memberId, holdId } = await owing(100n);
    expect((await capture(holdId, { amount: 70n })).released).toBe(30n);
    expect(await readDebt(database.db, memberId, 'points')).toBe(30n);
    await transaction(database.db, (tx) => give(tx, { memberId, amount: 50n }));
    await expire();
    expect(await balanceOf(memberId)).toMatchObject({ balance: 20n, debt: 0n, spendable: 20n });
  });

  test('is found by the audit when a hold is said to have paid more than it let go', async () => {
    const { memberId, holdId } = await owing(70n);
    await cancel(holdId);
    const rules = await transaction(database.db, async (tx) => {
      await tx.execute(sql`alter table lot_use disable trigger lot_use_append_only`);
      await tx.execute(sql`update lot_use set amount = amount + 41 where transfer_id = ${holdId}`);
      const { findings } = await auditLedger(tx);
      await tx.execute(sql`update lot_use set amount = amount - 41 where transfer_id = ${holdId}`);
      await tx.execute(sql`alter table lot_use enable trigger lot_use_append_only`);
      return findings.map((each) => each.rule);
    });
    expect(rules).toContain(
      'what draws from a lot is a transfer, or a hold that has ended and no more than it let go',
    );
    expect((await balanceOf(memberId)).balance).toBe(40n);
  });
});

test('the books are right after all of it', async () => {
  expect((await auditLedger(database.db)).findings).toEqual([]);
});
