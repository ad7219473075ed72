import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import type { EventKind } from './happened.ts';

export interface FollowedMembers {
  /** Each once, however often they were told of; of those who became one or parted again, both. */
  members: MemberId[];
  /** Of these, who became part of another. */
  merged: MemberId[];
  /** How many events the place has moved behind: as many as were asked for, and there may be more. */
  seen: number;
}

/**
 * As followEvents, for a reader who needs to know no more than whom the events concern: many events of a member are one, and
 * none of their data leaves the database.
 */
export async function followMembers(
  tx: Tx,
  { reader, limit, kinds }: { reader: string; limit: number; kinds: readonly EventKind[] },
): Promise<FollowedMembers> {
  const [row] = await tx.execute<Record<string, unknown> & FollowedMembers>(sql`
    with told as materialized (
      select t.member_id, t.kind, t.seen, case when t.kind in ('member.merged', 'member.parted') then t.data ->> 'from' end as other
      from next_events(${reader}, ${limit}, ${`{${kinds.join()}}`}::text[]) t
    )
    select coalesce((select max(seen) from told), 0) as seen,
      array(select member_id from told where member_id is not null union select other from told where other is not null) as members,
      array(select distinct other from told where kind = 'member.merged') as merged`);
  return row ?? { members: [], merged: [], seen: 0 };
}
