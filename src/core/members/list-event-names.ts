import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';

const MOST_NAMES = 100;

/** The names of events that other systems have told of members, in order. It goes from name to name, however many there are of each. */
export async function listEventNames(db: Reader): Promise<string[]> {
  const rows = await db.execute<{ name: string }>(sql`
    with recursive known as (
      (select name from member_event order by name limit 1)
      union all
      select (select e.name from member_event e where e.name > known.name order by e.name limit 1)
      from known where known.name is not null
    )
    select name from known where name is not null limit ${MOST_NAMES}`);
  return rows.map(({ name }) => name);
}
