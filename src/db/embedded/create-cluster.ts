// Makes the data directory of PostgreSQL once. It is built beside its place and moved there when it is whole, with
// its password inside, so that a start that was cut off leaves nothing that looks finished.
import { randomBytes } from 'node:crypto';
import { chown, mkdtemp, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ROLE } from './database-url.ts';
import type { Binaries } from './find-binaries.ts';
import { EmbeddedDatabaseError, systemCode } from './refuse.ts';
import { type Account, runProgram } from './run-program.ts';

/** The major version of the npm package pinned in package.json. */
const MAJOR = '18';
const PASSWORD_FILE = 'kartka.password';

/**
 * Makes the cluster in `clusterDir` if it is absent and returns the password of its role.
 * The caller holds the owner lock. `durable` false leaves out the flush to disk (tests).
 */
export async function createCluster(options: {
  binaries: Binaries;
  account: Account;
  clusterDir: string;
  durable: boolean;
  log: (line: string) => void;
}): Promise<string> {
  const { binaries, account, clusterDir, durable, log } = options;
  await clearUnfinished(clusterDir);
  if (await exists(clusterDir)) return readPassword(clusterDir);

  log('PostgreSQL: making a new data directory');
  const password = randomBytes(24).toString('hex');
  // A name of its own each time: the initdb of a killed program may still be at work under the last one.
  const unfinished = await mkdtemp(`${clusterDir}.new-`);
  await writeFile(`${unfinished}.password`, password, { mode: 0o600 });
  if (account.ids) {
    await chown(unfinished, account.ids.uid, account.ids.gid);
    await chown(`${unfinished}.password`, account.ids.uid, account.ids.gid);
  }
  // The built-in C.UTF-8 compares bytewise, so text sorts and hits indexes alike on every machine.
  const { code, output } = await runProgram(account, binaries.initdb, [
    `--pgdata=${unfinished}`,
    `--username=${ROLE}`,
    `--pwfile=${unfinished}.password`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    ...(durable ? [] : ['--no-sync']),
  ]);
  if (code !== 0) {
    throw new EmbeddedDatabaseError(`PostgreSQL could not make its data directory: ${output.trim()}`);
  }
  await rename(`${unfinished}.password`, join(unfinished, PASSWORD_FILE));
  if (durable) await flush(unfinished);
  await rename(unfinished, clusterDir);
  if (durable) await flush(dirname(clusterDir));
  return password;
}

async function clearUnfinished(clusterDir: string): Promise<void> {
  const folder = dirname(clusterDir);
  const leftovers = (await readdir(folder)).filter((name) => name.startsWith(`${basename(clusterDir)}.new-`));
  for (const name of leftovers) {
    await rm(join(folder, name), { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  }
}

async function exists(clusterDir: string): Promise<boolean> {
  const files = await readdir(clusterDir).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw new EmbeddedDatabaseError(`${clusterDir} cannot be read: ${String(error)}`, { cause: error });
  });
  if (files === undefined) return false;
  if (files.length === 0) {
    await rm(clusterDir, { recursive: true });
    return false;
  }
  const version = await readFile(join(clusterDir, 'PG_VERSION'), 'utf8').catch(() => '');
  if (version.trim() === MAJOR) return true;
  throw new EmbeddedDatabaseError(
    version
      ? `${clusterDir} was made by PostgreSQL ${version.trim()} and this is ${MAJOR}: move the folder away, or set DATA_DIR to another one.`
      : `${clusterDir} is not a PostgreSQL data directory: move it away, or set DATA_DIR to another folder.`,
  );
}

export async function readPassword(clusterDir: string): Promise<string> {
  const file = join(clusterDir, PASSWORD_FILE);
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (cause) {
    throw new EmbeddedDatabaseError(`The password of the built-in PostgreSQL is gone: ${file}.`, { cause });
  }
}

async function flush(folder: string): Promise<void> {
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
