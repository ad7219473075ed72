import { type SQL, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { MemberId, SegmentId } from '#src/lib/id.ts';
import { recordEvents } from '../events/record-event.ts';

/** Events are written so many in a statement. */
const EVENTS_AT_ONCE = 1_000;

/**
 * Writes down which of some members are in a segment now (`which` and `where` over `m`), and records who came in and who
 * went out unless it is silent. Returns how many were looked at, and the last of them.
 */
export async function settleMembers(
  tx: Tx,
  {
    segmentId,
    which,
    where,
    at,
    isSilent = false,
  }: { segmentId: SegmentId; which: SQL; where: SQL; at: Date; isSilent?: boolean },
): Promise<{ seen: number; last: MemberId | null }> {
  const [row] = await tx.execute<{
    seen: number;
    last: MemberId | null;
    entered: MemberId[] | null;
    departed: MemberId[] | null;
  }>(sql`
    with looked as materialized (
      select m.member_id, m.status = 'active' and ${where} as fits from member m where ${which}
    ), entered as (
      insert into segment_member (segment_id, member_id, entered_at)
      select ${segmentId}, member_id, ${at}::timestamptz from looked where fits order by member_id
      on conflict do nothing returning member_id
    ), departed as (
      delete from segment_member sm using looked l
      where sm.segment_id = ${segmentId} and sm.member_id = l.member_id and not l.fits returning sm.member_id
    )
    select (select count(*)::integer from looked) as seen, (select max(member_id) from looked) as last,
      (select array_agg(member_id order by member_id) from entered) as entered,
      (select array_agg(member_id order by member_id) from departed) as departed`);
  if (!row) return { seen: 0, last: null };
  if (!isSilent) {
    const data = { segmentId };
    const events = [
      ...(row.departed ?? []).map((memberId) => ({
        memberId,
        happened: { kind: 'segment.left' as const, data },
      })),
      ...(row.entered ?? []).map((memberId) => ({
        memberId,
        happened: { kind: 'segment.entered' as const, data },
      })),
    ];
    for (let from = 0; from < events.length; from += EVENTS_AT_ONCE)
      await recordEvents(tx, events.slice(from, from + EVENTS_AT_ONCE), at);
  }
  return { seen: row.seen, last: row.last };
}
