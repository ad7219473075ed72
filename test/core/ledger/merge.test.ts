import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
import { findCardByNumber, listCards } from '#src/core/cards/read-card.ts';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { giveGift } from '#src/core/ledger/give-gift.ts';
import { mergeMembers } from '#src/core/ledger/merge-members.ts';
import { openHold } from '#src/core/ledger/open-hold.ts';
import { lotOf, postTransfer, type TransferInput } from '#src/core/ledger/post-transfer.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { cancelGift } from '#src/core/ledger/return-gift.ts';
import { forgetMerges, listMerges, undoMerge } from '#src/core/ledger/undo-merge.ts';
import { listIdentities } from '#src/core/members/ensure-identity.ts';
import { eraseMember } from '#src/core/members/erase-member.ts';
import { findMemberByPhone, readMember } from '#src/core/members/read-member.ts';
import { transaction } from '#src/db/client.ts';
import { standing } from '#src/db/schema/members.ts';
import { type MemberId, type MergeId, newId } from '#src/lib/id.ts';
import { type AMember, aMember, anIdentity, aShop, NOON, STORE } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { until } from '#test/support/until.ts';

const database = useDatabase();
const days = (count: number) => new Date(NOON.getTime() + count * 86_400_000);
let phones = 0;
const newPhone = () => `+38067${String(++phones).padStart(7, '0')}`;

beforeAll(() => aShop(database.db));

const merge = (from: MemberId, into: MemberId) =>
  transaction(database.db, (tx) => mergeMembers(tx, { from, into, actor: 'stf_anna', at: NOON }));
const undo = (mergeId: MergeId, at = days(3)) =>
  transaction(database.db, (tx) => undoMerge(tx, { mergeId, actor: 'stf_bohdan', at }));
const balanceOf = (memberId: MemberId, currency = 'points') =>
  readBalance(database.db, memberId, days(3), currency);
let posted = 0;
const post = (memberId: MemberId, amount: bigint, fields: Partial<TransferInput> = {}) =>
  transaction(database.db, (tx) =>
    postTransfer(tx, {
      memberId,
      kind: 'adjust',
      amount,
      account: 'adjusted',
      key: `post ${++posted}`,
      occurredAt: days(1),
      recordedAt: days(1),
      ...fields,
    }),
  );
/** A receipt of that month, with the standing that follows from it. */
async function buys(memberId: MemberId, turnoverMinor: bigint, month: string): Promise<void> {
  const receiptId = newId('rcp', NOON.getTime());
  const at = new Date(`${month}-10T10:00:00Z`);
  await database.sql`
    with receipt as (
      insert into receipt (member_id, receipt_id, store_id, external_id, number, amount_minor, earned, burnt, balance_after,
        accepted_by, occurred_at, recorded_at)
      values (${memberId}, ${receiptId}, ${STORE}, ${receiptId}, '1', ${turnoverMinor}, 0, 0, 0, 'key', ${at}, ${at}))
    insert into receipt_key (store_id, external_id, member_id, receipt_id, input_hash)
    values (${STORE}, ${receiptId}, ${memberId}, ${receiptId}, '')`;
  const bought = { turnoverMinor, receipts: 1, firstReceiptAt: at, lastReceiptAt: at };
  await database.db
    .update(standing)
    .set({ ...bought, months: { [month]: Number(turnoverMinor) } })
    .where(eq(standing.memberId, memberId));
}

/** One person as two members: both with points, chats and purchases; the phone is known of one. */
async function twoOfOne(): Promise<{ from: AMember; into: AMember; phone: string }> {
  const phone = newPhone();
  const from = await aMember(database.db, { name: 'Ірина', phone, balance: 30n, expiresAt: days(40) });
  const into = await aMember(database.db, { name: 'Ірина К.', balance: 5n });
  await anIdentity(database.db, { memberId: from.memberId, messenger: 'viber' });
  await anIdentity(database.db, { memberId: into.memberId });
  await buys(from.memberId, 9_000_00n, '2026-02');
  await buys(into.memberId, 4_000_00n, '2026-01');
  return { from, into, phone };
}

