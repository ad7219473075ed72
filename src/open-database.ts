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
