import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { findPostmaster, isPostgresAlive } from '#src/db/embedded/postmaster.ts';
import { type Embedded, startEmbedded } from '#src/db/embedded.ts';
import { until } from '../support/until.ts';

const settings = { fsync: 'off' };
let root = '';
/** Initialised once; the tests that do not care about a fresh start share it, one after the other. */
let dataDir = '';
const running: Embedded[] = [];
const programs: ChildProcess[] = [];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'kartka-embedded-'));
  await chmod(root, 0o755);
  dataDir = join(root, 'shared');
  await (await startEmbedded({ dataDir, settings })).stop();
});

afterEach(async () => {
  for (const program of programs.splice(0)) {
    if (program.exitCode !== null || program.signalCode !== null) continue;
    program.kill('SIGTERM');
    await once(program, 'exit');
  }
  for (const embedded of running.splice(0)) await embedded.stop();
});

afterAll(() => rm(root, { recursive: true, force: true }));

describe('the embedded PostgreSQL', () => {
  it('when it starts in an empty folder, then it is durable, bytewise, local and asks for its password', async () => {
    const embedded = await start(join(root, 'fresh'), {});
    const [row] = await ask(
      embedded.url,
      (sql) => sql`
      select current_database() as name, current_setting('fsync') as fsync,
        current_setting('synchronous_commit') as commit, current_setting('listen_addresses') as listen,
        current_setting('shared_buffers') as buffers, current_setting('max_wal_size') as wal,
        datlocprovider as provider, datlocale as locale, pg_encoding_to_char(encoding) as encoding,
        'Z' < 'a' as bytewise
      from pg_database where datname = current_database()`,
    );
    expect(row).toMatchObject({
      name: 'kartka',
      fsync: 'on',
      commit: 'on',
      listen: '127.0.0.1',
      buffers: '256MB',
      wal: '4GB',
      provider: 'b',
      locale: 'C.UTF-8',
      encoding: 'UTF8',
      bytewise: true,
    });
    const wrong = new URL(embedded.url);
    wrong.password = 'wrong';
    await expect(ask(wrong.href, (sql) => sql`select 1`)).rejects.toMatchObject({ code: '28P01' });
    const password = await stat(join(root, 'fresh/postgres/kartka.password'));
    expect(password.mode & 0o777).toBe(0o600);
  });

  it('when it is stopped and started again, then the rows and the password are still there', async () => {
    const first = await start(dataDir);
    await ask(first.url, (sql) => sql`create table kept as select 42 as answer`);
    await first.stop();
    await first.stop();
    const second = await start(dataDir);
    expect(second.adopted).toBe(false);
    expect(new URL(second.url).password).toBe(new URL(first.url).password);
    expect(await ask(second.url, (sql) => sql`select answer from kept`)).toEqual([{ answer: 42 }]);
  });

  it('when the making of the data directory was cut off, then the next start makes it anew', async () => {
    const folder = join(root, 'cut-off');
    await mkdir(join(folder, 'postgres.new-abc/base'), { recursive: true });
    await writeFile(join(folder, 'postgres.new-abc/PG_VERSION'), '18\n');
    await writeFile(join(folder, 'postgres.new-abc.password'), 'half');
    const embedded = await start(folder);
    await ask(embedded.url, (sql) => sql`select 1`);
    expect((await readdir(folder)).sort()).toEqual(['owner.lock', 'owner.pid', 'postgres', 'postgres.log']);
  });

  it('when the data is of another major version, then it is left alone and one sentence says so', async () => {
    const folder = join(root, 'older');
    await mkdir(join(folder, 'postgres'), { recursive: true });
    await writeFile(join(folder, 'postgres/PG_VERSION'), '15\n');
    if (process.getuid?.() === 0) await chmod(folder, 0o755);
    await expect(startEmbedded({ dataDir: folder })).rejects.toThrow(/made by PostgreSQL 15 and this is 18/);
    expect(await readdir(join(folder, 'postgres'))).toEqual(['PG_VERSION']);
  });

  it('when its postmaster is killed under a running program, then it comes back on the same address', async () => {
    const embedded = await start(dataDir);
    await ask(embedded.url, (sql) => sql`create table survivor as select 7 as answer`);
    const before = await postmaster(dataDir);
    process.kill(before.pid, 'SIGKILL');
    const rows = await until('the server to be back', () =>
      ask(embedded.url, (sql) => sql`select answer from survivor`).catch(() => undefined),
    );
    expect(rows).toEqual([{ answer: 7 }]);
    const after = await postmaster(dataDir);
    expect(after.pid).not.toBe(before.pid);
    expect(after.port).toBe(before.port);
  });

  it('when its program is killed, then the next one adopts the server that outlived it', async () => {
    const program = await hold(dataDir);
    expect(program.said).toMatchObject({ adopted: false });
    const orphan = await postmaster(dataDir);
    await kill(program.process);
    const embedded = await start(dataDir);
    expect(embedded.adopted).toBe(true);
    expect(embedded.url).toBe(program.said.url);
    expect((await postmaster(dataDir)).pid).toBe(orphan.pid);
    await embedded.stop();
    expect(isPostgresAlive(orphan.pid)).toBe(false);
  });

  it('when the program and the postmaster are both killed, then the next start recovers the rows', async () => {
    const program = await hold(dataDir);
    await ask(program.said.url ?? '', (sql) => sql`create table both_killed as select 9 as answer`);
    const { pid } = await postmaster(dataDir);
    await kill(program.process);
    process.kill(pid, 'SIGKILL');
    const embedded = await start(dataDir);
    expect(embedded.adopted).toBe(false);
    expect(await ask(embedded.url, (sql) => sql`select answer from both_killed`)).toEqual([{ answer: 9 }]);
  });

  it('when the pid file names a living stranger, then the server starts nevertheless', async () => {
    await (await start(dataDir)).stop();
    const sleeper = spawn('sleep', ['600'], await ownerIds());
    programs.push(sleeper);
    await writeFile(
      join(dataDir, 'postgres/postmaster.pid'),
      `${sleeper.pid}\n${dataDir}/postgres\n0\n5432\n\n\n\nready\n`,
    );
    const embedded = await start(dataDir);
    expect(embedded.adopted).toBe(false);
    expect(await ask(embedded.url, (sql) => sql`select 1 as one`)).toEqual([{ one: 1 }]);
  });

  it('when a second program wants the same data, then it is refused in one sentence naming the owner', async () => {
    await start(dataDir);
    const second = await hold(dataDir);
    expect(second.said.refused).toMatch(
      new RegExp(`^Another Kartka \\(process ${process.pid}\\) is using .*: stop it`),
    );
    await expect(startEmbedded({ dataDir })).rejects.toThrow(`process ${process.pid}`);
  });

  it('when two programs race for a folder that is still empty, then one owns it and the other is refused', async () => {
    const folder = join(root, 'raced');
    const both = await Promise.all([hold(folder), hold(folder)]);
    const owners = both.filter((program) => program.said.url);
    const refused = both.filter((program) => program.said.refused);
    expect(owners).toHaveLength(1);
    expect(refused[0]?.said.refused).toContain(`process ${owners[0]?.process.pid})`);
    expect((await readFile(join(folder, 'owner.pid'), 'utf8')).trim()).toBe(String(owners[0]?.process.pid));
  });

  it('when a program was killed and two race for its server, then one adopts it and the other is refused', async () => {
    const first = await hold(dataDir);
    await kill(first.process);
    const both = await Promise.all([hold(dataDir), hold(dataDir)]);
    expect(both.filter((program) => program.said.adopted)).toHaveLength(1);
    expect(both.filter((program) => program.said.refused)).toHaveLength(1);
  });
});

