import { realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { readPassword } from './create-cluster.ts';
import { DATABASE, urlOf } from './database-url.ts';
import { findPostmaster } from './postmaster.ts';

/** The address of the server that somebody has running in `dataDir`, or null when there is none. Starts nothing. */
export async function findRunning(dataDir: string): Promise<string | null> {
  const folder = await realpath(resolve(dataDir)).catch(() => null);
  if (!folder) return null;
  const clusterDir = join(folder, 'postgres');
  const found = await findPostmaster(clusterDir);
  return found ? urlOf(found, await readPassword(clusterDir), DATABASE) : null;
}
