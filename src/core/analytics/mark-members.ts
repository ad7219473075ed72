import { type SQL, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';

/**
 * Says that the receipts of members have changed without an event, as when history is brought in. `members` is a select of
 * their ids. Whoever counts them waits for this transaction.
 */
export async function markMembers(tx: Tx, members: SQL): Promise<void> {
  await tx.execute(sql`
    insert into member_stats (member_id, due_on)
    select member_id, '-infinity' from (${members}) as changed (member_id) group by member_id order by member_id
    on conflict (member_id) do update set due_on = '-infinity'`);
}
