import type { Logger } from 'pino';
import type { Config } from './config.ts';

export interface OpenedDatabase {
  url: string;
  stop(): Promise<void>;
}

/** The database that the settings name, or a PostgreSQL of our own in `dataDir`. */
export async function openDatabase(
  { databaseUrl, dataDir }: Pick<Config, 'databaseUrl' | 'dataDir'>,
  log: Logger,
): Promise<OpenedDatabase> {
  if (databaseUrl) return { url: databaseUrl, stop: async () => {} };
  const { startEmbedded } = await import('./db/embedded.ts');
  return await startEmbedded({ dataDir, log: (line) => log.info(line) });
}

/** The same, also while another process keeps our own PostgreSQL running; then its end stops nothing. */
export async function joinDatabase(
  config: Pick<Config, 'databaseUrl' | 'dataDir'>,
  log: Logger,
): Promise<OpenedDatabase> {
  if (config.databaseUrl) return await openDatabase(config, log);
  const { findRunning } = await import('./db/embedded/find-running.ts');
  const beside = await findRunning(config.dataDir);
  return beside ? { url: beside, stop: async () => {} } : await openDatabase(config, log);
}
