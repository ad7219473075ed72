// Members who agreed to advertising, each with a Telegram account, beside the members of the benches' shop.
import type { Sql } from '#src/db/client.ts';

/** Makes the members of a bench's shop people who can be written to. */
export async function makeReaders(sql: Sql): Promise<void> {
  await sql`update member set marketing_consent = true`;
  await sql`
    insert into identity (identity_id, messenger, external_id, member_id, linked_at, first_seen_at, last_seen_at)
    select 'idn_' || substr(member_id, 5), 'telegram', substr(member_id, 5), member_id, registered_at, registered_at, registered_at
    from member order by member_id`;
  await sql`vacuum analyze`;
}
