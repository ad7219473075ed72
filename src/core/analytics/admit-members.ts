import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';

/** In one transaction; others come with the next. */
const MEMBERS_AT_ONCE = 20_000;

/**
 * Gives members a row who have none because nothing was told of them, such as those who were brought in by a file, and notes
 * the day once there is nobody left.
 */
export async function admitMembers(tx: Tx, today: string): Promise<void> {
  const { count } = await tx.execute(sql`
    insert into member_stats (member_id, due_on)
    select m.member_id, '-infinity' from member m
    where m.status <> 'erased' and not exists (select from member_stats s where s.member_id = m.member_id)
    limit ${MEMBERS_AT_ONCE} on conflict do nothing`);
  if (count < MEMBERS_AT_ONCE)
    await tx.execute(sql`update analytics_settings set admitted_on = ${today}::date`);
}
