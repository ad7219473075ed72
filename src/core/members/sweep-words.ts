import { type SQL, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';

/** What was on its way when somebody was erased has arrived by then. */
const WAIT = '5 minutes';
const EMPTY = sql`'{"say":"message","text":""}'`;

/**
 * Takes the words about one erased person out of whatever other people were told, have written or were about to do, and
 * out of the notes of imports. Messages that are still to be sent keep them, and the words wait for those. Namesakes keep
 * what was said to them. Returns how many persons it did: none or one.
 */
export async function sweepWords(tx: Tx, at: Date): Promise<number> {
  const [row] = await tx.execute<{ memberId: MemberId; name: string; words: string[]; open: boolean }>(sql`
    select member_id as "memberId", name, words,
      exists (select from delivery d where d.status in ('queued', 'sending') and ${holds(sql`d.prompt`, sql`words`)}) as open
    from erased_words where erased_at < ${at}::timestamptz - ${WAIT}::interval
    order by erased_at limit 1 for update skip locked`);
  if (!row) return 0;
  const { memberId, name } = row;
  const words = sql`${sql.param(row.words)}::text[]`;
  await tx.execute(sql`
    update delivery d set prompt = ${EMPTY} where d.status not in ('queued', 'sending')
      and ${holds(sql`d.prompt`, words)}
      and not exists (select from member m where m.member_id = d.member_id and m.name = ${name})`);
  await tx.execute(
    sql`update inbox set payload = '{}' where status <> 'new' and ${holds(sql`payload`, words)}`,
  );
  await tx.execute(sql`
    update identity set scene = case when member_id is null then 'start' else 'menu' end, scene_state = '{}'
    where scene_state <> '{}' and ${holds(sql`scene_state`, words)}`);
  await tx.execute(sql`update import_error set value = '' where ${holds(sql`value`, words)}`);
  await tx.execute(sql`update import set sample = '[]' where ${holds(sql`sample`, words)}`);
  await tx.execute(
    row.open
      ? sql`update erased_words set erased_at = ${at} where member_id = ${memberId}`
      : sql`delete from erased_words where member_id = ${memberId}`,
  );
  return 1;
}

/** JSON is looked at as the text it is: names and digits stand in it as they are written. */
function holds(column: SQL, words: SQL): SQL {
  return sql`exists (select from unnest(${words}) w where strpos(${column}::text, w) > 0)`;
}
