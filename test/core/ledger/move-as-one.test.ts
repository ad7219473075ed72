import { beforeAll, expect, test } from 'vitest';
import { announceEvents } from '#src/core/deliveries/announce-events.ts';
import { listOwnTransfers } from '#src/core/ledger/list-own-transfers.ts';
import { listTransfers } from '#src/core/ledger/list-transfers.ts';
import { mergeMembers } from '#src/core/ledger/merge-members.ts';
import { findAsOne } from '#src/core/ledger/move-as-one.ts';
import { postTransfer } from '#src/core/ledger/post-transfer.ts';
import { undoMerge } from '#src/core/ledger/undo-merge.ts';
import { transaction } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { aMember, anIdentity, aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { eventsSettled } from '#test/support/events-settled.ts';

const database = useDatabase();
beforeAll(() => aShop(database.db));

let posted = 0;
const post = (memberId: MemberId, amount: bigint, currency = 'points') =>
  transaction(database.db, (tx) =>
    postTransfer(tx, {
      memberId,
      kind: 'adjust',
      amount,
      currency,
      account: 'adjusted',
      key: `post ${++posted}`,
      occurredAt: NOON,
      recordedAt: NOON,
    }),
  );

test('a merge of many lots is one line of each currency with their sum, undone too, and the chats are told', async () => {
  const { db } = database;
  const [{ memberId: from }, { memberId: into }] = [await aMember(db), await aMember(db)];
  await anIdentity(db, { memberId: from, messenger: 'viber' });
  await anIdentity(db, { memberId: into });
  await anIdentity(db, { memberId: into, messenger: 'viber' });
  for (const amount of [5000n, 15n, 14n, 55n]) await post(from, amount);
  await post(from, 3n, 'stickers');
  await post(into, 7n);
  const at = new Date(NOON.getTime() + 60_000);
  const { mergeId } = await transaction(db, (tx) => mergeMembers(tx, { from, into, actor: 'stf_a', at }));
  const moves = async (memberId: MemberId) => {
    const shown = await listTransfers(db, memberId, { limit: 20, movesAsOne: true });
    const own = await listOwnTransfers(db, memberId, { limit: 20 });
    const amounts = (rows: typeof own) =>
      rows.filter(({ kind }) => kind === 'move').map(({ amount, currency }) => `${amount} ${currency}`);
    expect(amounts(own).toSorted()).toEqual(amounts(shown).toSorted());
    return amounts(shown).toSorted();
  };
  expect(await moves(into)).toEqual(['3 stickers', '5084 points']);
  expect(await moves(from)).toEqual(['-3 stickers', '-5084 points']);
  const [newest] = await listTransfers(db, into, { limit: 1, movesAsOne: true, currency: 'points' });
  const named = { memberId: into, transferId: newest?.transferId ?? 'trf_' };
  expect(await findAsOne(db, named)).toMatchObject({ transfer: { amount: 5084n }, isSum: true });

  const later = new Date(at.getTime() + 60_000);
  await transaction(db, (tx) => undoMerge(tx, { mergeId, actor: 'stf_a', at: later }));
  expect(await moves(from)).toEqual(['-3 stickers', '-5084 points', '3 stickers', '5084 points']);

  await eventsSettled(database.sql);
  await transaction(db, (tx) => announceEvents(tx, { at: later, limit: 100 }));
  const told =
    await database.sql`select member_id, prompt ->> 'text' as text from delivery order by delivery_id`;
  const parted = (points: string) =>
    `Об’єднання карток скасовано: це знову окремі рахунки. На вашому ${points}.`;
  const said = (memberId: MemberId) =>
    told
      .filter(({ member_id }) => member_id === memberId)
      .map(({ text }) => text.replaceAll(/\s/g, ' '))
      .toSorted((a, b) => a.localeCompare(b, 'uk'));
  expect(said(from)).toEqual([parted('5 084 бали')]);
  const joined = 'Ваші картки об’єднано. На спільному рахунку 5 091 бал; на касі діє будь-яка з карток.';
  // Both chats of whoever stays hear of both.
  expect(said(into)).toEqual([joined, joined, parted('7 балів'), parted('7 балів')]);
  const events =
    await database.sql`select kind from event where kind ~ '^(member|cards)[.]' order by recorded_at`;
  expect(events.map(({ kind }) => kind)).toEqual(['member.merged', 'member.parted']);
});
