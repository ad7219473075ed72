import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { migrate } from '#src/db/migrate.ts';
import { type TestDatabase, testDatabase, useDatabase } from '../support/database.ts';

let root = '';
let folders = 0;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'kartka-migrations-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe('the migrations of the project', () => {
  const migrated = useDatabase();

  it('when a database is cloned from the template, then nothing is left to apply', async () => {
    expect(await migrate(migrated.url)).toEqual([]);
    expect(await migrate(migrated.sql)).toEqual([]);
  });
});

describe('migrate', () => {
  let database: TestDatabase;
  let folder: URL;

  beforeEach(async () => {
    database = await testDatabase({ template: false });
    folder = await write({
      '0001_start.sql':
        'create table a (n int); create function f() returns int language sql as $$ select 1; $$;',
      '0002_go_on.sql': 'alter table a add m int default 5; insert into a values (1);',
    });
    return () => database.close();
  });

  it('when files are missing, then it applies them in order and records their hashes', async () => {
    const lines: string[] = [];
    const log = (line: string) => lines.push(line);
    expect(await migrate(database.sql, { folder, log })).toEqual(['0001_start', '0002_go_on']);
    expect(lines).toEqual(['Migration 0001_start applied', 'Migration 0002_go_on applied']);
    expect([...(await database.sql`select n, m, f() from a`)]).toEqual([{ n: 1, m: 5, f: 1 }]);
    const rows =
      await database.sql`select name, length(sha256) as length from schema_migration order by name`;
    expect([...rows]).toEqual([
      { name: '0001_start', length: 64 },
      { name: '0002_go_on', length: 64 },
    ]);
    expect(await migrate(database.url, { folder })).toEqual([]);
  });

  it('when an applied file was changed, then it refuses; other line ends are no change', async () => {
    await migrate(database.sql, {
      folder: await write({ '0001_start.sql': 'create table a (n int);\n-- end\n' }),
    });
    const crlf = await write({ '0001_start.sql': 'create table a (n int);\r\n-- end\r\n' });
    expect(await migrate(database.sql, { folder: crlf })).toEqual([]);
    const changed = await write({
      '0001_start.sql': 'create table a (n bigint);',
      '0002_b.sql': 'create table b ()',
    });
    await expect(migrate(database.sql, { folder: changed })).rejects.toThrow(/0001_start was changed after/);
    expect([...(await database.sql`select to_regclass('b') as b`)]).toEqual([{ b: null }]);
  });

  it('when a file fails, then it is rolled back whole, the earlier ones stay, and the message names it', async () => {
    const failing = await write({
      '0001_start.sql': 'create table a (n int)',
      '0002_bad.sql': 'create table half (n int); select 1 / 0;',
      '0003_after.sql': 'create table b ()',
    });
    const work = migrate(database.sql, { folder: failing });
    await expect(work).rejects.toThrow('Migration 0002_bad failed and was rolled back: division by zero');
    expect([...(await database.sql`select name from schema_migration`)]).toEqual([{ name: '0001_start' }]);
    expect([...(await database.sql`select to_regclass('half') as half, to_regclass('b') as b`)]).toEqual([
      { half: null, b: null },
    ]);
  });

  it('when a file comes before one that is applied, has a taken number or an odd name, then it refuses', async () => {
    await migrate(database.sql, { folder: await write({ '0002_b.sql': 'create table b ()' }) });
    const late = await write({ '0001_a.sql': 'create table a ()', '0002_b.sql': 'create table b ()' });
    await expect(migrate(database.sql, { folder: late })).rejects.toThrow('give it the next free number');
    const twice = await write({ '0003_a.sql': '', '0003_b.sql': '' });
    await expect(migrate(database.sql, { folder: twice })).rejects.toThrow(
      'Two migrations have the number 0003',
    );
    const odd = await write({ '3_a.sql': '' });
    await expect(migrate(database.sql, { folder: odd })).rejects.toThrow('3_a.sql is not named like');
  });

  it('when the database is newer than the files, then it goes on and says so', async () => {
    await migrate(database.sql, { folder });
    const older = await write({
      '0001_start.sql':
        'create table a (n int); create function f() returns int language sql as $$ select 1; $$;',
    });
    const lines: string[] = [];
    expect(await migrate(database.sql, { folder: older, log: (line) => lines.push(line) })).toEqual([]);
    expect(lines).toEqual(['Applied by a newer version of the program: 0002_go_on']);
  });

  it('when many start at once on an empty database, then each file is applied by exactly one', async () => {
    const all = await Promise.all(Array.from({ length: 6 }, () => migrate(database.url, { folder })));
    expect(all.flat().sort()).toEqual(['0001_start', '0002_go_on']);
    expect([...(await database.sql`select count(*) from a`)]).toEqual([{ count: 1n }]);
  });
});

describe('a test database', () => {
  it('when a connection is left open, then closing it fails and names the connection', async () => {
    const leaky = await testDatabase({ template: false });
    const { default: postgres } = await import('postgres');
    const forgotten = postgres(leaky.url, { max: 1, connection: { application_name: 'forgotten' } });
    await forgotten`select 1`;
    await expect(leaky.close()).rejects.toThrow(
      /1 database connections were left open:\nforgotten \(idle\): select 1/,
    );
    await forgotten.end();
  });
});

async function write(files: Record<string, string>): Promise<URL> {
  const folder = join(root, String(folders++));
  await mkdir(folder);
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return pathToFileURL(`${folder}/`);
}
