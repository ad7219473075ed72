import { beforeAll, describe, expect, test } from 'vitest';
import { type AskAdjustment, askAdjustment } from '#src/core/ledger/ask-adjustment.ts';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { decideAdjustment, reverseAdjustment } from '#src/core/ledger/decide-adjustment.ts';
import { expireLots } from '#src/core/ledger/expire-lots.ts';
import { listAdjustmentsOf, listWaitingAdjustments } from '#src/core/ledger/list-adjustments.ts';
import { mergeMembers } from '#src/core/ledger/merge-members.ts';
import { postTransfer } from '#src/core/ledger/post-transfer.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { undoMerge } from '#src/core/ledger/undo-merge.ts';
import { transaction } from '#src/db/client.ts';
import type { AdjustmentId, MemberId } from '#src/lib/id.ts';
import { aMember, aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
const days = (count: number) => new Date(NOON.getTime() + count * 86_400_000);
const [ANNA, BOHDAN] = ['stf_anna', 'stf_bohdan'];

beforeAll(() => aShop(database.db, { adjustmentLimit: 100n }));

const ask = (memberId: MemberId, fields: Partial<AskAdjustment> = {}) =>
  transaction(database.db, (tx) =>
    askAdjustment(tx, {
      memberId,
      amount: 50n,
      reason: 'apology',
      note: '',
      actor: ANNA,
      at: NOON,
      ...fields,
    }),
  );
const decide = (adjustmentId: AdjustmentId, actor: string, approve = true) =>
  transaction(database.db, (tx) => decideAdjustment(tx, { adjustmentId, approve, actor, at: days(1) }));
const reverse = (adjustmentId: AdjustmentId, actor: string) =>
  transaction(database.db, (tx) => reverseAdjustment(tx, { adjustmentId, actor, at: days(2) }));
const merge = (from: MemberId, into: MemberId) =>
  transaction(
    database.db,
    async (tx) => (await mergeMembers(tx, { from, into, actor: ANNA, at: NOON })).mergeId,
  );
const balanceOf = (memberId: MemberId) => readBalance(database.db, memberId, days(2));

describe('an adjustment', () => {
  test('is posted at once when it is small, told to the member and kept in the audit', async () => {
    const { memberId } = await aMember(database.db);
    const asked = await ask(memberId);
    expect(asked).toMatchObject({ status: 'posted', balance: 50n });
    const [event] = await database.sql<{ data: unknown }[]>`
      select data from event where member_id = ${memberId} and kind = 'points.adjusted'`;
    expect(event?.data).toEqual({ amount: '50', reason: 'apology', balance: '50', currency: 'points' });
    const audited = await database.sql`
      select actor, action, detail->>'amount' as amount from audit_log where subject = ${asked.adjustmentId}`;
    expect([...audited]).toEqual([{ actor: ANNA, action: 'adjustment.ask', amount: '50' }]);
  });

  test('gives points that end as all others do', async () => {
    const { memberId } = await aMember(database.db);
    await ask(memberId);
    const { nextExpiry } = await balanceOf(memberId);
    expect(nextExpiry).toEqual({ amount: 50n, expiresAt: new Date('2027-03-02T22:00:00Z') });
  });

  test('above the limit waits for somebody else, who posts it once', async () => {
    const { memberId } = await aMember(database.db);
    const { adjustmentId, status } = await ask(memberId, { amount: 101n });
    expect(status).toBe('waiting');
    expect(await listWaitingAdjustments(database.db, 10)).toMatchObject([{ adjustmentId }]);
    expect((await balanceOf(memberId)).balance).toBe(0n);
    await expect(decide(adjustmentId, ANNA)).rejects.toMatchObject({ code: 'needs_another_person' });
    const results = await Promise.allSettled([
      decide(adjustmentId, BOHDAN),
      decide(adjustmentId, BOHDAN),
      decide(adjustmentId, 'stf_third'),
    ]);
    expect(results.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
    expect((await balanceOf(memberId)).balance).toBe(101n);
    expect(await listWaitingAdjustments(database.db, 10)).toEqual([]);
    expect(await listAdjustmentsOf(database.db, memberId, 5)).toMatchObject([{ status: 'posted' }]);
  });

  test('can be refused, also by whoever asked, and is not posted after it', async () => {
    const { memberId } = await aMember(database.db);
    const { adjustmentId } = await ask(memberId, { amount: 101n });
    expect(await decide(adjustmentId, ANNA, false)).toEqual({ status: 'refused', balance: null });
    await expect(decide(adjustmentId, BOHDAN)).rejects.toMatchObject({
      code: 'adjustment_settled',
      details: { status: 'refused' },
    });
    expect((await balanceOf(memberId)).balance).toBe(0n);
  });

  test('takes points, but never more than there are', async () => {
    const { memberId } = await aMember(database.db, { balance: 30n });
    await ask(memberId, { amount: -30n, reason: 'fraud' });
    await expect(ask(memberId, { amount: -1n })).rejects.toMatchObject({ code: 'insufficient_points' });
    expect(await balanceOf(memberId)).toMatchObject({ balance: 0n, debt: 0n });
  });

  test('needs an amount, and words where the reason is another', async () => {
    const { memberId } = await aMember(database.db);
    await expect(ask(memberId, { amount: 0n })).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(ask(memberId, { reason: 'other', note: ' ' })).rejects.toMatchObject({
      details: { field: 'note' },
    });
    await expect(ask('mem_00000000000000000000')).rejects.toMatchObject({ code: 'member_not_found' });
  });
});

describe('taking an adjustment back', () => {
  test('takes what it gave, by a transfer that names it, once', async () => {
    const { memberId } = await aMember(database.db, { balance: 5n });
    const { adjustmentId } = await ask(memberId);
    expect(await reverse(adjustmentId, ANNA)).toEqual({ balance: 5n });
    await expect(reverse(adjustmentId, ANNA)).rejects.toMatchObject({ code: 'adjustment_settled' });
    const linked = await database.sql`
      select r.amount::integer from transfer r join transfer t on t.transfer_id = r.reverses
      where r.member_id = ${memberId} and t.idempotency_key = ${`adjust:${adjustmentId}`}`;
    expect([...linked]).toEqual([{ amount: -50 }]);
  });

  test('leaves a debt where the points are spent already', async () => {
    const { memberId } = await aMember(database.db);
    const { adjustmentId } = await ask(memberId);
    await transaction(database.db, (tx) =>
      postTransfer(tx, {
        memberId,
        kind: 'burn',
        amount: -35n,
        account: 'burnt',
        key: 'spent',
        occurredAt: days(1),
        recordedAt: days(1),
      }),
    );
    await reverse(adjustmentId, ANNA);
    expect(await balanceOf(memberId)).toMatchObject({ balance: 0n, debt: 35n });
  });

  test('gives taken points back with the expiry they had', async () => {
    const { memberId } = await aMember(database.db, { balance: 30n, expiresAt: days(9) });
    const { adjustmentId } = await ask(memberId, { amount: -20n, reason: 'correction' });
    await reverse(adjustmentId, BOHDAN);
    expect((await balanceOf(memberId)).nextExpiry).toEqual({ amount: 30n, expiresAt: days(9) });
  });

  test('does not take again what has expired unused', async () => {
    const { memberId } = await aMember(database.db, { balance: 80n });
    const { adjustmentId } = await ask(memberId);
    await transaction(database.db, (tx) => expireLots(tx, days(400), 100));
    const back = await transaction(database.db, (tx) =>
      reverseAdjustment(tx, { adjustmentId, actor: ANNA, at: days(401) }),
    );
    expect(back).toEqual({ balance: 80n });
    expect(await listAdjustmentsOf(database.db, memberId, 5)).toMatchObject([{ status: 'reversed' }]);
  });

  test('takes out of what it gave when that went over in a merge, as what ends sooner is theirs', async () => {
    const { memberId: from } = await aMember(database.db);
    const { memberId: into } = await aMember(database.db, { balance: 50n, expiresAt: days(9) });
    const { adjustmentId } = await ask(from);
    await merge(from, into);
    expect(await reverse(adjustmentId, ANNA)).toEqual({ balance: 50n });
    expect((await balanceOf(into)).nextExpiry).toEqual({ amount: 50n, expiresAt: days(9) });
  });

  test('gives back what was taken from whoever they had become, and takes it from them, also when they part', async () => {
    const { memberId: from } = await aMember(database.db);
    const { memberId: into } = await aMember(database.db, { balance: 300n, expiresAt: days(9) });
    const [taken, given] = [await ask(from, { amount: -120n }), await ask(from, { amount: 110n })];
    const mergeId = await merge(from, into);
    for (const { adjustmentId } of [taken, given]) await decide(adjustmentId, BOHDAN);
    await reverse(taken.adjustmentId, BOHDAN);
    expect((await balanceOf(into)).nextExpiry).toEqual({ amount: 300n, expiresAt: days(9) });
    await transaction(database.db, (tx) => undoMerge(tx, { mergeId, actor: ANNA, at: days(1) }));
    expect(await reverse(given.adjustmentId, BOHDAN)).toEqual({ balance: 300n });
    expect(await balanceOf(from)).toMatchObject({ balance: 0n, debt: 0n });
  });

  test('needs somebody else above the limit', async () => {
    const { memberId } = await aMember(database.db);
    const { adjustmentId } = await ask(memberId, { amount: 200n });
    await decide(adjustmentId, BOHDAN);
    await expect(reverse(adjustmentId, ANNA)).rejects.toMatchObject({ code: 'needs_another_person' });
    expect(await reverse(adjustmentId, BOHDAN)).toEqual({ balance: 0n });
  });
});

test('the books are right after all of it', async () => {
  expect((await auditLedger(database.db)).findings).toEqual([]);
});

describe('the limit of one person and one day', () => {
  const CAROL = 'stf_carol';

  test('counts what they have given and taken at the member before', async () => {
    const { memberId } = await aMember(database.db, { balance: 500n });
    expect((await ask(memberId, { amount: 60n, actor: CAROL })).status).toBe('posted');
    expect((await ask(memberId, { amount: -40n, actor: CAROL })).status).toBe('posted');
    const above = await ask(memberId, { amount: 1n, actor: CAROL });
    expect(above.status).toBe('waiting');
    // Somebody else has a limit of their own, and tomorrow is another day.
    expect((await ask(memberId, { amount: 100n, actor: BOHDAN })).status).toBe('posted');
    expect((await ask(memberId, { amount: 100n, actor: CAROL, at: days(1) })).status).toBe('posted');
  });

  test('does not count what a second person has agreed to, nor what was taken back', async () => {
    const { memberId } = await aMember(database.db);
    const { adjustmentId } = await ask(memberId, { amount: 300n, actor: 'stf_dora' });
    await decide(adjustmentId, BOHDAN);
    const mistake = await ask(memberId, { amount: 100n, actor: 'stf_dora' });
    expect(mistake.status).toBe('posted');
    await reverse(mistake.adjustmentId, 'stf_dora');
    expect((await ask(memberId, { amount: 100n, actor: 'stf_dora' })).status).toBe('posted');
  });

  test('with all members together is ten times that, also for those asked at once', async () => {
    const members = await Promise.all(Array.from({ length: 12 }, () => aMember(database.db)));
    const asked = await Promise.all(
      members.map(({ memberId }) => ask(memberId, { amount: 100n, actor: 'stf_ed' })),
    );
    expect(asked.filter(({ status }) => status === 'posted')).toHaveLength(10);
    expect(asked.filter(({ status }) => status === 'waiting')).toHaveLength(2);
  });
});
