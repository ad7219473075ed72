// Puts the parts together and starts them: database, messengers, receipt desk, HTTP, workers. Everything is handed
// over here and nowhere else; main.ts adds the environment and the signals.
import type { Logger } from 'pino';
import { menuKeyboard } from '#src/core/deliveries/menu-keys.ts';
import { buildApp } from './app.ts';
import { cardPageOf } from './card-page-of.ts';
import type { Config } from './config.ts';
import { withOffers } from './core/offers/known-offers.ts';
import { receiptDesk } from './core/receipts/receipt-desk.ts';
import { knownRules } from './core/rules/known-rules.ts';
import { knownProgramme } from './core/stores/known-programme.ts';
import { connect } from './db/client.ts';
import { migrate } from './db/migrate.ts';
import type { Clock } from './lib/clock.ts';
import { collectAlone } from './lib/collect-alone.ts';
import { type Bots, connectBots } from './run-bots.ts';
import { runWorkers } from './run-workers.ts';
import { waitForShop } from './wait-for-shop.ts';
import type { Workers } from './workers/start-workers.ts';
import type { TraceStep } from './workers/worker-deps.ts';

export interface RunOptions {
  config: Config;
  databaseUrl: string;
  log: Logger;
  clock: Clock;
  /** The built console; left out where there is none. */
  consoleDir?: string;
  /** The built page of the card; left out where there is none. */
  cardDir?: string;
  /** The built page of the games of quests; left out where there is none. */
  gameDir?: string;
  /** How receipts share commits, for benches that compare; as the desk has it when left out. */
  receipts?: { maxBatch: number; lanes: number };
  /** Between the migrations and the first request: the demo shop is loaded here. */
  beforeStart?: (database: ReturnType<typeof connect>) => Promise<void>;
  /** Told what happens underneath, for the page of phones. */
  trace?: (line: TraceStep) => void;
}

export interface Running {
  /** Such as `http://127.0.0.1:3000`. */
  url: string;
  /** Takes nothing new, finishes what is under way, and closes everything. */
  stop(): Promise<void>;
}

/** Connections of each of a process's two pairs of pools: cashiers and workers cannot starve each other. */
const WEB_CONNECTIONS = 8;
const WORKER_CONNECTIONS = 8;

/** Starts the roles that `config.role` names. Resolves when it listens; throws when it cannot start. */
export async function run(options: RunOptions): Promise<Running> {
  const { config, databaseUrl, log, clock } = options;
  collectAlone();
  await migrate(databaseUrl, { log: (line) => log.info(line) });
  const database = connect(databaseUrl, { max: WEB_CONNECTIONS, applicationName: `kartka ${config.role}` });
  try {
    await options.beforeStart?.(database);
  } catch (error) {
    await database.close();
    throw error;
  }

  const known = knownProgramme(database.db);
  const rules = withOffers(database.db, knownRules(database.db, known), known);
  const bots = connectBots({ config, database, clock, known, log });
  let workers: Workers | null = null;
  let receiving: ReturnType<Bots['receive']> | null = null;
  const stored = () => {
    workers?.poke('converse');
    options.trace?.({ step: 'update stored', detail: 'in the inbox' });
  };
  let draining = false;
  const app = await buildApp({
    config,
    database,
    clock,
    log,
    known,
    rules,
    receiptDesk: receiptDesk({
      db: database.db,
      sql: database.sql,
      known,
      rules,
      clock,
      ...options.receipts,
      onAccepted: (count) => {
        workers?.poke('announce');
        options.trace?.({
          step: 'transfer',
          detail: `receipts in the ledger: ${count}`,
        });
      },
    }),
    bots: bots.addresses,
    webhooks: config.role === 'worker' ? [] : bots.webhooks(stored),
    readInitData: bots.readInitData,
    wallets: config.wallets,
    consoleDir: options.consoleDir,
    cardDir: options.cardDir,
    gameDir: options.gameDir,
    cardFramedBy: cardPageOf(config).framedBy,
    draining: () => draining,
    keyboard: menuKeyboard,
    poke: () => {
      workers?.poke('announce');
      workers?.poke('send');
      workers?.poke('campaigns');
    },
  });
  await app.listen({ host: config.host, port: config.port });
  const waiting = await waitForShop({ db: database.db, log }, () => {
    bots.learnName();
    if (config.role !== 'web') {
      workers = runWorkers({ ...options, known, rules, bots, connections: WORKER_CONNECTIONS });
    }
    // Viber calls the webhook while it is being set, so this comes after listening.
    if (config.role !== 'worker') receiving = bots.receive(stored);
  });
  return {
    url: `http://${config.host === '0.0.0.0' ? '127.0.0.1' : config.host}:${config.port}`,
    async stop() {
      draining = true;
      await waiting.stop();
      await receiving?.stop();
      await app.close();
      await workers?.stop();
      await bots.close();
      await database.close();
    },
  };
}
