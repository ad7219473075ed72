// `npm run set-up -- --shop NAME --admin LOGIN`: the first thing in a new database. Applies the migrations, makes the
// programme and lets the first admin sign in; everything else is then done in the console. Run again with another login
// it adds another admin, which also helps whoever has lost every password.
import { parseArgs } from 'node:util';
import { ConfigError, readConfig } from './config.ts';
import { Refusal } from './core/refusal.ts';
import { createStaff } from './core/staff/create-staff.ts';
import { setUpShop } from './core/stores/set-up-shop.ts';
import { connect, transaction } from './db/client.ts';
import { EmbeddedDatabaseError } from './db/embedded/refuse.ts';
import { MigrationError, migrate } from './db/migrate.ts';
import { systemClock } from './lib/clock.ts';
import { makeLog } from './lib/log.ts';
import { openDatabase } from './open-database.ts';

const USAGE = 'npm run set-up -- --shop "Name of the shop" --admin login';

async function setUp(): Promise<string[]> {
  const { values } = parseArgs({ options: { shop: { type: 'string' }, admin: { type: 'string' } } });
  const { shop: shopName = '', admin: login = '' } = values;
  if (shopName.trim() === '' || !/^[a-z0-9._-]{2,40}$/.test(login)) {
    throw new ConfigError(`${USAGE}; a login has small Latin letters, digits, dots, _ and -.`);
  }
  const opened = await openDatabase(readConfig(), makeLog('warn'));
  try {
    await migrate(opened.url);
    const database = connect(opened.url, { max: 1, applicationName: 'kartka set-up' });
    try {
      return await transaction(database.db, async (tx) => {
        const made = await setUpShop(tx, { shopName: shopName.trim() });
        const { password } = await createStaff(tx, {
          name: login,
          login,
          role: 'admin',
          storeIds: [],
          language: 'uk',
          actor: 'set-up',
          at: systemClock.now(),
        });
        return [
          made
            ? `The programme of ${shopName.trim()} is there.`
            : 'The programme was there and stays as it is.',
          `Sign in at /console/ as ${login} with the password ${password} and change it there.`,
        ];
      });
    } finally {
      await database.close();
    }
  } finally {
    await opened.stop();
  }
}

/** One sentence for what a person can mend. */
function explain(error: unknown): unknown {
  if (error instanceof Refusal && error.code === 'login_taken') return 'That login is taken: choose another.';
  const plain = [ConfigError, EmbeddedDatabaseError, MigrationError].some((kind) => error instanceof kind);
  const badOption =
    error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  return error instanceof Error && (plain || badOption) ? error.message : error;
}

try {
  for (const line of await setUp()) process.stdout.write(`${line}\n`);
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}
