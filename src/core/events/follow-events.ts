// Reading what happened, once and in order. The reader's place moves in the transaction in which its work is done, so
// what was committed was handled, and what was not comes again.
import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { EventId, MemberId } from '#src/lib/id.ts';
import type { Happened } from './happened.ts';

export type RecordedEvent = Happened & { eventId: EventId; memberId: MemberId; recordedAt: Date };

interface EventRow extends Record<string, unknown> {
  event_id: EventId;
  member_id: MemberId;
  kind: string;
  data: unknown;
  recorded_at: Date;
}

/**
 * The next events for `reader`, at most `limit`, and moves its place behind them. Empty when there are none, or when
 * another process is reading for it. An event shows up once every transaction that began before its own has ended, so
 * that none is passed over (see migrations: table event).
 */
export async function followEvents(
  tx: Tx,
  { reader, limit }: { reader: string; limit: number },
): Promise<RecordedEvent[]> {
  const rows = await tx.execute<EventRow>(sql`select * from next_events(${reader}, ${limit})`);
  return rows.map(asEvent);
}

// Only our own code writes events, so the row is what its kind says.
function asEvent(row: EventRow): RecordedEvent {
  const happened = { kind: row.kind, data: row.data } as Happened;
  return { ...happened, eventId: row.event_id, memberId: row.member_id, recordedAt: row.recorded_at };
}

/**
 * Moves the reader's place behind everything there is, unread, unless `unless` says that somebody wants it: for a reader
 * without listeners. It is asked after the look, so that nothing recorded after a listener came is passed. Returns
 * false when there is something to be read.
 */
export async function skipEvents(
  tx: Tx,
  { reader, unless }: { reader: string; unless: () => Promise<boolean> },
): Promise<boolean> {
  const place = await lockPlace(tx, reader);
  if (!place) return true;
  const [newest] = await tx.execute<{ recorded_in: string; event_no: bigint }>(sql`
    select recorded_in::text, event_no from event where recorded_in < pg_snapshot_xmin(pg_current_snapshot())
    order by event.recorded_in desc, event.event_no desc limit 1`);
  if (await unless()) return false;
  if (newest && (newest.recorded_in !== place.recorded_in || newest.event_no.toString() !== place.event_no))
    await tx.execute(sql`
      update event_reader
      set recorded_in = ${newest.recorded_in}::xid8, event_no = ${newest.event_no.toString()}::bigint
      where reader = ${reader}`);
  return true;
}

/** The reader's place, locked; a new reader's is the beginning. Undefined: another process holds it. */
async function lockPlace(
  tx: Tx,
  reader: string,
): Promise<{ recorded_in: string; event_no: string } | undefined> {
  const find = () =>
    tx.execute<{ recorded_in: string; event_no: string }>(sql`
      select recorded_in::text, event_no::text from event_reader where reader = ${reader} for update skip locked`);
  const [place] = await find();
  if (place) return place;
  const made = await tx.execute(sql`
    insert into event_reader (reader, recorded_in, event_no) values (${reader}, '0', 0)
    on conflict do nothing returning 1`);
  return made.length > 0 ? (await find())[0] : undefined;
}
