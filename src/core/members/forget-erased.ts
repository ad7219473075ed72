// What erasing leaves for later: the messenger's id of whoever left is needed for the farewell, and nothing after it.
import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';

/** At most as many accounts a call; those that are left wait for the next one. */
const AT_ONCE = 500;

/**
 * Drops the messenger's id of accounts that were erased, are nobody's again and were last heard of more than a day ago
 * (blocking the bot is heard, too); a row without
 * anybody stays, because deliveries lead to it. Returns how many it dropped.
 */
export async function forgetErased(tx: Tx, at: Date): Promise<number> {
  const forgotten = await tx.execute(sql`
    with gone as materialized (
      select identity_id, messenger, external_id from identity i
      where erased_at < ${at}::timestamptz - interval '1 day' and member_id is null
        and last_seen_at < ${at}::timestamptz - interval '1 day'
        and not exists (select from delivery d
          where d.identity_id = i.identity_id and d.status in ('queued', 'sending'))
      order by erased_at limit ${AT_ONCE} for update skip locked
    ), updates as (
      delete from inbox n using gone g
      where n.messenger = g.messenger and n.external_id = g.external_id and n.status <> 'new'
    ), said as (
      update delivery d set prompt = '{"say":"message","text":""}', external_message_id = null
      from gone g where d.identity_id = g.identity_id
    )
    update identity i set external_id = 'forgotten:' || i.identity_id, reachable = false, shown_name = '',
      erased_at = null
    from gone g where i.identity_id = g.identity_id
    returning i.identity_id`);
  return forgotten.length;
}