async function start(folder: string, over: Record<string, string> = settings): Promise<Embedded> {
  const embedded = await startEmbedded({ dataDir: folder, settings: over });
  running.push(embedded);
  return embedded;
}

interface Said {
  url?: string;
  adopted?: boolean;
  refused?: string;
}

async function hold(folder: string): Promise<{ process: ChildProcess; said: Said }> {
  const program = spawn(process.execPath, [join(import.meta.dirname, 'hold-embedded.ts'), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  programs.push(program);
  const [line] = await once(createInterface(program.stdout), 'line');
  return { process: program, said: JSON.parse(String(line)) };
}

async function kill(program: ChildProcess): Promise<void> {
  program.kill('SIGKILL');
  await once(program, 'exit');
}

async function postmaster(folder: string): Promise<{ pid: number; port: number }> {
  const found = await findPostmaster(join(folder, 'postgres'));
  if (!found) throw new Error('no server is running');
  return found;
}

/** The account of the data, so that PostgreSQL may signal the stranger and takes it for its own kind. */
async function ownerIds(): Promise<{ uid?: number; gid?: number }> {
  if (process.getuid?.() !== 0) return {};
  const { uid, gid } = await stat(join(dataDir, 'postgres'));
  return { uid, gid };
}

async function ask<T>(url: string, question: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, fetch_types: false, backoff: () => 0.05 });
  try {
    return await question(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}
