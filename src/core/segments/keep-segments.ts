// Keeps the segments that are followed fresh, a short transaction at a time: members to whom something has happened, and
// once a day everybody, since time alone changes who has not come for thirty days. Who comes in or goes out is told as an
// event; the first look, which only writes down who is in, tells nothing.
import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { segment } from '#src/db/schema/segments.ts';
import type { MemberId } from '#src/lib/id.ts';
import { minuteOf, toLocal } from '#src/lib/zoned.ts';
import { followEvents, skipEvents } from '../events/follow-events.ts';
import { localDay } from '../receipts/local-day.ts';
import { readProgramme } from '../stores/read-programme.ts';
import { conditionOf, readAudience } from './read-audience.ts';
import { settleMembers } from './settle-members.ts';

const READER = 'segments';
/** Seen at once: a part of a second, since whoever reads events waits as long. */
const EVENTS_AT_ONCE = 500;
const MEMBERS_AT_ONCE = 2_000;
/** The figures of members are made anew after midnight; by then they are. */
const FROM_HOUR = 4;

type Followed = Pick<typeof segment.$inferSelect, 'segmentId' | 'definition' | 'sweptOn' | 'sweptTo'>;

/** Does the next part of what there is to do. Returns whether there may be more. */
export async function keepSegments(tx: Tx, at: Date): Promise<boolean> {
  const followed = await takeTurn(tx);
  if (followed === null) return false;
  if (followed.length === 0) {
    await skipEvents(tx, { reader: READER, unless: async () => (await listFollowed(tx)).length > 0 });
    return false;
  }
  const { members, more } = await followMembers(tx);
  const written = followed.filter(({ sweptOn }) => sweptOn !== null);
  if (members.length > 0) {
    const which = sql`m.member_id = any (${sql.param(members)}::text[])`;
    for (const each of written) await settle(tx, each, { which, at });
  }
  return (await sweepNext(tx, followed, at)) || more;
}

/** The segments, while no other process is at it; null: one is. */
async function takeTurn(tx: Tx): Promise<Followed[] | null> {
  const [turn] = await tx.execute<{ mine: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtext('followed segments')) as mine`,
  );
  return turn?.mine ? await listFollowed(tx) : null;
}

async function listFollowed(tx: Tx): Promise<Followed[]> {
  const { segmentId, definition, sweptOn, sweptTo } = segment;
  return await tx
    .select({ segmentId, definition, sweptOn, sweptTo })
    .from(segment)
    .where(and(segment.followed, isNull(segment.archivedAt)))
    .orderBy(segment.segmentId);
}

async function followMembers(tx: Tx): Promise<{ members: MemberId[]; more: boolean }> {
  const { events, seen } = await followEvents(tx, { reader: READER, limit: EVENTS_AT_ONCE });
  const members = events.flatMap((event): MemberId[] => {
    if (event.kind === 'segment.entered' || event.kind === 'segment.left') return [];
    return event.kind === 'member.merged' ? [event.memberId, event.data.from] : [event.memberId];
  });
  return { members: [...new Set(members)], more: seen === EVENTS_AT_ONCE };
}

/** The next members of the first segment that has not been looked through today. Returns whether there was one. */
async function sweepNext(tx: Tx, followed: Followed[], at: Date): Promise<boolean> {
  const { timeZone } = await readProgramme(tx);
  const today = localDay(at.getTime(), timeZone);
  const isEarly = minuteOf(toLocal(at.getTime(), timeZone)) < FROM_HOUR * 60;
  const next = followed.find(({ sweptOn }) => sweptOn === null || (sweptOn !== today && !isEarly));
  if (!next) return false;
  const { segmentId, sweptTo, sweptOn } = next;
  const which = sql`m.member_id in (
    select member_id from member where member_id > ${sweptTo} order by member_id limit ${MEMBERS_AT_ONCE})`;
  const { last, seen } = await settle(tx, next, { which, at, isSilent: sweptOn === null });
  if (seen === MEMBERS_AT_ONCE && last !== null) {
    await tx.update(segment).set({ sweptTo: last }).where(eq(segment.segmentId, segmentId));
    return true;
  }
  await tx
    .update(segment)
    .set({
      sweptOn: today,
      sweptTo: '',
      members: sql`(select count(*) from segment_member sm where sm.segment_id = ${segmentId})`,
      countedAt: at,
    })
    .where(eq(segment.segmentId, segmentId));
  return true;
}

async function settle(
  tx: Tx,
  followed: Followed,
  asked: { which: ReturnType<typeof sql>; at: Date; isSilent?: boolean },
): ReturnType<typeof settleMembers> {
  const [where = sql`false`] = await readAudience(tx, [conditionOf(followed)], asked.at);
  return await settleMembers(tx, { ...asked, segmentId: followed.segmentId, where });
}