describe('two members who become one', () => {
  test('have the points, cards, chats, purchases, phone and tier of both', async () => {
    const { from, into, phone } = await twoOfOne();
    await post(from.memberId, 3n, { currency: 'stickers' });
    const { points } = await merge(from.memberId, into.memberId);
    expect(points).toBe(30n);
    expect(await balanceOf(into.memberId)).toMatchObject({
      balance: 35n,
      nextExpiry: { amount: 30n, expiresAt: days(40) },
    });
    expect((await balanceOf(into.memberId, 'stickers')).balance).toBe(3n);
    expect((await findCardByNumber(database.db, from.cardNumber))?.memberId).toBe(into.memberId);
    expect(await listIdentities(database.db, into.memberId)).toHaveLength(2);
    const member = await readMember(database.db, into.memberId);
    expect(member).toMatchObject({ name: 'Ірина К.', phone, tierKey: 'silver', turnoverMinor: 13_000_00n });
    expect((await findMemberByPhone(database.db, phone))?.memberId).toBe(into.memberId);
    await expect(readMember(database.db, from.memberId)).rejects.toMatchObject({ code: 'member_erased' });
  });

  test('let go of what was held for the one who goes', async () => {
    const { from, into } = await twoOfOne();
    const { memberId } = from;
    const held = { memberId, key: 'k', amount: 10n, minutes: 60, askedBy: 'key_1', at: NOON };
    await transaction(database.db, (tx) => openHold(tx, held));
    await merge(memberId, into.memberId);
    expect(await balanceOf(into.memberId)).toMatchObject({ balance: 35n, spendable: 35n });
  });

  test('are two, not one and the same or one who has left', async () => {
    const { memberId } = await aMember(database.db);
    const other = await aMember(database.db);
    await expect(merge(memberId, memberId)).rejects.toMatchObject({ code: 'merge_with_itself' });
    await transaction(database.db, (tx) => eraseMember(tx, other.memberId, NOON));
    await expect(merge(other.memberId, memberId)).rejects.toMatchObject({ code: 'member_erased' });
  });
});

describe('a merge that is undone', () => {
  test('puts everything back as it was, and says who did it', async () => {
    const { from, into, phone } = await twoOfOne();
    const before = await readMember(database.db, from.memberId);
    const { mergeId } = await merge(from.memberId, into.memberId);
    const undone = await undo(mergeId);
    expect(undone).toEqual({ from: from.memberId, into: into.memberId, points: 30n, missing: 0n });
    expect(await readMember(database.db, from.memberId)).toEqual(before);
    expect((await findMemberByPhone(database.db, phone))?.memberId).toBe(from.memberId);
    expect(await readMember(database.db, into.memberId)).toMatchObject({
      phone: null,
      tierKey: 'base',
      turnoverMinor: 4_000_00n,
    });
    expect((await balanceOf(from.memberId)).nextExpiry).toEqual({ amount: 30n, expiresAt: days(40) });
    expect((await balanceOf(into.memberId)).balance).toBe(5n);
    expect(await listCards(database.db, from.memberId)).toHaveLength(1);
    expect((await findCardByNumber(database.db, from.cardNumber))?.memberId).toBe(from.memberId);
    expect(await listIdentities(database.db, from.memberId)).toMatchObject([{ messenger: 'viber' }]);
    expect(await listMerges(database.db, into.memberId)).toMatchObject([
      { status: 'undone', mergedBy: 'stf_anna', undoneBy: 'stf_bohdan' },
    ]);
    await expect(undo(mergeId)).rejects.toMatchObject({ code: 'merge_undone' });
  });

  test('gives back what is left of the points and says how many are missing', async () => {
    const { from, into } = await twoOfOne();
    const { mergeId } = await merge(from.memberId, into.memberId);
    await post(into.memberId, -12n, { kind: 'burn', account: 'burnt' });
    await post(into.memberId, 100n);
    expect(await undo(mergeId)).toMatchObject({ points: 18n, missing: 12n });
    expect((await balanceOf(from.memberId)).balance).toBe(18n);
    expect((await balanceOf(into.memberId)).balance).toBe(105n);
  });

  test('gives a debt back with what was taken for it', async () => {
    const { memberId: from } = await aMember(database.db);
    const { memberId: into } = await aMember(database.db, { balance: 15n, expiresAt: days(50) });
    const { transferId } = await post(from, 20n);
    await post(from, -20n);
    await post(from, -20n, { kind: 'reverse', lotIds: [lotOf(transferId)], canOwe: true });
    const { mergeId } = await merge(from, into);
    expect(await balanceOf(into)).toMatchObject({ balance: 0n, debt: 5n });
    await undo(mergeId);
    expect(await balanceOf(from)).toMatchObject({ balance: 0n, debt: 20n });
    expect(await balanceOf(into)).toMatchObject({
      balance: 15n,
      debt: 0n,
      nextExpiry: { amount: 15n, expiresAt: days(50) },
    });
  });

  test('keeps a phone that somebody else has taken meanwhile with them', async () => {
    const { from, into, phone } = await twoOfOne();
    const { mergeId } = await merge(from.memberId, into.memberId);
    await database.sql`delete from phone where phone = ${phone}`;
    const { memberId: taker } = await aMember(database.db, { phone });
    await undo(mergeId);
    expect((await findMemberByPhone(database.db, phone))?.memberId).toBe(taker);
    expect((await readMember(database.db, from.memberId)).phone).toBeNull();
  });

  test('is refused after 30 days, when its words are forgotten, and once one has left', async () => {
    const first = await twoOfOne();
    const { mergeId } = await merge(first.from.memberId, first.into.memberId);
    await expect(undo(mergeId, days(30.1))).rejects.toMatchObject({ code: 'merge_too_old' });
    await transaction(database.db, (tx) => forgetMerges(tx, days(31), 1_000));
    const kept = await database.sql`select 1 from merge where moved <> '{}'`;
    expect(kept).toHaveLength(0);

    const second = await twoOfOne();
    const { mergeId: other } = await merge(second.from.memberId, second.into.memberId);
    await transaction(database.db, (tx) => eraseMember(tx, second.into.memberId, days(1)));
    await expect(undo(other)).rejects.toMatchObject({ code: 'member_erased' });
    const moved = await database.sql`select moved::text as text from merge where merge_id = ${other}`;
    expect(moved[0]).toEqual({ text: '{}' });
  });
});

