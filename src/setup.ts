// `npm run setup -- --shop "Name"`: what a new database needs before it is a shop. Applies the migrations, makes the
// programme, the tiers, a store with a till and the first admin, and tells the admin's password this once; the rest is
// done in the console. What is there stays as it is, so it may run again, also while Kartka runs.
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { ConfigError, readDatabaseConfig } from './config.ts';
import { adminRoutes } from './contract/admin.ts';
import { programme } from './contract/programme.ts';
import { login } from './contract/session.ts';
import { language, line } from './contract/words.ts';
import { startCampaignSettings } from './core/campaigns/campaign-settings.ts';
import { startContactPolicy } from './core/contacts/contact-policy.ts';
import { Refusal } from './core/refusal.ts';
import { type AdminReady, setUpAdmin } from './core/staff/set-up-admin.ts';
import { type ShopSetUp, setUpShop } from './core/stores/set-up-shop.ts';
import { connect, transaction } from './db/client.ts';
import { EmbeddedDatabaseError } from './db/embedded/refuse.ts';
import { MigrationError, migrate } from './db/migrate.ts';
import { systemClock } from './lib/clock.ts';
import { problemSentence } from './lib/i18n.ts';
import { makeLog } from './lib/log.ts';
import { readIssues } from './lib/problem.ts';
import { joinDatabase } from './open-database.ts';

const USAGE = `Usage: npm run setup -- --shop "Name of the shop" [options]

  --shop NAME          as members see it                           Kartka
  --admin LOGIN        of the first admin                          admin
  --language CODE      uk, ru or en, where a member has chosen none uk
  --time-zone NAME     where the shop's days begin and end         Europe/Kyiv
  --brand-colour HEX   of cards and pages                          #0B6B4F
  --accent-colour HEX  beside it                                   #F2A33A
  --store NAME         the first store                             the shop's name
  --city NAME          where it is                                 Київ
  --address TEXT       and where there                             -
  --till NAME          its till                                    Каса 1
  --reset-admin        gives an admin (--admin LOGIN where there are several) a new password
  --help               shows this`;

const text = { type: 'string' } as const;
const OPTIONS = {
  shop: text,
  admin: text,
  language: text,
  'time-zone': text,
  'brand-colour': text,
  'accent-colour': text,
  store: text,
  city: text,
  address: text,
  till: text,
  'reset-admin': { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

/** The same limits as the console's forms. */
const { name: storeName, city, address } = adminRoutes.createStore.body.shape;
const values = z.object({
  shop: programme.shape.shopName.default('Kartka'),
  admin: login.optional(),
  language: language.default('uk'),
  'time-zone': programme.shape.timeZone.default('Europe/Kyiv'),
  'brand-colour': programme.shape.brandColour.default('#0B6B4F'),
  'accent-colour': programme.shape.accentColour.default('#F2A33A'),
  store: storeName.optional(),
  city: city.default('Київ'),
  address: address.default('-'),
  till: line(80).default('Каса 1'),
  'reset-admin': z.boolean().default(false),
});
type Values = z.output<typeof values>;

function readOptions(): Values | null {
  const { values: given } = parseArgs({ options: OPTIONS });
  if (given.help) return null;
  const read = values.safeParse(given);
  if (read.success) return read.data;
  const [wrong] = readIssues(read.error.issues, given);
  const why = wrong && problemSentence('en', wrong.problem, wrong.values);
  throw new ConfigError(`--${wrong?.field} is not usable: ${why}.\n\n${USAGE}`);
}

async function setUp(options: Values): Promise<string[]> {
  const opened = await joinDatabase(readDatabaseConfig(), makeLog('warn'));
  try {
    await migrate(opened.url);
    const database = connect(opened.url, { max: 1, applicationName: 'kartka setup' });
    try {
      const at = systemClock.now();
      return await transaction(database.db, async (tx) => {
        const shop = await setUpShop(tx, {
          shopName: options.shop,
          brandColour: options['brand-colour'],
          accentColour: options['accent-colour'],
          defaultLanguage: options.language,
          timeZone: options['time-zone'],
          store: { name: options.store ?? options.shop, city: options.city, address: options.address },
          tillName: options.till,
          at,
        });
        if (shop.made) {
          await startContactPolicy(tx);
          await startCampaignSettings(tx);
        }
        const who = { login: options.admin, language: options.language, reset: options['reset-admin'] };
        return [...tellShop(shop), tellAdmin(await setUpAdmin(tx, { ...who, at }))];
      });
    } finally {
      await database.close();
    }
  } finally {
    await opened.stop();
  }
}

function tellShop({ programme: { shopName }, made, opened }: ShopSetUp): string[] {
  const lines = [
    made
      ? `«${shopName}» is set up, with the tiers base, silver and gold.`
      : `«${shopName}» had been set up and stays as it is: change it in the console.`,
  ];
  if (opened) lines.push(`Its first store is «${opened.name}» with the till «${opened.tills[0]?.name}».`);
  return lines;
}

function tellAdmin(admin: AdminReady): string {
  if (admin.outcome === 'exists') {
    return `There is an admin already (${admin.logins.join(', ')}): --reset-admin gives a new password.`;
  }
  if (admin.outcome === 'unknown') {
    throw new ConfigError(`Name an admin to reset, --admin with one of: ${admin.logins.join(', ')}.`);
  }
  return `Sign in at /console/ as ${admin.login} with the password ${admin.password} and change it there; it is not shown again.`;
}

/** One sentence for what a person can mend. */
function explain(error: unknown): unknown {
  if (error instanceof Refusal && error.code === 'login_taken') {
    return 'Somebody else has that login: choose another with --admin.';
  }
  const plain = [ConfigError, EmbeddedDatabaseError, MigrationError].some((kind) => error instanceof kind);
  const badOption =
    error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  return error instanceof Error && (plain || badOption) ? error.message : error;
}

try {
  const options = readOptions();
  const lines = options ? await setUp(options) : [USAGE];
  for (const line of lines) process.stdout.write(`${line}\n`);
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}
