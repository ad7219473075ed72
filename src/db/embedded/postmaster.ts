// One PostgreSQL server process: find it, start it, wait until it answers, end it. Its pid and port are read from
// the file that the server itself keeps; a pid alone proves nothing, since it may be a zombie or somebody else.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { open, readdir, readFile, readlink, rm, stat, truncate } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { EmbeddedDatabaseError } from './refuse.ts';
import { type Account, commandAs, environment } from './run-program.ts';

export interface Postmaster {
  pid: number;
  port: number;
}

const POLL_MS = 20;
/** Replaying a long log after a crash takes time; a server that is alive may take this long. */
const READY_WITHIN_MS = 180_000;
/** How long leftovers of a killed server (its children, its shared memory) may keep a new one from starting. */
const LEFTOVERS_WITHIN_MS = 20_000;
const SHUTDOWN_WITHIN_MS = 60_000;
const KEEP_LOG_BYTES = 8 * 1024 * 1024;

/** The server of this cluster according to its own pid file, when that process is alive; `status` such as `ready`. */
export async function findPostmaster(
  clusterDir: string,
): Promise<(Postmaster & { status: string }) | undefined> {
  const text = await readFile(join(clusterDir, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n').map((line) => line.trim());
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 1 || !isPostgresAlive(pid)) return undefined;
  if (!(await worksIn(String(pid), clusterDir))) return undefined;
  return { pid, port: Number(lines[3]), status: lines[7] ?? '' };
}

/** Whether `pid` is a running PostgreSQL. A zombie is not, and neither is a stranger that was given the same number. */
export function isPostgresAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  if (process.platform !== 'linux') return true;
  try {
    // proc(5): pid (name) state ...
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const end = line.lastIndexOf(')');
    const name = line.slice(line.indexOf('(') + 1, end);
    const state = line.slice(end + 2, end + 3);
    return name === 'postgres' && state !== 'Z' && state !== 'X';
  } catch {
    return false;
  }
}

/** PostgreSQL works inside its data directory, which tells our server from another one that was given its pid. */
async function worksIn(pid: string, clusterDir: string): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  return (await readlink(`/proc/${pid}/cwd`).catch(() => undefined)) === clusterDir;
}

/**
 * PostgreSQL takes any living process of its account for the one named in an old pid file and refuses to start; after
 * a restart of a container that is common. The file goes only when no process at all works in the data directory.
 */
async function forgetStranger(clusterDir: string): Promise<void> {
  if (process.platform !== 'linux') return;
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const inside = await Promise.all(pids.map((pid) => worksIn(pid, clusterDir)));
  if (!inside.includes(true)) await rm(join(clusterDir, 'postmaster.pid'), { force: true });
}

/** Waits until a server found alive is ready; undefined when it went away instead. */
export async function awaitPostmaster(clusterDir: string): Promise<Postmaster | undefined> {
  const deadline = Date.now() + READY_WITHIN_MS;
  for (;;) {
    const found = await findPostmaster(clusterDir);
    if (!found) return undefined;
    if (found.status === 'ready') return { pid: found.pid, port: found.port };
    if (Date.now() > deadline) {
      throw new EmbeddedDatabaseError(
        `PostgreSQL (process ${found.pid}) is alive but "${found.status}" for ${READY_WITHIN_MS / 1000} s: end it, then start again.`,
      );
    }
    await pause(POLL_MS);
  }
}

/**
 * Starts a server on 127.0.0.1 and waits until it accepts connections. It runs in a session of its own, so that
 * Ctrl-C reaches the program and not the server. `port` undefined takes any free one.
 */
export async function launchPostmaster(options: {
  postgres: string;
  account: Account;
  clusterDir: string;
  logFile: string;
  port: number | undefined;
  settings: Record<string, string>;
}): Promise<Postmaster> {
  const deadline = Date.now() + LEFTOVERS_WITHIN_MS;
  for (;;) {
    const port = options.port ?? (await freePort());
    const outcome = await launchOnce({ ...options, port });
    if ('pid' in outcome) return outcome;
    const { trouble } = outcome;
    const { clusterDir } = options;
    const passing = /already exists|pre-existing shared memory|still in use/i.test(trouble);
    const portTaken = /address already in use|could not create any TCP/i.test(trouble);
    if (/already exists/.test(trouble)) await forgetStranger(clusterDir);
    if ((passing || portTaken) && Date.now() < deadline) {
      await pause(5 * POLL_MS);
      continue;
    }
    throw new EmbeddedDatabaseError(
      portTaken
        ? `Port ${port} is taken: PostgreSQL cannot listen on it.`
        : `PostgreSQL did not start: ${trouble || `see ${options.logFile}`}`,
    );
  }
}

async function launchOnce(options: {
  postgres: string;
  account: Account;
  clusterDir: string;
  logFile: string;
  port: number;
  settings: Record<string, string>;
}): Promise<Postmaster | { trouble: string }> {
  const { clusterDir, logFile, port } = options;
  const before = await stat(logFile).catch(() => undefined);
  if (before && before.size > KEEP_LOG_BYTES) await truncate(logFile);
  const log = await open(logFile, 'a', 0o600);
  const logStart = (await log.stat()).size;
  const settings = {
    ...options.settings,
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
  };
  const args = ['-D', clusterDir];
  for (const [name, value] of Object.entries(settings)) args.push('-c', `${name}=${value}`);
  const command = commandAs(options.account, options.postgres, args);
  const child = spawn(command.file, command.args, {
    ...command.ids,
    cwd: '/',
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
    env: environment(),
  });
  let ended: string | undefined;
  child.once('error', (error) => (ended = error.message));
  child.once('exit', (code, signal) => (ended = `ended with ${signal ?? code}`));
  child.unref();
  await log.close();

  const deadline = Date.now() + READY_WITHIN_MS;
  while (ended === undefined) {
    const found = await findPostmaster(clusterDir);
    if (found && found.pid === child.pid && found.status === 'ready') return { pid: found.pid, port };
    if (Date.now() > deadline) {
      child.kill('SIGQUIT');
      return { trouble: `not ready after ${READY_WITHIN_MS / 1000} s` };
    }
    await pause(POLL_MS);
  }
  const said = (await readFile(logFile)).subarray(logStart).toString('utf8');
  const complaints = said.split('\n').filter((line) => /FATAL|HINT|could not/.test(line));
  return { trouble: complaints.join(' ') || ended };
}

/** Ends the server: open transactions are rolled back and everything is flushed. Waits until it is gone. */
export async function endPostmaster(pid: number): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    if (!isPostgresAlive(pid)) return;
    process.kill(pid, signal);
    const deadline = Date.now() + SHUTDOWN_WITHIN_MS;
    while (Date.now() < deadline) {
      if (!isPostgresAlive(pid)) return;
      await pause(POLL_MS);
    }
  }
  throw new EmbeddedDatabaseError(`PostgreSQL (process ${pid}) does not end.`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address && typeof address === 'object') resolve(address.port);
        else reject(new Error('no free port'));
      });
    });
  });
}