describe('a merge after another', () => {
  test('takes along what was held when the first one was undone', async () => {
    const { memberId: from } = await aMember(database.db, { balance: 100n });
    const { memberId: into } = await aMember(database.db);
    const { memberId: third } = await aMember(database.db);
    const { mergeId } = await merge(from, into);
    const held = { memberId: into, key: 'k', amount: 40n, minutes: 60, askedBy: 'key_1', at: NOON };
    await transaction(database.db, (tx) => openHold(tx, held));
    expect(await undo(mergeId, NOON)).toMatchObject({ points: 60n, missing: 40n });
    expect((await merge(into, third)).points).toBe(40n);
    expect((await merge(from, third)).points).toBe(60n);
    expect(await balanceOf(third)).toMatchObject({ balance: 100n, spendable: 100n });
  });

  test('leaves the books right when a gift came back in between', async () => {
    const { memberId: giver } = await aMember(database.db, { balance: 20n });
    const { memberId: second } = await aMember(database.db);
    const { memberId: third } = await aMember(database.db);
    const asked = { memberId: giver, amount: 20n, toMemberId: null, at: NOON };
    const { giftId } = await transaction(database.db, (tx) => giveGift(tx, asked));
    await merge(giver, second);
    await transaction(database.db, (tx) => cancelGift(tx, { giftId, memberId: second, at: days(1) }));
    await merge(second, third);
    expect((await balanceOf(third)).balance).toBe(20n);
    expect((await auditLedger(database.db)).findings).toEqual([]);
  });
});

test('when one is erased while the merge is undone, then the other waits and finds them gone', async () => {
  const { into } = await twoOfOne();
  const { memberId: from } = await aMember(database.db, { balance: 7n });
  const { mergeId } = await merge(from, into.memberId);
  const waiting = async (count: number) => {
    const [row] = await database.sql<{ n: number }[]>`
      select count(*)::integer as n from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`;
    return (row?.n ?? 0) >= count;
  };
  const ended: Promise<PromiseSettledResult<unknown>[]>[] = [];
  // Keeps the erasing half way: it has the member, and not yet what the merge has put aside.
  await database.sql.begin(async (blocker) => {
    await blocker`select 1 from identity where member_id = ${into.memberId} for update`;
    const erase = transaction(database.db, (tx) => eraseMember(tx, into.memberId, days(1)));
    await until('the erasing to wait', () => waiting(1));
    ended.push(Promise.allSettled([erase, undo(mergeId)]));
    await until('the undoing to wait', () => waiting(2));
  });
  expect(await ended[0]).toMatchObject([
    { status: 'fulfilled' },
    { status: 'rejected', reason: { code: 'member_erased' } },
  ]);
});

test('the books are right after all of it', async () => {
  expect((await auditLedger(database.db)).findings).toEqual([]);
});
