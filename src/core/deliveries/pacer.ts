// How fast a bot may send in bulk, and when it must be silent: one row a bot for all processes (GCRA, as described in
// en.wikipedia.org/wiki/Generic_cell_rate_algorithm). Replies and notices never wait for slots, only for silence.
// Times are the database's own, so that processes on several machines agree.
import type { Sql } from '#src/db/client.ts';

/**
 * Reserves `slots` slots in a row, a `perSecond`-th of a second apart, and tells in how many milliseconds the first
 * begins. Slots that nobody has reserved in time are gone: there are no bursts.
 */
export async function leaseSlots(
  sql: Sql,
  { bot, perSecond, slots }: { bot: string; perSecond: number; slots: number },
): Promise<{ waitMs: number }> {
  const length = (1000 / perSecond) * slots;
  const [row] = await sql<{ waitMs: number }[]>`
    insert into pacer as p (bot, next_at)
    values (${bot}, clock_timestamp() + ${length}::float8 * interval '1 millisecond')
    on conflict (bot) do update set next_at =
      greatest(p.next_at, p.silent_until, clock_timestamp()) + ${length}::float8 * interval '1 millisecond'
    returning (extract(epoch from next_at - clock_timestamp()) * 1000)::float8 - ${length}::float8 as "waitMs"`;
  return { waitMs: Math.max(0, row?.waitMs ?? 0) };
}

/** Nobody sends to the bot for `delayMs`: the messenger has said so. A longer silence that is kept already stays. */
export async function silence(sql: Sql, { bot, delayMs }: { bot: string; delayMs: number }): Promise<void> {
  await sql`
    insert into pacer as p (bot, next_at, silent_until)
    values (${bot}, clock_timestamp(), clock_timestamp() + ${delayMs}::float8 * interval '1 millisecond')
    on conflict (bot) do update set silent_until = greatest(p.silent_until, excluded.silent_until)`;
}
