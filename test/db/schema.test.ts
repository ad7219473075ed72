// The drizzle tables describe what the migrations made, and nothing else: a column that differs would compile and then
// fail, or lie, on the first query.
import { readdirSync } from 'node:fs';
import { is } from 'drizzle-orm';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import { describe, expect, it } from 'vitest';
import { useDatabase } from '../support/database.ts';

interface Shape {
  columns: Record<string, string>;
  primaryKey: string[];
}

const FOLDER = new URL('../../src/db/schema/', import.meta.url);
/** Kept by the migrations themselves; no query of ours reads it. */
const NOT_DESCRIBED = ['schema_migration'];
const SHORT_NAMES: Record<string, string> = {
  'timestamp with time zone': 'timestamptz',
  'character varying': 'varchar',
  'time without time zone': 'time',
  'double precision': 'double',
};

const tables = await describedTables();

describe('the drizzle tables', () => {
  const database = useDatabase();

  it('are the tables of the migrated database, none more and none less', async () => {
    expect([...tables.keys()].sort()).toEqual([...(await migratedTables()).keys()].sort());
  });

  it.each([...tables.keys()].sort())('say what the database has, column by column: %s', async (name) => {
    expect(tables.get(name)).toEqual((await migratedTables()).get(name));
  });

  let known: Promise<Map<string, Shape>> | undefined;
  function migratedTables(): Promise<Map<string, Shape>> {
    known ??= readTables();
    return known;
  }

  async function readTables(): Promise<Map<string, Shape>> {
    const rows = await database.sql<ColumnRow[]>`
      select c.relname as "table", a.attname as "column", format_type(a.atttypid, a.atttypmod) as type,
        a.attnotnull as "notNull",
        a.atthasdef or a.attidentity <> '' as "hasDefault",
        array_position(i.indkey::int2[], a.attnum) as "keyPlace"
      from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      left join pg_index i on i.indrelid = c.oid and i.indisprimary
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      order by c.relname, a.attname`;
    const shapes = Map.groupBy(
      rows.filter((row) => !NOT_DESCRIBED.includes(row.table)),
      (row) => row.table,
    );
    return new Map([...shapes].map(([name, columns]) => [name, shapeOf(columns)]));
  }
});

interface ColumnRow {
  table: string;
  column: string;
  type: string;
  notNull: boolean;
  hasDefault: boolean;
  /** Where the column stands in the primary key, null when it is no part of it. */
  keyPlace: number | null;
}

function shapeOf(rows: ColumnRow[]): Shape {
  const key = rows.filter((row) => row.keyPlace !== null);
  return {
    columns: Object.fromEntries(rows.map((row) => [row.column, say(row)])),
    primaryKey: key.sort((a, b) => (a.keyPlace ?? 0) - (b.keyPlace ?? 0)).map((row) => row.column),
  };
}

async function describedTables(): Promise<Map<string, Shape>> {
  const described = new Map<string, Shape>();
  for (const file of readdirSync(FOLDER).sort()) {
    const exported: Record<string, unknown> = await import(new URL(file, FOLDER).href);
    for (const table of Object.values(exported)) {
      if (!is(table, PgTable)) continue;
      const { name, columns, primaryKeys } = getTableConfig(table);
      const ofColumns = columns.filter((column) => column.primary).map((column) => column.name);
      described.set(name, {
        columns: Object.fromEntries(
          columns.map((column) => [
            column.name,
            say({ type: column.getSQLType(), notNull: column.notNull, hasDefault: inDatabase(column) }),
          ]),
        ),
        primaryKey: primaryKeys[0]?.columns.map((column) => column.name) ?? ofColumns,
      });
    }
  }
  return described;
}

// A default that drizzle fills in itself leaves no trace in the database.
function inDatabase(column: { default: unknown; generated?: unknown; generatedIdentity?: unknown }): boolean {
  return (
    column.default !== undefined || column.generated !== undefined || column.generatedIdentity !== undefined
  );
}

function say({ type, notNull, hasDefault }: Pick<ColumnRow, 'type' | 'notNull' | 'hasDefault'>): string {
  const short = Object.entries(SHORT_NAMES).reduce((text, [long, name]) => text.replace(long, name), type);
  return `${short}${notNull ? ' not null' : ''}${hasDefault ? ' default' : ''}`;
}
