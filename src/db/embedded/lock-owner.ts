// One owner per data directory. Node offers no flock, but the SQLite inside it takes a kernel lock on a file, which
// two starters cannot both get and which dies with its process: there is no stale lock to judge and take over.
import { access, constants, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { EmbeddedDatabaseError, systemCode } from './refuse.ts';

const SQLITE_BUSY = 5;

/** Takes the directory for this process and returns the release. Throws EmbeddedDatabaseError naming the owner's pid. */
export async function lockOwner(dataDir: string): Promise<() => void> {
  const pidFile = join(dataDir, 'owner.pid');
  const lockFile = join(dataDir, 'owner.lock');
  let lock: DatabaseSync | undefined;
  try {
    // SQLite would open a file that it may only read, and then its lock keeps nobody out. Asked without opening it:
    // closing any handle of a file lets go of the locks that this process has on it.
    await access(lockFile, constants.W_OK).catch(ignoreAbsent);
    lock = new DatabaseSync(lockFile);
    // Nothing is ever written; in memory, no journal file appears beside it either.
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    await writeFile(`${pidFile}.new`, `${process.pid}\n`);
    await rename(`${pidFile}.new`, pidFile);
    const held = lock;
    return () => held.close();
  } catch (cause) {
    lock?.close();
    if (cause instanceof Error && 'errcode' in cause && cause.errcode === SQLITE_BUSY) {
      throw new EmbeddedDatabaseError(
        `Another Kartka (process ${await ownerPid(pidFile)}) is using ${dataDir}: stop it first, or set DATA_DIR to another folder.`,
      );
    }
    throw new EmbeddedDatabaseError(
      `${dataDir} cannot be locked: start the program as the account that owns it, or set DATA_DIR to another folder. (${String(cause)})`,
      { cause },
    );
  }
}

function ignoreAbsent(error: unknown): void {
  if (systemCode(error) !== 'ENOENT') throw error;
}

/** The owner writes its pid just after it took the lock, so a moment's patience, then the truth as far as it is known. */
async function ownerPid(pidFile: string): Promise<string> {
  for (let tries = 0; tries < 50; tries++) {
    const pid = (await readFile(pidFile, 'utf8').catch(() => '')).trim();
    if (pid && isRunning(Number(pid))) return pid;
    await pause(20);
  }
  return 'unknown';
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
}
