// People who came to the door and left: what they said on the way is not kept for ever.
import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';

/** At most as many conversations a call; those that are left wait for the next one. */
const AT_ONCE = 500;

/**
 * Deletes one-time codes older than a day, and takes conversations of people who never became members back to their
 * beginning, phone and name included, when nothing was heard of them for thirty days.
 */
export async function sweepUnfinished(tx: Tx, at: Date): Promise<void> {
  await tx.execute(sql`delete from one_time_code where sent_at < ${at}::timestamptz - interval '1 day'`);
  await tx.execute(sql`
    update identity set scene = 'start', scene_state = '{}', shown_name = ''
    where identity_id in (
      select identity_id from identity
      where member_id is null and first_seen_at < ${at}::timestamptz - interval '30 days'
        and last_seen_at < ${at}::timestamptz - interval '30 days' and scene_state <> '{}'
      order by last_seen_at limit ${AT_ONCE} for update skip locked)`);
}
