// Reading what happened, once and in order. The reader's place moves in the transaction in which its work is done, so
// what was committed was handled, and what was not comes again.
import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { EventId, MemberId } from '#src/lib/id.ts';
import type { EventKind, Happened } from './happened.ts';

export type RecordedEvent = Happened & { eventId: EventId; memberId: MemberId; recordedAt: Date };

export interface Followed<Kind extends EventKind> {
  events: Extract<RecordedEvent, { kind: Kind }>[];
  /** How many events the place has moved behind, those of other kinds too: as many as were asked for, and there may be more. */
  seen: number;
}

interface EventRow extends Record<string, unknown> {
  /** Null where none of the kinds was among those seen. */
  event_id: EventId | null;
  member_id: MemberId;
  kind: string;
  data: unknown;
  recorded_at: Date;
  seen: number;
}

/**
 * The next events for `reader`, of at most `limit` those of the `kinds` it listens to (of all, when left out), and moves its
 * place behind them; the others never come here. None when there are none, or when another process is reading for it. An
 * event shows up once every transaction that began before its own has ended, so that none is passed over (see migrations:
 * table event). A reader that begins to listen to a further kind hears of it from its place on. `isWanted`: whether what
 * happens matters to anybody; while it does not, the place moves behind all there is, unread.
 */
export async function followEvents<Kind extends EventKind = EventKind>(
  tx: Tx,
  {
    reader,
    limit,
    kinds,
    isWanted,
  }: { reader: string; limit: number; kinds?: readonly Kind[]; isWanted?: () => Promise<boolean> },
): Promise<Followed<Kind>> {
  if (isWanted && !(await isWanted()) && (await skipEvents(tx, { reader, unless: isWanted })))
    return { events: [], seen: 0 };
  const listened = kinds ? sql`${`{${kinds.join()}}`}::text[]` : sql`null`;
  const rows = await tx.execute<EventRow>(sql`select * from next_events(${reader}, ${limit}, ${listened})`);
  const events = rows.flatMap(({ event_id: eventId, ...row }) =>
    eventId === null ? [] : [asEvent<Kind>({ ...row, eventId })],
  );
  return { events, seen: rows[0]?.seen ?? 0 };
}

// Only our own code writes events, and the function told those of the kinds alone, so the row is what its kind says.
function asEvent<Kind extends EventKind>({
  eventId,
  member_id: memberId,
  kind,
  data,
  recorded_at: recordedAt,
}: Omit<EventRow, 'event_id'> & { eventId: EventId }): Followed<Kind>['events'][number] {
  return { kind, data, eventId, memberId, recordedAt } as Followed<Kind>['events'][number];
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
