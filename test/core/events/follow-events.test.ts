import { beforeAll, beforeEach, expect, it } from 'vitest';
import { followEvents } from '#src/core/events/follow-events.ts';
import { transaction } from '#src/db/client.ts';
import { aMember, aShop } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();

beforeAll(() => aShop(database.db));
beforeEach(async () => {
  await database.sql.unsafe('delete from event; delete from event_reader');
});

/** An event that the transaction of this number has recorded. */
async function recordedIn(transactionNo: number): Promise<void> {
  const { memberId } = await aMember(database.db);
  await database.sql`
    insert into event (member_id, event_id, kind, data, recorded_at, recorded_in)
    values (${memberId}, ${`evt_${transactionNo}`}, 'member.event', '{"name":"n","key":"k"}', now(), ${transactionNo}::text::xid8)`;
}

const read = (limit: number) =>
  transaction(database.db, async (tx) =>
    (await followEvents(tx, { reader: 'a reader', limit })).map(({ eventId }) => eventId),
  );

it('reads in the order of transactions, whose numbers are no text', async () => {
  for (const transactionNo of [100, 99, 101, 9]) await recordedIn(transactionNo);
  expect(await read(2)).toEqual(['evt_9', 'evt_99']);
  expect(await read(2)).toEqual(['evt_100', 'evt_101']);
  expect(await read(2)).toEqual([]);
});

it('reads one event after another from the index, however many wait', async () => {
  await recordedIn(9);
  await database.sql`
    insert into event (member_id, event_id, kind, data, recorded_at, recorded_in)
    select member_id, 'evt_more' || n, kind, data, recorded_at, recorded_in from event, generate_series(1, 2000) n`;
  const rows = await transaction(database.db, async (tx) => {
    await followEvents(tx, { reader: 'another reader', limit: 10 });
    const [row] = await tx.execute<{ rows: bigint }>(
      `select coalesce(idx_tup_fetch, 0) + coalesce(seq_tup_read, 0) as rows from pg_stat_xact_user_tables where relname = 'event'`,
    );
    return Number(row?.rows);
  });
  expect(rows).toBeLessThan(100);
});
