import type { TestDatabase } from './database.ts';

/** Every row of every table there is, as `table row`: also of tables that did not exist when a test was written. */
export async function everythingStored({ sql }: Pick<TestDatabase, 'sql'>): Promise<string[]> {
  const tables = await sql<{ name: string }[]>`
    select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema')
    order by 1`;
  const dumps = await Promise.all(
    tables.map(async ({ name }) =>
      (await sql.unsafe(`select t::text as line from ${name} t`)).map((row) => `${name} ${row.line}`),
    ),
  );
  return dumps.flat();
}
