// The process: settings, a database, the roles, and a graceful end. Without settings it is the demo: a database, a
// pretend Telegram and Viber, and a shop of its own.
import { resolve } from 'node:path';
import closeWithGrace from 'close-with-grace';
import { ConfigError, readConfig } from './config.ts';
import { EmbeddedDatabaseError } from './db/embedded/refuse.ts';
import { MigrationError } from './db/migrate.ts';
import { systemClock } from './lib/clock.ts';
import { makeLog } from './lib/log.ts';
import { openDatabase } from './open-database.ts';
import { run } from './run.ts';

/** How long the end may take before the process leaves without it. */
const STOP_WITHIN_MS = 20_000;
const BUILT = resolve(import.meta.dirname, '../dist');

async function main(): Promise<void> {
  if (!process.version.startsWith('v24.')) {
    throw new ConfigError(`Kartka needs Node 24 and this is ${process.version}: run npm ci, then npm start.`);
  }
  const config = readConfig();
  const log = makeLog(config.logLevel);
  const opened = await openDatabase(config, log);
  const parts = { config, databaseUrl: opened.url, log, clock: systemClock };
  const start = async () =>
    config.demo
      ? await (await import('./start-demo.ts')).startDemo(parts, config.demo)
      : await run({
          ...parts,
          consoleDir: `${BUILT}/console`,
          cardDir: `${BUILT}/card`,
          gameDir: `${BUILT}/game`,
        });
  const running = await start().catch(async (error: unknown) => {
    await opened.stop();
    throw error;
  });
  log.info({ url: running.url, role: config.role }, 'Kartka is running');

  closeWithGrace({ delay: STOP_WITHIN_MS, logger: false }, async ({ err, signal }) => {
    if (err) log.fatal({ err }, 'stopping after an error that nothing had caught');
    else log.info({ signal }, 'stopping');
    await running.stop();
    await opened.stop();
    log.info('stopped');
  });
}

/** One sentence for what a person can mend, everything for what only a developer can. */
function explain(error: unknown): unknown {
  if (
    error instanceof ConfigError ||
    error instanceof EmbeddedDatabaseError ||
    error instanceof MigrationError
  ) {
    return error.message;
  }
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    return `${error.message}. Another program has that port: set PORT (and SIMULATOR_PORT) to free ones.`;
  }
  return error;
}

try {
  await main();
} catch (error) {
  console.error(explain(error));
  process.exit(1);
}
