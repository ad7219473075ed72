// A test run that was killed leaves its server running. The next run ends it and takes its folder away.
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { endPostmaster, findPostmaster } from '#src/db/embedded/postmaster.ts';

/** Clears the folders in `parent` that begin with `prefix` and whose owner is no longer alive. */
export async function clearOrphans(parent: string, prefix: string): Promise<void> {
  const folders = (await readdir(parent)).filter((name) => name.startsWith(prefix));
  for (const folder of folders.map((name) => join(parent, name))) {
    // Without an owner yet, a run is just beginning there.
    const owner = Number(await readFile(join(folder, 'owner.pid'), 'utf8').catch(() => ''));
    if (!owner || isAlive(owner)) continue;
    try {
      const server = await findPostmaster(join(folder, 'postgres'));
      if (server) await endPostmaster(server.pid);
      await rm(folder, { recursive: true, force: true });
    } catch {
      // It belongs to another account, or another run clears it at this moment.
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
