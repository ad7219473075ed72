// Who is on a list, brought as a file: those who are known go on it, the others are told by their lines.
import { eq, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { segment } from '#src/db/schema/segments.ts';
import { Refusal } from '../refusal.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { lockSegment, type SegmentChange } from './lock-segment.ts';
import type { BadRow, ListedPerson } from './read-list.ts';

const AT_ONCE = 5_000;
const MOST_ROWS_NAMED = 50;

export interface PutList {
  added: number;
  /** Of those who were on the list already. */
  again: number;
  removed: number;
  bad: BadRow[];
  badCount: number;
}

/**
 * Adds the people of a file to a list, or puts them in the place of all who were on it. The same file again changes nothing.
 * Throws Refusal segment_not_found, segment_changed, segment_not_list.
 */
export async function putList(
  tx: Tx,
  {
    people,
    bad: unreadable,
    replace,
    ...change
  }: SegmentChange & { people: readonly ListedPerson[]; bad: readonly BadRow[]; replace: boolean },
): Promise<PutList> {
  const { segmentId, actor, at } = change;
  const locked = await lockSegment(tx, change);
  if (locked.kind !== 'list') throw new Refusal('segment_not_list');
  const bad = [...unreadable];
  const removed = replace
    ? (await tx.execute(sql`delete from segment_member where segment_id = ${segmentId} returning 1`)).length
    : 0;
  let added = 0;
  let known = 0;
  for (let from = 0; from < people.length; from += AT_ONCE) {
    const part = people.slice(from, from + AT_ONCE);
    const rows = await addPart(tx, { part, segmentId, at });
    for (const [place, { fresh, found }] of rows.entries()) {
      const person = part[place];
      if (found) known++;
      else if (person) bad.push({ line: person.line, text: person.text, why: 'unknown' });
      if (fresh) added++;
    }
  }
  await tx
    .update(segment)
    .set({
      members: sql`(select count(*) from segment_member sm where sm.segment_id = ${segmentId})`,
      countedAt: at,
      changedAt: locked.nextChangedAt,
    })
    .where(eq(segment.segmentId, segmentId));
  const detail = { added, removed, bad: bad.length, replace };
  await recordAudit(tx, { actor, action: 'segment.list', subject: segmentId, detail, at });
  const named = bad.toSorted((a, b) => a.line - b.line).slice(0, MOST_ROWS_NAMED);
  return { added, again: known - added, removed, bad: named, badCount: bad.length };
}

/** In the order of the part: whether that person is known, and whether this line has put them on the list. */
async function addPart(
  tx: Tx,
  { part, segmentId, at }: { part: ListedPerson[]; segmentId: string; at: Date },
): Promise<{ found: boolean; fresh: boolean }[]> {
  const column = (read: (person: ListedPerson) => string | null) => sql`${sql.param(part.map(read))}::text[]`;
  return await tx.execute<{ found: boolean; fresh: boolean }>(sql`
    with asked as materialized (
      select a.place, coalesce(i.absorbed_into, i.member_id) as member_id
      from unnest(${column(({ memberId }) => memberId)}, ${column(({ card }) => card)},
          ${column(({ phone }) => phone)}) with ordinality as a(member_id, card, phone, place)
        left join lateral (select member_id from card_number where card_number = a.card limit 1) n on true
        left join lateral (select member_id from phone where phone = a.phone limit 1) p on true
        left join lateral (
          select member_id, absorbed_into from member where member_id = coalesce(a.member_id, n.member_id, p.member_id)
            and (status = 'active' or absorbed_into is not null) limit 1) i on true
    ), added as (
      insert into segment_member (segment_id, member_id, entered_at)
      select ${segmentId}, member_id, ${at}::timestamptz from asked where member_id is not null
      group by member_id order by member_id
      on conflict do nothing returning member_id
    )
    select a.member_id is not null as found,
      d.member_id is not null and row_number() over (partition by a.member_id order by a.place) = 1 as fresh
    from asked a left join added d on d.member_id = a.member_id order by a.place`);
}
