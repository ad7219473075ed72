// The whole program as one command starts it: real PostgreSQL, real HTTP, the simulator as its outside world. For
// journeys and for browser tests.
import { afterAll, beforeAll } from 'vitest';
import { readConfig } from '#src/config.ts';
import { createStaff } from '#src/core/staff/create-staff.ts';
import { transaction } from '#src/db/client.ts';
import { systemClock } from '#src/lib/clock.ts';
import { makeLog } from '#src/lib/log.ts';
import { run } from '#src/run.ts';
import { startSimulator } from '#src/simulator/start.ts';
import { aShop, NOON, STORE } from './a-shop.ts';
import { type TestDatabase, testDatabase } from './database.ts';
import { freePort } from './free-port.ts';

export interface Shop {
  /** Of the program. */
  url: string;
  /** Of the pretend messengers. */
  simulatorUrl: string;
  database: TestDatabase;
  stop(): Promise<void>;
}

/** What the program signs with. */
export const SECRET_KEY = 'a secret key that is long enough for tests';
export const PASSWORD = 'a-password-for-tests';
/** Who can sign in, each with PASSWORD. */
export const LOGINS = { cashier: 'kasa', marketer: 'marketing', admin: 'admin' } as const;

/** Starts a small shop (test/support/a-shop.ts) with staff. `telegram: 'webhook'` is how it runs in production. */
export async function startShop(
  options: {
    telegram?: 'polling' | 'webhook';
    consoleDir?: string;
    cardDir?: string;
    gameDir?: string;
    welcomePoints?: bigint;
    /** Takes every line that is logged. */
    logged?: string[];
  } = {},
): Promise<Shop> {
  const { telegram = 'polling', consoleDir, cardDir, gameDir, welcomePoints = 50n, logged } = options;
  const database = await testDatabase();
  await aShop(database.db, { welcomePoints });
  for (const [role, login] of Object.entries(LOGINS) as ['cashier' | 'marketer' | 'admin', string][]) {
    const rest = {
      name: `Тест ${login}`,
      storeIds: [STORE],
      language: 'uk',
      actor: 'test',
      at: NOON,
    } as const;
    await transaction(database.db, (tx) => createStaff(tx, { role, login, password: PASSWORD, ...rest }));
  }
  const simulator = await startSimulator({ port: 0, timeScale: 0.01 });
  const port = await freePort();
  const config = readConfig({
    PORT: String(port),
    DATABASE_URL: database.url,
    SECRET_KEY,
    LOG_LEVEL: 'silent',
    TELEGRAM_TOKEN: '700000001:a-token-of-the-pretend-telegram',
    TELEGRAM_API_ROOT: simulator.url,
    TELEGRAM_MODE: telegram,
    VIBER_TOKEN: 'a-token-of-the-pretend-viber',
    VIBER_API_ROOT: simulator.url,
    SMS_API_ROOT: `${simulator.url}/sms`,
    SMS_TOKEN: 'a-token-of-the-pretend-gateway',
    WEBHOOKS_TO_LOOPBACK: 'yes',
  });
  const running = await run({
    config,
    databaseUrl: database.url,
    log: logged ? makeLog('trace', { write: (line) => void logged.push(line) }) : makeLog('silent'),
    clock: systemClock,
    ...(consoleDir && { consoleDir }),
    ...(cardDir && { cardDir }),
    ...(gameDir && { gameDir }),
  });
  return {
    url: running.url,
    simulatorUrl: simulator.url,
    database,
    async stop() {
      await running.stop();
      await simulator.stop();
      await database.close();
    },
  };
}

/** One shop for the tests of a file. */
export function useShop(options: Parameters<typeof startShop>[0] = {}): Shop {
  let shop: Shop | undefined;
  const get = () => {
    if (!shop) throw new Error('useShop: the shop is there from beforeAll on, inside tests');
    return shop;
  };
  beforeAll(async () => {
    shop = await startShop(options);
  });
  afterAll(() => shop?.stop());
  return {
    get url() {
      return get().url;
    },
    get simulatorUrl() {
      return get().simulatorUrl;
    },
    get database() {
      return get().database;
    },
    stop: () => get().stop(),
  };
}
