// One real PostgreSQL for the whole run, with a template that has every migration applied. Test files clone it
// (see database.ts), which takes milliseconds. It does not flush to disk: nothing here has to survive. Where a browser is
// among the tests, what it shows is built before, once and within no test's limits.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '#src/db/embedded.ts';
import { migrate } from '#src/db/migrate.ts';
import { clearOrphans } from './global-setup-orphans.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The server of this run as its superuser, database `postgres`. */
    databaseServerUrl: string;
    /** The database with every migration applied, to clone. */
    templateDatabase: string;
  }
}

const FOLDER = 'kartka-test-';
const TEMPLATE = 'kartka_template';
const BROWSER_TESTS = fileURLToPath(new URL('../browser/', import.meta.url));

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await clearOrphans(tmpdir(), FOLDER);
  if (project.vitest.state.getPaths().some((path) => path.startsWith(BROWSER_TESTS))) {
    // What goes wrong here goes wrong again in each of those files, which say so, while the others run.
    await readyBrowser().catch(() => undefined);
  }
  const dataDir = await mkdtemp(join(tmpdir(), FOLDER));
  // Started by root, the server runs as another account, which has to get in.
  await chmod(dataDir, 0o755);
  const server = await startEmbedded({
    dataDir,
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' },
  });
  const end = async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const template = new URL(server.url);
    template.pathname = `/${TEMPLATE}`;
    const sql = postgres(server.url, { max: 1, onnotice: () => {} });
    try {
      await sql.unsafe(`create database ${TEMPLATE}`);
      await migrate(template.href);
      await sql.unsafe(`alter database ${TEMPLATE} with is_template true allow_connections false`);
    } finally {
      await sql.end();
    }
    const administration = new URL(server.url);
    administration.pathname = '/postgres';
    project.provide('databaseServerUrl', administration.href);
    project.provide('templateDatabase', TEMPLATE);
  } catch (error) {
    await end();
    throw error;
  }
  return end;
}

/** Builds the console and unpacks Chromium. Loaded only here: a run without a browser has no need of it. */
async function readyBrowser(): Promise<void> {
  const { buildConsole } = await import('#src/console/build.ts');
  await buildConsole();
  const { unpackedChromium } = await import('./browser.ts');
  await unpackedChromium();
}
